import { sandboxChannels } from './channels-open.ts'
import { tenantOf, whenOf, withDatabase, type Context } from './context.ts'
import { dayWork, publishStrategies, workTools, type DayResult } from './day-work.ts'
import { tableText } from './talk.ts'

type Options = { today?: string; now?: string; dryRun?: boolean; decideOnly?: boolean }

export async function cycleCommand(context: Context, options: Options): Promise<undefined> {
  await withDatabase(context, async (open) => {
    const tenant = await tenantOf(open)
    const when = whenOf(open, tenant.zone, options)
    await publishStrategies(open)
    // What sends nothing connects to nobody.
    const isQuiet = options.dryRun === true || options.decideOnly === true
    const tools = await workTools(open, isQuiet ? sandboxChannels(open) : undefined)
    const result = await dayWork(open, tools, {
      ...when,
      dryRun: options.dryRun === true,
      decideOnly: options.decideOnly === true,
    }).finally(tools.close)
    open.talk.data({ today: when.today, ...result }, () => cycleText(result))
  })
}

/** Counts by what was decided, then by the rule that barred. */
function cycleText(result: DayResult): string {
  const { cycle, contacts } = result
  const head = tableText(
    ['accounts', 'treatments'],
    [[String(cycle.accounts), String(cycle.treatments)]],
  )
  if (contacts === undefined) return head
  const { unasked, answers, byRule, ...plain } = contacts
  const numbers = [
    ...Object.entries(plain),
    ...Object.entries(answers).map(([name, n]) => [`sent: ${name}`, n] as const),
    ...Object.entries(unasked).map(([name, n]) => [`unasked: ${name}`, n] as const),
  ].map(([name, n]) => [name, String(n)])
  const rules = Object.entries(byRule)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([rule, n]) => [rule, String(n.defer), String(n.deny)])
  return [
    head,
    tableText(['contacts', ''], numbers),
    tableText(['rule', 'defer', 'deny'], rules),
  ].join('\n\n')
}
