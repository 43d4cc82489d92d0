import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, day, dayNumber, type Instant } from '../src/core/calendar.ts'
import { channelBit } from '../src/core/channel.ts'
import { inTenant } from '../src/store/db.ts'
import { readPositions } from '../src/store/positions.ts'
import { compiledStrategies } from '../src/store/strategy-in-force.ts'
import { publishFolder } from '../src/store/strategy.ts'
import { chooseForBorrower, type AccountDecision } from '../src/strategy/borrower.ts'
import { decide } from '../src/strategy/decide.ts'
import { rowOf, type PositionColumns } from '../src/strategy/row.ts'
import { runCycle } from '../src/worker/cycle.ts'
import { rowsOf } from './cycle-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const ROOT = resolve(import.meta.dirname, '..')
const TODAY = day('2026-11-20')
const STRATEGIES = ['online-lender', 'bank', 'uk-gentle', 'reg-f-agency'] as const
const BORROWERS = 1500

/** Every column of a position drawn by hand of a seed; two accounts a borrower, in two portfolios. */
const BOOK = `
  insert into position (tenant_id, borrower_id, account_id, portfolio_id, product_id, currency, language,
    outstanding_minor, arrears_minor, instalments_missed, oldest_unpaid_due_on, counted_from, next_due_on,
    next_due_minor, last_payment_on, last_payment_minor, delinquent_since, cured_on, times_delinquent,
    paused, channels, last_attempt_on, last_conversation_on, unanswered_attempts, held_until, closed_on,
    touches, promise_until, promises_kept, promises_broken, promise_last, plan_since, plan_next_on,
    plan_oldest_on, risk, propensity, segment_id, zone_id, vulnerable, limitation_on, cost_minor,
    on_time_streak, quick_cures, as_of)
  select 1, n * 4611686018427387 + 77, n * 10 + k, 1 + (n + k) % ${STRATEGIES.length}, 1,
    (array['CNY', 'GBP', 'USD', 'AUD'])[1 + n % 4], (array['zh', 'en'])[1 + n % 2],
    r(9000000000), r(900000), r(9), when_($1, 200, .6), when_($1, 200, .3), when_($1, 60, .8) + 40,
    r(90000), when_($1, 90, .7), r(90000), when_($1, 200, .6), when_($1, 400, .5), r(9),
    case when random() < .2 then datemultirange(daterange($1::date - r(60)::int, $1::date - r(20)::int + 30)) end,
    r(63), when_($1, 30, .6), when_($1, 60, .5), r(9),
    case when random() < .1 then 'infinity' when random() < .2 then $1::date + r(30)::int - 10 end,
    case when random() < .05 then $1::date - r(9)::int + 3 end,
    case when random() < .4 then array[($1::date - date '1970-01-01' - 40) * 16 + r(5)::int,
      ($1::date - date '1970-01-01' - r(9)::int) * 16 + 8 + r(5)::int] end,
    when_($1, 20, .3) + 9, r(5), r(5), r(5), when_($1, 90, .3), when_($1, 30, .3) + 20, when_($1, 30, .3),
    r(1000), r(1001) - 1, r(3), r(3), random() < .1, when_($1, 2000, .4) + 1000, r(9000), r(30), r(5), $1
  from generate_series(1, ${BORROWERS}) n, generate_series(0, 1) k`

describe('the cycle over packed columns and compiled strategies', () => {
  let fresh: Fresh
  beforeAll(async () => {
    fresh = await freshDatabase()
    await publishFolder(fresh.db, 1n, resolve(ROOT, 'strategies'), resolve(ROOT, 'templates'))
    await inTenant(fresh.db, 1n, async (tx) => {
      for (const [i, strategy] of STRATEGIES.entries())
        await tx.query(
          `insert into portfolio (tenant_id, portfolio_id, code, name_zh, name_en, kind, creditor, firm_kind,
             jurisdictions, strategy) values (1, $1, $2, '测试', 'Book', 'host', 'Demo Bank', 'creditor', '{cn}', $2)`,
          [i + 1, strategy],
        )
      await tx.query(
        `insert into product (tenant_id, product_id, code, shape, delinquency) values (1, 1, 'loan', 'instalment', '{}')`,
      )
      await tx.query(
        `create function pg_temp.r(most bigint) returns bigint language sql volatile
           as 'select floor(random() * (most + 1))::bigint'`,
      )
      await tx.query(
        `create function pg_temp.when_(today date, back integer, share double precision) returns date language sql volatile
           as 'select case when random() < share then today - pg_temp.r(back)::integer end'`,
      )
      await tx.query('select setseed(0.42)')
      await tx.query(
        BOOK.replaceAll(/\b(r|when_)\(/g, 'pg_temp.$1(').replaceAll('$1', `'${TODAY}'::date`),
      )
      // The columns that no bigint fits are of sixteen bits.
      await tx.query(
        `insert into cadence (tenant_id, borrower_id, account_id, steps)
         select 1, borrower_id, account_id, '{"early-sms":[2,' || (date '${TODAY}' - date '1970-01-01' - account_id % 9)
           || '],"mid-call":[1,' || (date '${TODAY}' - date '1970-01-01' - account_id % 40) || ']}'
         from position where account_id % 3 = 0`,
      )
    })
  })
  afterAll(() => fresh.drop())

  test('each position is read as its columns say, field by field', async () => {
    const plain = await rowsOf<Record<string, unknown>>(
      fresh.db,
      `select p.*, paused::text as paused from position p order by borrower_id, account_id`,
    )
    const columns = plain.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
          value,
        ]),
      ),
    )
    await inTenant(fresh.db, 1n, async (tx) => {
      const reader = await readPositions(tx, 1n, { from: 0n, until: undefined })
      for (const wanted of columns) {
        expect(reader.next()).toBe(wanted['borrowerId'])
        expect(reader.row).toEqual(rowOf(wanted as unknown as PositionColumns))
      }
      expect(reader.next()).toBeUndefined()
    })
  })

  for (const later of [0, 1, 5])
    test(`on day ${later} the treatments are those that the interpreter chooses, row by row`, async () => {
      const today = addDays(TODAY, later)
      const wanted = await chosenByInterpreter(fresh, today)
      await runCycle(fresh.db, 1n, { today, now: 0 as Instant })
      const kept = await rowsOf<{ line: string }>(
        fresh.db,
        `select concat_ws(' ', borrower_id, account_id, strategy, stage, tone, row_no, treatment, channel,
           template, worklist, priority, approval, reward) as line
         from treatment where chosen_on = '${today}' order by 1`,
      )
      expect(kept.map((row) => row.line)).toEqual(wanted)
      expect(wanted.length).toBeGreaterThan(100)
    })
})

/** The same day by the plain interpreter, one account at a time, before the cycle has run. */
async function chosenByInterpreter(fresh: Fresh, today: ReturnType<typeof day>): Promise<string[]> {
  return inTenant(fresh.db, 1n, async (tx) => {
    const { champion } = await compiledStrategies(tx, 1n, { day: today })
    const reader = await readPositions(tx, 1n, { from: 0n, until: undefined })
    type Account = AccountDecision & { readonly strategy: string }
    const people = new Map<bigint, Account[]>()
    const used = new Map<bigint, number>()
    for (let id = reader.next(); id !== undefined; id = reader.next()) {
      const { row } = reader
      const { compiled, name } = champion(row.portfolio)
      const history = reader.history()
      const decision = decide(compiled, row, { today: dayNumber(today), history })
      // What the day chose before uses its channel, for the person and not for the account.
      for (const { out } of compiled.strategy.treatments.rules) {
        const channel = 'channel' in out.action ? out.action.channel : undefined
        if (history.get(out.treatment)?.lastOn !== dayNumber(today) || channel === undefined)
          continue
        used.set(id, (used.get(id) ?? 0) | channelBit(channel))
      }
      people.set(id, [
        ...(people.get(id) ?? []),
        { accountId: row.accountId, decision, strategy: name },
      ])
    }
    const lines: string[] = []
    for (const [borrower, [first, ...rest]] of people) {
      if (first === undefined) continue
      for (const { account, choice } of chooseForBorrower<Account>(
        [first, ...rest],
        used.get(borrower),
      ).chosen) {
        const { stage, tone, priority } = account.decision
        const { rowNo, treatment, channel, template, worklist, approval, reward } = choice
        lines.push(
          [
            borrower,
            account.accountId,
            account.strategy,
            stage,
            tone,
            rowNo,
            treatment,
            channel,
            template,
            worklist,
            priority,
            approval,
            reward,
          ]
            .filter((part) => part !== undefined)
            .join(' '),
        )
      }
    }
    return lines.toSorted((a, b) => (a < b ? -1 : 1))
  })
}
