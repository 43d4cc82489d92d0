import { readPayConfig } from '../channels/pay/config.ts'
import type { PaySettings } from '../channels/pay/settings.ts'
import { sha256Of } from '../channels/pay/signing.ts'
import type { Instant } from '../core/calendar.ts'
import { decimalText } from '../core/money.ts'
import { inTenant } from '../store/db.ts'
import { takeWord, type Took } from '../store/pay-event.ts'
import type { OpenTry } from '../store/pay-reconcile.ts'
import { openTries, readTries } from '../store/pay-try.ts'
import { placeAgain, readUnplaced, UNPLACED_WORDS } from '../store/pay-unplaced.ts'
import { accountOf, type PayAsked } from './pay-options.ts'
import { Stop, tableText } from './talk.ts'

/** `pay status [ACCOUNT]`: visits to providers' pages, and what nobody could place. */
export async function statusCommand(asked: PayAsked): Promise<void> {
  const { open, rest } = asked
  const { talk, tenantId } = open
  const { tries, unmatched } = await inTenant(open.db, tenantId, async (tx) => ({
    tries: await readTries(
      tx,
      tenantId,
      rest.length === 0 ? undefined : await accountOf(tx, asked),
    ),
    unmatched: await readUnplaced(tx, tenantId),
  }))
  const waiting = tries.filter((one) => one.state === 'created' || one.state === 'asked').length
  const rows = tries.map((one) => [
    one.ref,
    one.provider,
    `${one.amount.currency} ${decimalText(one.amount)}`,
    one.state,
  ])
  const head = (['payHeadRef', 'payHeadBy', 'payHeadAmount', 'payHeadState'] as const).map((key) =>
    talk.word(key),
  )
  talk.data(
    {
      visits: rows.map(([ref, provider, amount, state]) => ({ ref, provider, amount, state })),
      unmatched,
    },
    () =>
      [
        rows.length === 0 ? talk.word('payNone') : tableText(head, rows),
        talk.word('payOpenTries', { n: waiting }),
        talk.word('payUnmatched', { n: unmatched.length }),
        ...unmatched.map(
          (one) => `  ${one.provider} ${one.eventId} ${UNPLACED_WORDS[one.why][talk.language]}`,
        ),
      ].join('\n'),
  )
}

/** A message is told within minutes: before that nobody is asked. */
const PATIENCE_MS = 2 * 60_000
const PAGE = 200

/** `pay replay`: asks the providers about visits whose end nobody told, and places again what had no place. */
export async function replayCommand({ open, when }: PayAsked): Promise<void> {
  const { talk, tenantId } = open
  const settings = await readPayConfig(open.home)
  const providers = settings?.providers.filter((one) => one.tenantId === tenantId) ?? []
  const systems = settings?.systems.filter((one) => one.tenantId === tenantId) ?? []
  if (providers.length + systems.length === 0) throw new Stop(talk.word('payNoProviders'))
  const counts = { asked: 0, told: 0, n: 0, placed: 0 }
  let after = 0n
  for (;;) {
    const madeBefore = (when.now - PATIENCE_MS) as Instant
    const page = await inTenant(open.db, tenantId, (tx) =>
      openTries(tx, tenantId, { madeBefore, after, limit: PAGE }),
    )
    for (const visit of page) {
      counts.asked += 1
      const told = await hearAgain({ open, when }, providers, visit)
      counts.told += told.length
      counts.n += told.filter((took) => took.is === 'applied').length
    }
    after = page.at(-1)?.tryNo ?? after
    if (page.length < PAGE) break
  }
  counts.placed = (await placeAgain(open.db, tenantId, when)).placed
  talk.data(counts, () => talk.word('payReplayed', counts))
}

type Providers = PaySettings['providers']

async function hearAgain(
  { open, when }: Pick<PayAsked, 'open' | 'when'>,
  providers: Providers,
  visit: OpenTry,
): Promise<Took[]> {
  const found = providers.find((one) => one.provider.name === visit.provider)
  const { ref, providerRef, provider, tenantId } = visit
  const asked = await found?.provider.ask({ ref, providerRef, now: when.now })
  const told: Took[] = []
  for (const event of asked?.events ?? [])
    told.push(
      await takeWord(open.db, { tenantId, provider, bodyHash: sha256Of(event.id) }, event, when),
    )
  return told
}
