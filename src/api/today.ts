import { z } from '@hono/zod-openapi'
import { addDays, type Day } from '../core/calendar.ts'
import { inTenant, instantText, type Tx } from '../store/db.ts'
import {
  countCured,
  countNewlyBehind,
  countPayments,
  countRules,
  countTreatments,
  countUnknown,
  readCycle,
  type Counted,
  type CycleRecord,
  type RuleCount,
} from '../store/today.ts'
import { countPromiseEnds } from '../store/case-query.ts'
import { readProposals } from '../store/strategy-proposal.ts'
import { stopWords } from '../store/trial-words.ts'
import { readTrials } from '../store/trial.ts'
import { alertsOut, AlertOut } from './alerts.ts'
import { moneyOf } from './cases.ts'
import type { ApiDeps } from './env.ts'
import { ruleName } from './reasons.ts'
import { addRoute, type Api } from './route.ts'
import { DayOut, InstantOut, MoneyOut } from './schemas.ts'
import { LoadWarning, loadWarnings } from './work-load.ts'
import type { Language, TodayCode, TodayLine, TodayWire } from './wire.ts'

const CODES = [
  'newly_behind',
  'cured',
  'payments',
  'promises_kept',
  'promises_broken',
  'sent',
  'deferred',
  'denied',
  'listed',
  'awaiting_approval',
  'planned',
  'withdrawn',
  'unknown',
] as const satisfies readonly TodayCode[]

const Line: z.ZodType<TodayLine> = z
  .object({
    code: z.enum(CODES),
    count: z.int(),
    amounts: z.array(MoneyOut),
    sentence: z.string(),
    cases: z.string().nullable(),
    by_rule: z.array(
      z.object({ rule: z.string(), name: z.string(), count: z.int(), cases: z.string() }),
    ),
  })
  .openapi('TodayLine')

const Today: z.ZodType<TodayWire> = z
  .object({
    today: DayOut,
    cycle: z
      .object({
        started_at: InstantOut,
        finished_at: InstantOut.nullable(),
        accounts: z.int(),
        treatments: z.int(),
      })
      .nullable(),
    lines: z.array(Line),
    stops: z.array(z.object({ trial: z.string(), sentence: z.string() })),
    alerts: z.array(AlertOut),
    short: z.array(LoadWarning),
    proposals: z.int(),
  })
  .openapi('Today')

export function addToday(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/today',
    summary: 'What happened overnight, in numbers that open the cases',
    status: 200,
    answer: Today,
    problems: [],
    handle: async ({ actor, lang }) => {
      const today = deps.today()
      return inTenant(deps.db, actor.tenantId, async (tx) => {
        const cycle = await readCycle(tx, actor.tenantId, today)
        const since = cycle?.previous_on ?? addDays(today, -1)
        const numbers = await readNumbers(tx, actor.tenantId, { since, today })
        return {
          today,
          cycle: cycleWire(cycle),
          lines: CODES.map((code) =>
            line(code, numbers[code], { since, today, lang, rules: numbers.rules, deps }),
          ),
          stops: await stopsOut(tx, actor.tenantId, { since, today, lang }),
          ...(ANSWERS.includes(actor.role)
            ? await forManagers(tx, actor.tenantId, { today, lang, deps })
            : { alerts: [], short: [], proposals: 0 }),
        }
      })
    },
  })
}

/** Who answers for the work of others. */
const ANSWERS: readonly string[] = ['manager', 'compliance']

async function forManagers(
  tx: Tx,
  tenantId: bigint,
  { today, lang, deps }: { readonly today: Day; readonly lang: Language; readonly deps: ApiDeps },
): Promise<Pick<TodayWire, 'alerts' | 'short' | 'proposals'>> {
  const alerts = await alertsOut(tx, tenantId, { today, lang })
  return {
    alerts: alerts.filter((alert) => alert.holds === true),
    short: await loadWarnings(tx, tenantId, { deps, lang }),
    proposals: (await readProposals(tx, tenantId, { open: true })).length,
  }
}

/** What stopped a trial, whoever it was: everybody who works its cases should know. */
async function stopsOut(
  tx: Tx,
  tenantId: bigint,
  { since, today, lang }: { since: Day; today: Day; lang: Language },
): Promise<TodayWire['stops']> {
  const trials = await readTrials(tx, tenantId, {})
  return trials.flatMap((trial) =>
    trial.stops
      .filter(({ stoppedOn }) => stoppedOn > since && stoppedOn <= today)
      .map((stop) => ({ trial: trial.name, sentence: stopWords(trial, stop)[lang] })),
  )
}

type Numbers = Readonly<Record<TodayCode, Counted>> & { readonly rules: readonly RuleCount[] }

async function readNumbers(
  tx: Tx,
  tenantId: bigint,
  during: { since: Day; today: Day },
): Promise<Numbers> {
  const { today } = during
  const states = await countTreatments(tx, tenantId, today)
  const promises = await countPromiseEnds(tx, tenantId, during)
  const inState = (state: string): Counted => ({
    count: Number(states.find((row) => row.state === state)?.cases ?? 0n),
    amounts: [],
  })
  return {
    newly_behind: await countNewlyBehind(tx, tenantId, today),
    cured: { count: await countCured(tx, tenantId, today), amounts: [] },
    payments: await countPayments(tx, tenantId, during),
    promises_kept: { count: promises('kept'), amounts: [] },
    promises_broken: { count: promises('broken'), amounts: [] },
    sent: inState('sent'),
    deferred: inState('deferred'),
    denied: inState('denied'),
    listed: inState('listed'),
    awaiting_approval: inState('awaiting_approval'),
    planned: inState('planned'),
    withdrawn: inState('withdrawn'),
    unknown: { count: await countUnknown(tx, tenantId), amounts: [] },
    rules: await countRules(tx, tenantId, today),
  }
}

const cycleWire = (cycle: CycleRecord | undefined): TodayWire['cycle'] =>
  cycle === undefined
    ? null
    : {
        started_at: instantText(cycle.started_at),
        finished_at: cycle.finished_at === null ? null : instantText(cycle.finished_at),
        accounts: Number(cycle.accounts),
        treatments: Number(cycle.treatments),
      }

type Around = {
  readonly since: Day
  readonly today: Day
  readonly lang: Language
  readonly rules: readonly RuleCount[]
  readonly deps: ApiDeps
}

function line(code: TodayCode, counted: Counted, around: Around): TodayLine {
  const { lang, today } = around
  const state = code === 'deferred' || code === 'denied' ? code : undefined
  const rules = state === undefined ? [] : around.rules.filter((row) => row.state === state)
  return {
    code,
    count: counted.count,
    amounts: counted.amounts.map(({ minor, currency }) => moneyOf(minor, currency)),
    sentence: sentenceOf(code, counted, lang),
    cases: counted.count === 0 ? null : queryText(QUERIES[code](around)),
    by_rule: rules.map((row) => ({
      rule: row.rule,
      name: ruleName(row.rule, around.deps.law, lang),
      count: Number(row.cases),
      cases: queryText({
        state: 'any',
        verdict: row.state === 'deferred' ? 'defer' : 'deny',
        rule: row.rule,
        on: today,
      }),
    })),
  }
}

const queryText = (query: Readonly<Record<string, string>>) => new URLSearchParams(query).toString()

/** The list behind each number. */
const QUERIES: Readonly<Record<TodayCode, (around: Around) => Readonly<Record<string, string>>>> = {
  newly_behind: ({ today }) => ({ opened_on: today }),
  cured: ({ today }) => ({ closed_on: today }),
  payments: ({ since }) => ({ state: 'any', paid_since: since }),
  promises_kept: ({ since }) => ({ state: 'any', promise: 'kept', promise_since: since }),
  promises_broken: ({ since }) => ({ state: 'any', promise: 'broken', promise_since: since }),
  sent: ({ today }) => ({ state: 'any', treatment_state: 'sent', on: today }),
  deferred: ({ today }) => ({ state: 'any', treatment_state: 'deferred', on: today }),
  denied: ({ today }) => ({ state: 'any', treatment_state: 'denied', on: today }),
  listed: ({ today }) => ({ state: 'any', treatment_state: 'listed', on: today }),
  awaiting_approval: ({ today }) => ({
    state: 'any',
    treatment_state: 'awaiting_approval',
    on: today,
  }),
  planned: ({ today }) => ({ state: 'any', treatment_state: 'planned', on: today }),
  withdrawn: ({ today }) => ({ state: 'any', treatment_state: 'withdrawn', on: today }),
  unknown: () => ({ state: 'any', contact_state: 'unknown' }),
}

/** English: one, several; Chinese has one form. '{amounts}' appears only where there are amounts. */
type Sentence = { readonly one: string; readonly other: string; readonly zh: string }

const SENTENCES: Readonly<Record<TodayCode, Sentence>> = {
  newly_behind: {
    one: '{count} person fell behind, by {amounts}.',
    other: '{count} people fell behind, by {amounts}.',
    zh: '{count} 位借款人新逾期，逾期金额 {amounts}。',
  },
  cured: {
    one: '{count} person is up to date again.',
    other: '{count} people are up to date again.',
    zh: '{count} 位借款人已恢复正常还款。',
  },
  payments: {
    one: '{count} person paid {amounts}.',
    other: '{count} people paid {amounts}.',
    zh: '{count} 位借款人还款 {amounts}。',
  },
  promises_kept: {
    one: '{count} person kept a promise that ended.',
    other: '{count} people kept a promise that ended.',
    zh: '{count} 位借款人兑现了到期承诺。',
  },
  promises_broken: {
    one: '{count} person broke a promise that ended.',
    other: '{count} people broke a promise that ended.',
    zh: '{count} 位借款人未兑现到期承诺。',
  },
  sent: {
    one: 'A message went to {count} person.',
    other: 'Messages went to {count} people.',
    zh: '已联系 {count} 位借款人。',
  },
  deferred: {
    one: 'The rules put off contact with {count} person.',
    other: 'The rules put off contact with {count} people.',
    zh: '依规则顺延联系 {count} 位借款人。',
  },
  denied: {
    one: 'The rules barred contact with {count} person.',
    other: 'The rules barred contact with {count} people.',
    zh: '依规则不予联系 {count} 位借款人。',
  },
  listed: {
    one: '{count} person is on a worklist for a collector.',
    other: '{count} people are on the worklists of collectors.',
    zh: '{count} 位借款人已列入作业清单，待催收员处理。',
  },
  awaiting_approval: {
    one: 'A step for {count} person waits for approval.',
    other: 'Steps for {count} people wait for approval.',
    zh: '{count} 位借款人的处置待审批。',
  },
  planned: {
    one: 'Contact with {count} person is planned and still waits.',
    other: 'Contacts with {count} people are planned and still wait.',
    zh: '{count} 位借款人的联系已安排，尚待执行。',
  },
  withdrawn: {
    one: 'What was planned for {count} person was withdrawn.',
    other: 'What was planned for {count} people was withdrawn.',
    zh: '{count} 位借款人的安排已撤回。',
  },
  unknown: {
    one: 'Of a contact with {count} person nobody knows whether it was sent.',
    other: 'Of contacts with {count} people nobody knows whether they were sent.',
    zh: '{count} 位借款人的联系不确定是否已发出。',
  },
}

function sentenceOf(code: TodayCode, { count, amounts }: Counted, lang: Language): string {
  const { one, other, zh } = SENTENCES[code]
  const sentence = lang === 'zh' ? zh : count === 1 ? one : other
  if (amounts.length > 0) return sentence
  return sentence.replace(/,? ?(by )?\{amounts\}|，逾期金额 \{amounts\}| \{amounts\}/, '')
}
