import { ZenEngine } from '@gorules/zen-engine'
import { Engine, type ConditionProperties, type RuleProperties } from 'json-rules-engine'
import { channelBit } from '../src/core/channel.ts'
import { channelOf, timesNow } from '../src/strategy/cadence.ts'
import type { Columns } from '../src/strategy/columns.ts'
import { positionAt } from '../src/strategy/columns-read.ts'
import { DEFAULT_LATENESS, type Compiled, type FlatRow } from '../src/strategy/compile.ts'
import { decide } from '../src/strategy/decide.ts'
import type { PriorityOut, TreatmentOut } from '../src/strategy/document.ts'
import type { Fact } from '../src/strategy/fact.ts'
import { FACTS, type FactName } from '../src/strategy/facts.ts'
import {
  bitsAt,
  priorityAt,
  rowAt,
  stageAt,
  type Kernel,
  type Output,
} from '../src/strategy/kernel.ts'
import { NEVER } from '../src/strategy/row.ts'
import { median, type Say } from './figure.ts'
import { TODAY } from './kernel-book.ts'

const SAMPLE = 3_000
const ROUNDS = 3

type Options = {
  readonly columns: Columns
  readonly compiled: Compiled
  readonly kernel: Kernel
  readonly output: Output
  readonly say: Say
}
/** One condition as rules engines take it: a number of the account within two others. */
type Within = { readonly fact: string; readonly from: number; readonly to: number }
type Kind = 'stage' | 'treatment' | 'priority'
type PlainRule = { readonly kind: Kind; readonly at: number; readonly all: readonly Within[] }
type Facts = Record<string, number>
type Fired = { readonly kind: Kind; readonly at: number }

const FAR = 1_000_000_000_000

/** Nanoseconds an account of the plain interpreter and of two rules engines, facts given ready. */
export async function benchEngines(options: Options): Promise<Record<string, number>> {
  const { columns, compiled, kernel, say } = options
  const positions = Array.from({ length: SAMPLE }, (_, i) => positionAt(columns, i))
  const rules = plainRules(compiled, kernel)
  const facts = positions.map(({ row, history }) => factsOf(row, { history, kernel }))
  const jsonRules = new Engine(rules.map(jsonRule), { allowUndefinedFacts: false })
  const zen = new ZenEngine().createDecision(zenTable(rules))
  const runs: Record<string, (i: number) => Promise<readonly Fired[]> | undefined> = {
    'plain interpreter': (i) => {
      const { row, history } = positions[i] as (typeof positions)[number]
      decide(compiled, row, { today: TODAY, history })
      return undefined
    },
    'json-rules-engine': async (i) =>
      (await jsonRules.run(facts[i])).events.map((event) => event.params as Fired),
    'zen-engine': async (i) => ((await zen.evaluate(facts[i])).result as Fired[] | undefined) ?? [],
  }
  const figures: Record<string, number> = {}
  for (const [name, run] of Object.entries(runs)) {
    for (let i = 0; i < SAMPLE; i++) {
      const fired = await run(i)
      if (fired !== undefined) compare(name, i, { ...options, facts: facts[i] as Facts, fired })
    }
    const rounds: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const start = process.cpuUsage()
      for (let i = 0; i < SAMPLE; i++) await run(i)
      const { user, system } = process.cpuUsage(start)
      rounds.push(((user + system) * 1000) / SAMPLE)
    }
    figures[name] = median(rounds)
    say(`${name}: ${Math.round(median(rounds))} ns an account, ${SAMPLE} accounts`)
  }
  return figures
}

function plainRules(compiled: Compiled, kernel: Kernel): PlainRule[] {
  const names: FactName[] = []
  for (const [name, slot] of compiled.slotOf) names[slot] = name
  const conditions = (flat: FlatRow<unknown>): Within[] =>
    [...flat.slots].map((slot, k) => ({
      fact: names[slot] as string,
      from: flat.from[flat.firsts[k] as number] as number,
      to: flat.to[flat.firsts[k] as number] as number,
    }))
  const open = [
    { fact: 'held', from: 0, to: 0 },
    { fact: 'closed', from: 0, to: 0 },
  ]
  return compiled.stageRows.flatMap((row, i) => {
    const stage = [...open, ...conditions(row)]
    const plan = row.out
    const rowsOf = (kind: Kind, flat: readonly FlatRow<TreatmentOut | PriorityOut>[]) =>
      flat.map((one) => ({ kind, at: one.rowNo - 1, all: [...stage, ...conditions(one)] }))
    if (plan.idle) return [{ kind: 'stage' as const, at: i + 1, all: stage }]
    return [
      { kind: 'stage' as const, at: i + 1, all: stage },
      ...rowsOf('treatment', plan.treatments).map((rule) => {
        const { out } = kernel.treatments[rule.at] as FlatRow<TreatmentOut>
        return { ...rule, all: [...rule.all, ...cadence(out, rule.at)] }
      }),
      ...rowsOf('priority', plan.priority),
    ]
  })
}

function cadence({ action, cadence: c }: TreatmentOut, at: number): Within[] {
  const channel = channelOf(action)
  const least = (fact: string, from: number | undefined): Within[] =>
    from === undefined ? [] : [{ fact, from, to: FAR }]
  return [
    ...(channel === undefined ? [] : [{ fact: `bit${channelBit(channel)}`, from: 1, to: 1 }]),
    ...least(`ago${at}`, c.every),
    ...(c.atMost === undefined ? [] : [{ fact: `times${at}`, from: 0, to: c.atMost - 1 }]),
    ...least('paid', c.quietAfter.payment),
    ...least('talked', c.quietAfter.conversation),
    ...least('tried', c.quietAfter.attempt),
  ]
}

type Position = ReturnType<typeof positionAt>

function factsOf(
  row: Position['row'],
  at: { history: Position['history']; kernel: Kernel },
): Facts {
  const facts: Facts = {
    held: row.heldUntil > TODAY ? 1 : 0,
    closed: row.closedOn <= TODAY ? 1 : 0,
  }
  for (const [name, fact] of Object.entries(FACTS) as [string, Fact][])
    facts[name] = fact.fill(row, TODAY, DEFAULT_LATENESS)
  for (let bit = 1; bit <= 32; bit *= 2) facts[`bit${bit}`] = (row.channels & bit) === 0 ? 0 : 1
  const ago = (on: number) => (on === NEVER ? FAR : TODAY - on)
  facts['paid'] = ago(row.lastPaymentOn)
  facts['talked'] = ago(row.lastConversationOn)
  facts['tried'] = ago(row.lastAttemptOn)
  at.kernel.treatments.forEach(({ out }, i) => {
    const past = at.history.get(out.treatment)
    facts[`ago${i}`] = ago(past?.lastOn ?? NEVER)
    facts[`times${i}`] = timesNow(row, { today: TODAY, past })
  })
  return facts
}

const jsonRule = ({ kind, at, all }: PlainRule): RuleProperties => ({
  conditions: {
    all: all.flatMap(({ fact, from, to }): ConditionProperties[] => [
      { fact, operator: 'greaterThanInclusive', value: from },
      ...(to === FAR ? [] : [{ fact, operator: 'lessThanInclusive', value: to }]),
    ]),
  },
  event: { type: kind, params: { kind, at } },
})

/** One table whose every row that fits is collected: input, table, output. */
function zenTable(rules: readonly PlainRule[]): object {
  const fields = [...new Set(rules.flatMap((rule) => rule.all.map(({ fact }) => fact)))]
  const plain = (fact: string) => fact.replaceAll('.', '_')
  const cell = (rule: PlainRule, fact: string): string => {
    const tests = rule.all.filter((one) => one.fact === fact)
    const from = Math.max(...tests.map((one) => one.from))
    const to = Math.min(...tests.map((one) => one.to))
    return tests.length === 0 ? '' : `[${from}..${to}]`
  }
  return {
    nodes: [
      { id: 'in', name: 'in', type: 'inputNode' },
      {
        id: 'table',
        name: 'table',
        type: 'decisionTableNode',
        content: {
          hitPolicy: 'collect',
          inputs: fields.map((fact, f) => ({
            id: `i${f}`,
            name: fact,
            field: `$root["${fact}"]`,
            plain: plain(fact),
          })),
          outputs: [
            { id: 'kind', name: 'kind', field: 'kind' },
            { id: 'at', name: 'at', field: 'at' },
          ],
          rules: rules.map((rule, r) => ({
            _id: `r${r}`,
            ...Object.fromEntries(fields.map((fact, f) => [`i${f}`, cell(rule, fact)])),
            kind: `"${rule.kind}"`,
            at: String(rule.at),
          })),
        },
      },
      { id: 'out', name: 'out', type: 'outputNode' },
    ],
    edges: [
      { id: 'e1', sourceId: 'in', targetId: 'table', type: 'edge' },
      { id: 'e2', sourceId: 'table', targetId: 'out', type: 'edge' },
    ],
  }
}

/** What fired against the kernel's line of the same account. */
function compare(
  who: string,
  i: number,
  at: Options & { readonly facts: Facts; readonly fired: readonly Fired[] },
): void {
  const { output, compiled, kernel, facts, fired } = at
  const stages = fired.filter(({ kind }) => kind === 'stage').map((one) => one.at)
  const stage = stages.length === 0 ? -1 : Math.min(...stages)
  const isIdle = stage < 0 || kernel.stages[stage]?.idle === true
  let n = 0
  while (n < output.count && rowAt(output, n) < i) n++
  const isThere = n < output.count && rowAt(output, n) === i
  const bits = new Set(fired.filter((one) => one.kind === 'treatment').map((one) => one.at))
  const points = new Set(fired.filter((one) => one.kind === 'priority').map((one) => one.at))
  let priority = 0
  for (const rule of compiled.strategy.priority?.rules ?? []) {
    const { add, per, upTo } = rule.out
    if (points.has(rule.rowNo - 1))
      priority += per === undefined ? add : add * Math.min(facts[per] ?? 0, upTo ?? 0)
  }
  const isSame =
    isThere !== isIdle &&
    (!isThere ||
      (stageAt(output, n) === stage &&
        priorityAt(output, n) === priority &&
        bitsAt(output, n) === [...bits].reduce((sum, bit) => sum | (1 << bit), 0)))
  if (!isSame)
    throw new Error(
      `bug: ${who} answers otherwise for account ${i}: ${JSON.stringify({ stage, fired, isThere })}`,
    )
}
