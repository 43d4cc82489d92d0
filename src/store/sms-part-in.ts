import type { Instant } from '../core/calendar.ts'
import { inTenant, instantText, type Db, type Tx } from './db.ts'

type Of = {
  readonly from: string
  readonly to: string
  readonly reference: number
  readonly total: number
}
type Joint = Of & { readonly since: Instant; readonly parts: ReadonlyMap<number, string> }
type PartIn = Of & { readonly number: number; readonly text: string; readonly at: Instant }

/** Parts of long messages that people send, for one provider's connections of all processes. */
export function smsPartsIn(db: Db, tenantId: bigint, provider: string) {
  const keyOf = ({ from, to, reference, total }: Of) => [
    tenantId,
    provider,
    from,
    to,
    reference,
    total,
  ]
  return {
    /** Gives all that is kept of its message, with this part. */
    keep: (part: PartIn): Promise<Joint> =>
      inTenant(
        db,
        tenantId,
        async (tx) => {
          const words = JSON.stringify(part.text)
          await tx.query(KEEP, [...keyOf(part), part.number, words, instantText(part.at)])
          return { ...part, ...(await partsOf(tx, keyOf(part))) }
        },
        { retries: 3 },
      ),
    /** The whole is kept as a message. */
    forget: async (joint: Joint): Promise<void> => {
      await inTenant(db, tenantId, (tx) => tx.query(`delete ${OF_ONE}`, keyOf(joint)), {
        retries: 3,
      })
    },
    /** Of which nothing more came since `before`. */
    left: (before: Instant): Promise<readonly Joint[]> =>
      inTenant(db, tenantId, async (tx) => {
        const found = await tx.query<Of>(LEFT, [tenantId, provider, instantText(before)])
        const all: Joint[] = []
        for (const of of found.rows) all.push({ ...of, ...(await partsOf(tx, keyOf(of))) })
        return all
      }),
  }
}

async function partsOf(tx: Tx, key: readonly unknown[]) {
  const found = await tx.query<{ part_no: number; words: string; came_at: Instant }>(
    `select part_no, words, came_at ${OF_ONE} order by part_no`,
    [...key],
  )
  return {
    since: Math.min(...found.rows.map((row) => row.came_at)) as Instant,
    parts: new Map(found.rows.map((row) => [row.part_no, String(JSON.parse(row.words))])),
  }
}

const OF_ONE = `from sms_part where tenant_id = $1 and provider = $2 and from_number = $3 and to_number = $4
  and reference = $5 and total = $6`

// The carrier may give a part again; it came when it came first.
const KEEP = `
  insert into sms_part (tenant_id, provider, from_number, to_number, reference, total, part_no, words, came_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  on conflict (tenant_id, provider, from_number, to_number, reference, total, part_no)
  do update set words = excluded.words`

const LEFT = `
  select from_number as "from", to_number as "to", reference, total from sms_part
  where tenant_id = $1 and provider = $2
  group by from_number, to_number, reference, total having max(came_at) < $3
  order by max(came_at) limit 500`
