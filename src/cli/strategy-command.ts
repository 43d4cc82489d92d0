import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Day } from '../core/calendar.ts'
import { neverLawfulOn } from '../engine/ever-lawful.ts'
import { inTenant } from '../store/db.ts'
import { CHANGE_WORDS } from '../store/change-words.ts'
import { loadLaw } from '../store/law.ts'
import type { EntryDeclined, RollbackTo, StrategyEntry } from '../store/strategy-entry.ts'
import { listStrategies, publishEntry, rollbackEntry } from '../store/strategy-entry.ts'
import { impactOf, type Impact } from '../store/strategy-impact.ts'
import { strategyFile, strategyOn, type Known, type StrategyFile } from '../store/strategy.ts'
import { loadTemplates } from '../store/templates.ts'
import { diffStrategies, type RowChange } from '../strategy/diff.ts'
import type { Finding } from '../strategy/finding.ts'
import { findingLine } from '../strategy/finding.ts'
import { parseStrategy } from '../strategy/parse.ts'
import { runTests } from '../strategy/run-tests.ts'
import { dayIn, nowOf } from './clock.ts'
import { dayOption, ROOT, tenantOf, whenOf, withDatabase, type Context } from './context.ts'
import { publishStrategies } from './day-work.ts'
import type { Asked, StrategyOptions } from './strategy-options.ts'
import { EXIT, Stop, tableText, type Talk } from './talk.ts'
import { trialCommand } from './trial-command.ts'

const COMMANDS: Readonly<Record<string, (asked: Asked) => Promise<number | undefined>>> = {
  check: checkCommand,
  test: testCommand,
  diff: diffCommand,
  publish: publishCommand,
  rollback: rollbackCommand,
  list: listCommand,
  trial: trialCommand,
}

const COUNT: Readonly<Record<string, readonly [least: number, most: number]>> = {
  check: [1, 500],
  test: [1, 500],
  diff: [1, 2],
  publish: [1, 1],
  rollback: [1, 2],
  list: [0, 1],
  trial: [1, 2],
}

/** Strategies as files and as versions: sound or not, what differs, and who let which decide from when. */
export async function strategyCommand(
  context: Context,
  options: StrategyOptions,
  what?: string,
  ...given: (string | readonly string[])[]
): Promise<number | undefined> {
  const rest = given.flat()
  const command = COMMANDS[what ?? '']
  const [least, most] = COUNT[what ?? ''] ?? [0, 0]
  if (command === undefined || rest.length < least || rest.length > most) {
    const text = [what ?? '', ...rest].join(' ').trim()
    throw new Stop(context.talk.word('strategyBad', { text }), EXIT.usage)
  }
  return command({ context, options, rest })
}

/** What a file may name outside itself, without a database. */
async function knownFor({ context, options }: Asked): Promise<Known> {
  const law = loadLaw(join(ROOT, 'law'), join(context.home, 'law'))
  const templates = await loadTemplates(join(ROOT, 'templates'))
  return {
    templates: templates.all,
    places: options.place?.split(','),
    neverLawful: neverLawfulOn(law, dayIn('UTC', nowOf(context.home))),
  }
}

async function textOf(talk: Talk, file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: Error) => {
    throw new Stop(talk.word('strategyNoFile', { file, why: error.message }), EXIT.refused)
  })
}

async function checkCommand(asked: Asked): Promise<number | undefined> {
  const { talk } = asked.context
  const known = await knownFor(asked)
  const findings: Finding[] = []
  const sound: string[] = []
  for (const file of asked.rest) {
    const made = strategyFile(file, await textOf(talk, file), known)
    if (!('strategy' in made)) findings.push(...made)
    else {
      const { name, version, tests } = made.strategy
      sound.push(talk.word('strategySound', { file, name, version, tests: tests.length }))
    }
  }
  talk.data({ sound: sound.length, findings }, () =>
    [...sound, ...findings.map((each) => findingLine(each, talk.language))].join('\n'),
  )
  if (findings.length === 0) return undefined
  const files = new Set(findings.map((each) => each.file)).size
  talk.say('strategyFaults', { n: findings.length, files })
  return EXIT.refused
}

async function testCommand({ context: { talk }, rest }: Asked): Promise<number | undefined> {
  const results: { file: string; name: string; findings: readonly Finding[] }[] = []
  for (const file of rest) {
    const strategy = parseStrategy(await textOf(talk, file), file)
    if (!('name' in strategy)) results.push({ file, name: '-', findings: strategy })
    else for (const one of runTests(strategy, file)) results.push({ file, ...one })
  }
  const bad = results.filter((one) => one.findings.length > 0)
  talk.data(results, () => {
    const rows = results.map((one) => [
      one.file,
      one.name,
      talk.word(one.findings.length === 0 ? 'strategyPass' : 'strategyFail'),
    ])
    const head = [talk.word('strategyFile'), talk.word('strategyTest'), talk.word('strategyResult')]
    const why = bad.flatMap((one) => one.findings.map((each) => findingLine(each, talk.language)))
    return [tableText(head, rows), ...why].join('\n')
  })
  const good = results.length - bad.length
  talk.say('strategyTested', { good, all: results.length, files: rest.length })
  return bad.length === 0 ? undefined : EXIT.refused
}

async function soundFile(asked: Asked, file: string): Promise<StrategyFile> {
  const { talk } = asked.context
  const made = strategyFile(file, await textOf(talk, file), await knownFor(asked))
  if ('strategy' in made) return made
  throw new Stop(made.map((each) => findingLine(each, talk.language)).join('\n'), EXIT.refused)
}

async function diffCommand(asked: Asked): Promise<undefined> {
  const { context, rest } = asked
  const { talk } = context
  const [first = '', second] = rest
  if (second !== undefined) {
    const [before, after] = [await soundFile(asked, first), await soundFile(asked, second)]
    tell(talk, diffStrategies(before.strategy, after.strategy), undefined)
    return
  }
  const { strategy: after } = await soundFile(asked, first)
  await withDatabase(context, async (open) => {
    const { today } = whenOf(open, (await tenantOf(open)).zone, asked.options)
    await publishStrategies(open)
    await inTenant(open.db, open.tenantId, async (tx) => {
      const found = await strategyOn(tx, open.tenantId, { name: after.name, day: today })
      if (found === undefined)
        throw new Stop(talk.word('strategyNoneInForce', { name: after.name, day: today }))
      const { strategy: before } = found
      tell(
        talk,
        diffStrategies(before, after),
        await impactOf(tx, open.tenantId, { before, after, today }),
      )
    })
  })
}

const CHANGE = {
  added: 'strategyAdded',
  removed: 'strategyRemoved',
  changed: 'strategyChanged',
  moved: 'strategyMoved',
} as const

function tell(talk: Talk, changes: readonly RowChange[], impact: Impact | undefined): void {
  talk.data({ changes, impact }, () => {
    const head = [
      talk.word('strategyTable'),
      talk.word('strategyRow'),
      talk.word('strategyChange'),
      talk.word('strategyColumn'),
      talk.word('strategyBefore'),
      talk.word('strategyAfter'),
    ]
    const rows = changes.flatMap(({ table, row, change, cells }) => {
      const start = [table, row, talk.word(CHANGE[change])]
      if (cells.length === 0) return [[...start, '', '', '']]
      return cells.map(({ column, before, after }, i) => [
        ...(i === 0 ? start : ['', '', '']),
        column,
        before,
        after,
      ])
    })
    const body = rows.length === 0 ? talk.word('strategySame') : tableText(head, rows)
    return impact === undefined ? body : `${body}\n${talk.word('strategyImpact', impact)}`
  })
}

async function publishCommand(asked: Asked): Promise<undefined> {
  const made = await soundFile(asked, asked.rest[0] ?? '')
  await change(asked, 'publish', (tx, tenantId, at) =>
    publishEntry(tx, tenantId, made, {
      ...at,
      effectiveOn: at.effectiveOn ?? made.strategy.effectiveOn,
    }),
  )
}

/** `bank` goes back to the version before, `bank 3` to version 3. */
function rollbackTo({ context: { talk }, rest: [name = '', text] }: Asked): RollbackTo {
  if (text === undefined) return { name }
  if (!/^[1-9][0-9]{0,6}$/.test(text))
    throw new Stop(talk.word('strategyBad', { text }), EXIT.usage)
  return { name, version: Number(text) }
}

async function rollbackCommand(asked: Asked): Promise<undefined> {
  await change(asked, 'rollback', (tx, tenantId, at) =>
    rollbackEntry(tx, tenantId, rollbackTo(asked), {
      ...at,
      effectiveOn: at.effectiveOn ?? at.today,
    }),
  )
}

type At = {
  readonly author: string
  readonly approver: string
  readonly today: Day
  readonly effectiveOn: Day | undefined
}
type Change = (
  tx: Parameters<typeof strategyOn>[0],
  tenantId: bigint,
  at: At,
) => Promise<StrategyEntry | EntryDeclined>

async function change({ context, options }: Asked, what: string, work: Change): Promise<void> {
  const { talk } = context
  const { author, approver } = options
  if (author === undefined || approver === undefined)
    throw new Stop(talk.word('strategyWho', { what }), EXIT.usage)
  const effectiveOn =
    options.effective === undefined ? undefined : dayOption(talk, '--effective', options.effective)
  await withDatabase(context, async (open) => {
    const { today } = whenOf(open, (await tenantOf(open)).zone, options)
    await publishStrategies(open)
    const at = { author, approver, today, effectiveOn }
    const made = await inTenant(open.db, open.tenantId, (tx) => work(tx, open.tenantId, at))
    if ('declined' in made) throw new Stop(CHANGE_WORDS[made.declined][talk.language], EXIT.refused)
    talk.data(made, () => talk.word('strategyDone', { ...made, day: made.effectiveOn }))
  })
}

async function listCommand({ context, rest }: Asked): Promise<undefined> {
  const { talk } = context
  await withDatabase(context, async (open) => {
    await tenantOf(open)
    const rows = await inTenant(open.db, open.tenantId, (tx) =>
      listStrategies(tx, open.tenantId, { name: rest[0] }),
    )
    const head = [
      talk.word('strategyName'),
      talk.word('strategyVersion'),
      talk.word('strategyFrom'),
      talk.word('strategyKind'),
      talk.word('strategyAuthor'),
      talk.word('strategyApprover'),
    ]
    talk.data(rows, () =>
      tableText(
        head,
        rows.map((row) => [
          row.name,
          String(row.version),
          row.effective_on,
          talk.word(`strategy_${row.kind}`),
          row.author ?? '',
          row.approver ?? '',
        ]),
      ),
    )
  })
}
