import type { Day } from '../core/calendar.ts'
import type { DayStep, WhyDay } from '../engine/why-day-words.ts'
import { instantText, type Tx } from './db.ts'
import { decisionsOf, type KeptDecision } from './decision.ts'
import type { BorrowerRef } from './guard-facts.ts'

/** More than a person is ever asked about in a day; what is beyond it is counted. */
const STEPS_MAX = 200

/** What was asked, chosen and sent about a person on one business day, as it was kept then. */
export async function readWhyDay(tx: Tx, ref: BorrowerRef, on: Day): Promise<WhyDay | undefined> {
  const [of] = (await tx.query<Of>(OF, [ref.tenantId, ref.borrowerId, on])).rows
  if (of === undefined) return undefined
  const kept = await decisionsOf(tx, ref, {
    from: instantText(of.from_at as never),
    until: instantText(of.until_at as never),
    limit: STEPS_MAX,
  })
  const chosen = await tx.query<Chosen>(CHOSEN, [ref.tenantId, ref.borrowerId, on])
  return {
    on,
    name: of.name,
    zone: of.zones[0] ?? of.zone,
    steps: kept.map(stepOf),
    chosen: chosen.rows.filter((row) => !kept.some((each) => each.treatmentId === row.treatmentId)),
  }
}

type Of = { name: string; zones: string[]; zone: string; from_at: number; until_at: number }
type Chosen = WhyDay['chosen'][number] & { treatmentId: bigint }

const OF = `select b.name, b.zones, t.zone, ($3::date)::timestamp at time zone t.zone as from_at,
    ($3::date + 1)::timestamp at time zone t.zone as until_at
  from borrower b join tenant t using (tenant_id) where b.tenant_id = $1 and b.borrower_id = $2`

const CHOSEN = `select t.treatment_id as "treatmentId", t.treatment, t.channel, t.strategy,
    t.strategy_version as "strategyVersion", t.stage, t.tone, t.row_no::int as "rowNo", t.state, t.worklist
  from treatment t where t.tenant_id = $1 and t.borrower_id = $2 and t.chosen_on = $3 order by t.treatment_id limit 50`

const stepOf = (kept: KeptDecision): DayStep => ({
  id: kept.verdictId,
  at: kept.judgedAt,
  channel: kept.channel,
  decision: kept.decision,
  until: kept.untilAt ?? undefined,
  rulesHash: kept.rulesHash,
  reasons: kept.reasons ?? [],
  chosen:
    kept.strategy === null || kept.treatment === null
      ? undefined
      : {
          treatment: kept.treatment,
          strategy: kept.strategy,
          strategyVersion: kept.strategyVersion ?? 0,
          stage: kept.stage ?? '',
          tone: kept.tone ?? '',
          rowNo: kept.rowNo ?? 0,
        },
  contact:
    kept.contactId === null
      ? undefined
      : {
          madeBy: kept.madeBy ?? '',
          state: kept.contactState ?? '',
          sentAt: kept.sendingAt ?? undefined,
          template: kept.template ?? '',
          templateVersion: kept.templateVersion ?? undefined,
          bodyHash: kept.bodyHash ?? undefined,
          words: kept.words ?? undefined,
          events: (kept.events ?? []).map(({ kind, effective_at: at }) => ({
            kind,
            at: Date.parse(at) as DayStep['at'],
          })),
        },
})
