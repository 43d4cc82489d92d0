import type { Day, Instant } from '../core/calendar.ts'
import { chainLines, entryOf, sealOf, TIMELINE, type Manifest } from '../evidence/bundle.ts'
import { sha256Of, type SealKey } from '../evidence/seal.ts'
import type { Sink, TarFile } from '../evidence/tar.ts'
import { instantText, type Tx } from '../store/db.ts'
import type { BorrowerRef } from '../store/guard-facts.ts'
import { readLooks } from '../store/looks.ts'
import {
  keepExport,
  readOthers,
  readPerson,
  withoutOthers,
  withoutOthersInJson,
  type PersonTable,
} from '../store/person-read.ts'
import { readPersonFiles } from '../store/person-files.ts'
import { readThread } from '../store/thread.ts'
import { readTimeline, type TimelineKey, type TimelineRecord } from '../store/timeline.ts'
import { toKept } from '../store/verdict-text.ts'
import { readWhyDay } from '../store/why-day.ts'
import { handOutFiles, type Handed } from './person-attached.ts'
import { escaped, personPage, type PersonPage } from './person-page.ts'
import { timelineSentence } from './timeline-words.ts'

export type PersonExport = {
  readonly files: readonly Manifest['files'][number][]
  readonly manifestHash: string
  readonly exportId: bigint
  readonly ref: string
}

type Asked = {
  readonly by: string
  readonly reason: string
  readonly now: Instant
  readonly key: SealKey
  /** The home folder, where recordings, letters and what was handed in lie. */
  readonly home: string | undefined
  /** More than this together is not put into one archive; undefined: no limit. */
  readonly bytesMax?: number
}

export type TooLarge = { readonly declined: 'export_too_large'; readonly bytes: number }

/**
 * Everything about a person, sealed: pages to read, rows for machines, the chained timeline, and the bytes
 * of every recording, letter and file. One file is in memory at a time. That it was made is kept in the same
 * transaction, beside the other looks; the caller ends or drops what was written.
 */
export async function exportPerson(
  tx: Tx,
  ref: BorrowerRef,
  asked: Asked,
  sink: Pick<Sink, 'add'>,
): Promise<PersonExport | TooLarge | undefined> {
  const [who] = (await tx.query<Who>(WHO, [ref.tenantId, ref.borrowerId])).rows
  if (who === undefined) return undefined
  const others = await readOthers(tx, ref)
  const clean = withoutOthers(others)
  const cleanPage = withoutOthers([...others, ...others.map(escaped)])
  const cleanJson = withoutOthersInJson(clean)
  const timeline = await wholeTimeline(tx, ref)
  const tables = await readPerson(tx, ref)
  const { text, end } = chainLines(timeline.map((row) => cleanJson(lineOf(row))))
  const attached = await readPersonFiles(tx, ref)
  const bytes = attached.reduce((sum, one) => sum + (one.gone === null ? (one.bytes ?? 0) : 0), 0)
  if (asked.bytesMax !== undefined && bytes > asked.bytesMax)
    return { declined: 'export_too_large', bytes }
  const entries: Manifest['files'][number][] = []
  const add = async (file: TarFile) => {
    await sink.add(file)
    entries.push(entryOf(file))
  }
  const handed = await handOutFiles(attached, { tenantId: ref.tenantId, home: asked.home, add })
  const page = await pageOf(tx, ref, { who, timeline, tables, asked, handed })
  for (const lang of ['en', 'zh'] as const)
    await add(fileOf(`index.${lang}.html`, cleanPage(personPage(page, lang))))
  await add(fileOf(TIMELINE, text))
  await add(fileOf(FILES, `${JSON.stringify({ files: handed }, null, 2)}\n`))
  for (const { table, lines } of tables)
    await add(fileOf(dataName(table), cleanJson(lines.map((line) => `${line}\n`).join(''))))
  const about = {
    person: who.ref,
    made_at: instantText(asked.now),
    made_by: who.trading_name,
    reason: clean(asked.reason),
  }
  const sealed = sealOf(
    entries,
    { about, timeline: { items: timeline.length, chain: end } },
    asked.key,
  )
  for (const file of sealed) await add(file)
  const manifestHash = sha256Of(sealed[0].bytes)
  const made = { by: asked.by, reason: asked.reason, manifestHash, files: entries.length }
  return { files: entries, manifestHash, exportId: await keepExport(tx, ref, made), ref: who.ref }
}

const FILES = 'files.json'

type Who = { readonly name: string; readonly ref: string; readonly trading_name: string }

const WHO = `select b.name, b.ref, t.trading_name from borrower b join tenant t using (tenant_id)
  where b.tenant_id = $1 and b.borrower_id = $2`

const dataName = (table: string) => `data/${table}.jsonl`
const fileOf = (name: string, text: string): TarFile => ({ name, bytes: Buffer.from(text, 'utf8') })

/** An item with its sentence in both languages, so that it can be read without this program. */
const lineOf = (row: TimelineRecord): string =>
  toKept({
    ...row,
    account_id: row.account_id?.toString() ?? null,
    minor: row.minor?.toString() ?? null,
    at: instantText(row.at),
    recorded_at: instantText(row.recorded_at),
    en: timelineSentence(row, 'en'),
    zh: timelineSentence(row, 'zh'),
  })

/** The oldest first, so that what comes later lengthens the chain and changes none of it. */
async function wholeTimeline(tx: Tx, ref: BorrowerRef): Promise<readonly TimelineRecord[]> {
  const all: TimelineRecord[] = []
  let after: TimelineKey | undefined
  do {
    const asked = { borrowerId: ref.borrowerId, kind: undefined, after, limit: 1000 }
    const { rows, next } = await readTimeline(tx, ref.tenantId, asked)
    all.push(...rows)
    after = next
  } while (after !== undefined)
  return all.toReversed()
}

const DAYS_MAX = 400

async function pageOf(
  tx: Tx,
  ref: BorrowerRef,
  of: {
    readonly who: Who
    readonly timeline: readonly TimelineRecord[]
    readonly tables: readonly PersonTable[]
    readonly asked: Asked
    readonly handed: readonly Handed[]
  },
): Promise<PersonPage> {
  const { who, timeline, tables, asked, handed } = of
  const days = await tx.query<{ on: Day }>(
    `select distinct (v.judged_at at time zone t.zone)::date as on from verdict v join tenant t using (tenant_id)
      where v.tenant_id = $1 and v.borrower_id = $2 order by 1 desc limit ${DAYS_MAX}`,
    [ref.tenantId, ref.borrowerId],
  )
  const read = []
  for (const { on } of days.rows) read.push(await readWhyDay(tx, ref, on))
  const addresses = await tx.query<{ kind: string; value: string }>(
    'select kind, value from address where tenant_id = $1 and borrower_id = $2 order by kind, value',
    [ref.tenantId, ref.borrowerId],
  )
  const { rows: looks } = await readLooks(tx, ref.tenantId, {
    borrowerId: ref.borrowerId,
    limit: 5000,
  })
  return {
    name: who.name,
    ref: who.ref,
    sender: who.trading_name,
    madeAt: instantText(asked.now),
    addresses: addresses.rows,
    timeline,
    thread: (await readThread(tx, ref, { after: undefined, limit: 5000 })).rows,
    days: read.filter((day) => day !== undefined),
    looks,
    handed,
    files: [TIMELINE, FILES, ...tables.map(({ table }) => dataName(table))],
    publicKey: asked.key.publicKey,
  }
}
