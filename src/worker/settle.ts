import type { Channels, Provider } from '../channels/channel.ts'
import type { Instant } from '../core/calendar.ts'
import type { Say } from '../core/words.ts'
import { absenceSays, type ContactState, type Said } from '../engine/contact.ts'
import { coversAll } from '../engine/received.ts'
import { openContacts, recordTold, withdrawExpired, type OpenContact } from '../store/contact.ts'
import type { Db } from '../store/db.ts'
import type { BorrowerRange } from '../store/positions.ts'
import { settleStrays } from '../store/receipt-in.ts'

export type SettleOptions = {
  readonly channels: Channels
  readonly clock: () => Instant
  readonly bucket: BorrowerRange
  /** Contacts in 'sending' of this name are alive; those of every other run were interrupted. */
  readonly madeBy: string
  readonly states: readonly ContactState[]
  readonly say?: Say | undefined
}

/** For so long a provider is asked about what it took: letters, and mails of some, never come to more. */
const ASKED_MS = 30 * 86_400_000

/** Counts of the contacts that moved, by what they became. */
export type Settled = Record<string, number>

/**
 * Brings contacts to rest from the providers' own records: an interrupted send becomes 'unknown', an
 * unknown one what the provider says, a permit past its end is withdrawn. Nothing is sent here. That
 * a run is still alive does no harm: its own answer is more final than 'unknown'.
 */
export async function settleOpenContacts(
  db: Db,
  tenantId: bigint,
  options: SettleOptions,
): Promise<Settled> {
  await settleStrays(db, tenantId)
  const settled: Settled = {}
  let after = { borrowerId: -1n, contactId: 0n }
  for (;;) {
    const { states, bucket: range, madeBy: notMadeBy } = options
    const acceptedSince = (options.clock() - ASKED_MS) as Instant
    const ask = { states, range, after, notMadeBy, acceptedSince }
    const page = await openContacts(db, tenantId, ask)
    const last = page.at(-1)
    if (last === undefined) return settled
    await settlePage(db, page, options, settled)
    after = last
  }
}

/** Receipts by asking: what the providers know of everything that is accepted or unknown. */
export const collectReceipts = (
  db: Db,
  tenantId: bigint,
  options: Pick<SettleOptions, 'channels' | 'clock' | 'say'> & { readonly bucket?: BorrowerRange },
): Promise<Settled> =>
  settleOpenContacts(db, tenantId, {
    ...options,
    bucket: options.bucket ?? { from: 0n, until: undefined },
    madeBy: '',
    states: ['accepted', 'unknown'],
  })

async function settlePage(
  db: Db,
  page: readonly OpenContact[],
  options: SettleOptions,
  settled: Settled,
): Promise<void> {
  const now = options.clock()
  const { record, silent } = await askProviders(page, options, now)
  for (const contact of page) {
    if (contact.state === 'permitted') {
      if (contact.expiresAt > now) continue
      settled['withdrawn'] = (settled['withdrawn'] ?? 0) + (await withdrawExpired(db, contact, now))
      continue
    }
    // Of a provider that did not answer, nothing is known: no record is no proof then.
    if (silent.has(contact.channel)) continue
    const said = record.get(contact.attemptKey) ?? silence(contact, options.channels, now)
    const isNews = said !== contact.state
    if (!isNews) continue
    // Proof that nothing was taken: the step is asked for anew, as if it had never been tried.
    const again = said === 'never_accepted' ? now : undefined
    const told = { said, at: now, detail: { from: 'record' }, again }
    const became = await recordTold(db, contact, told)
    if (became !== contact.state) settled[became] = (settled[became] ?? 0) + 1
  }
}

async function askProviders(
  page: readonly OpenContact[],
  { channels, say }: SettleOptions,
  now: Instant,
): Promise<{ readonly record: ReadonlyMap<string, Said>; readonly silent: ReadonlySet<string> }> {
  const record = new Map<string, Said>()
  const silent = new Set<string>()
  for (const [channel, provider] of Object.entries(channels) as [string, Provider][]) {
    const refs = page.filter((c) => c.channel === channel && c.state !== 'permitted')
    if (refs.length === 0) continue
    try {
      for (const [key, said] of await provider.lookUp(refs, now)) record.set(key, said)
    } catch (error) {
      silent.add(channel)
      const why = error instanceof Error ? error.message : String(error)
      say?.({
        en: `Provider ${provider.name} could not be asked what it knows of ${refs.length} contacts: ${why}`,
        zh: `无法向供应商 ${provider.name} 查询 ${refs.length} 次联系的结果：${why}`,
      })
    }
  }
  return { record, silent }
}

/**
 * No record: only from a provider whose record is complete, that is the one which was given it, and only
 * after the expiry, a proof.
 */
function silence(contact: OpenContact, channels: Channels, now: Instant): Said {
  if (contact.state === 'accepted') return 'accepted'
  const provider = channels[contact.channel]
  if (provider?.absenceIsProof !== true || !coversAll(provider.name, contact.provider ?? ''))
    return 'unknown'
  return absenceSays(now, contact.expiresAt)
}
