import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { furnish, monthOf } from '../store/furnish.ts'
import { LAYOUTS } from '../store/furnish-line.ts'
import { loadLaw } from '../store/law.ts'
import { ROOT, tenantOf, whenOf, withDatabase, type Context } from './context.ts'
import { EXIT, Stop, type Talk } from './talk.ts'

type Options = {
  readonly portfolio?: string
  readonly month?: string
  readonly out?: string
  readonly layout?: string
  readonly reporter?: string
  readonly dryRun?: boolean
  readonly today?: string
  readonly now?: string
}

/** Writes the file for a register and keeps what was told; what may not be told is listed with its reason. */
export async function furnishCommand(context: Context, options: Options): Promise<undefined> {
  const { talk } = context
  const portfolio = needed(talk, '--portfolio', options.portfolio)
  const text = needed(talk, '--month', options.month)
  const out = options.dryRun === true ? undefined : needed(talk, '--out', options.out)
  const month = monthOf(text)
  if (month === undefined) throw new Stop(talk.word('furnishBadMonth', { text }), EXIT.usage)
  await withDatabase(context, async (open) => {
    const tenant = await tenantOf(open)
    const when = whenOf(open, tenant.zone, options)
    const made = await furnish(open.db, open.tenantId, {
      ...when,
      portfolio,
      month,
      layout: LAYOUTS.find((one) => one === options.layout) ?? 'csv',
      reporter: options.reporter ?? tenant.name,
      law: loadLaw(join(ROOT, 'law'), join(open.home, 'law')),
      dryRun: options.dryRun === true,
    })
    if ('declined' in made) throw new Stop(talk.word('furnishEarly'))
    if (out !== undefined) writeFileSync(out, made.file)
    const { file: _, ...told } = made
    talk.data(told, () =>
      [
        talk.word('furnishDone', { ...made, withheld: made.withheld.length, sha: made.sha256 }),
        ...made.withheld.map(({ accountRef, why, rules }) =>
          [accountRef, talk.word(`furnishWhy_${why}`), rules.join(', ')].join('  ').trimEnd(),
        ),
      ].join('\n'),
    )
  })
}

function needed(talk: Talk, key: string, value: string | undefined): string {
  if (value === undefined) throw new Stop(talk.word('careNeeds', { key }), EXIT.usage)
  return value
}
