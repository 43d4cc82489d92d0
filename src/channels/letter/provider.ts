import type { Instant } from '../../core/calendar.ts'
import type { Db } from '../../store/db.ts'
import { inTenant } from '../../store/db.ts'
import { keepLetter, readPageFacts, type PageFacts } from '../../store/letter.ts'
import { lettersSaid } from '../../store/letter-read.ts'
import { LETTER_PROVIDER } from '../../store/letter-told.ts'
import { makeLink } from '../../store/pay-link.ts'
import { dayText } from '../../store/render.ts'
import type { Outgoing, Provider, SendAnswer } from '../channel.ts'
import { envelopeOf, placeOf, windowOf } from './address.ts'
import { codeOf, linkPartOf, shownCode } from './code.ts'
import { dropOpen, putOpen, sha256Of } from './folder.ts'
import { kindOf, needsSecondPerson, type LetterKind } from './kinds.ts'
import type { LetterLink, Typesetter } from './typeset.ts'

export type LetterOptions = {
  readonly typesetter: Typesetter
  readonly folderOf: (tenantId: bigint) => string
  /** Where codes lead, and what they are made with; undefined: letters bear no code. */
  readonly portal: { readonly url: string; readonly key: Uint8Array } | undefined
}

/** What takes longer is found by its record. That grows only while the permit lives: then its silence is proof. */
const PATIENCE_MS = 60_000
const LINK_DAYS = 60

/**
 * Letters on paper: sets the page and puts it into the day's batch. Its own record is complete, so what
 * it does not know was never taken.
 */
export const letterProvider = (db: Db, options: LetterOptions): Provider => ({
  name: LETTER_PROVIDER,
  patienceMs: PATIENCE_MS,
  absenceIsProof: true,
  send: (_contact, message) => take(db, message, options),
  lookUp: (refs) => lettersSaid(db, refs),
})

const refused = (why: string): SendAnswer => ({ is: 'refused', why })

async function take(db: Db, message: Outgoing, options: LetterOptions): Promise<SendAnswer> {
  const { ref, now } = message
  const begun = performance.now()
  if (now >= message.validUntil) return refused('past_its_validity')
  const facts = await inTenant(db, ref.tenantId, (tx) => readPageFacts(tx, ref, now))
  if (facts === undefined) return refused('unknown_permit')
  const kind = kindOf(facts.template)
  // Nobody poses as a lawyer: without one on record there is no such letter.
  if (kind === 'lawyers_letter' && facts.lawyer === undefined) return refused('no_lawyer_recorded')
  const to = windowOf(facts.name, message.to, facts.language)
  if (to === undefined) return refused('address_does_not_fit')
  const code = options.portal && codeOf(options.portal.key, ref)
  const set = await options.typesetter.set({
    kind,
    language: facts.language,
    sender: facts.sender,
    to,
    date: dateIn(message.body) ?? dayText(facts.on, facts.language),
    reference: shownReference(ref.attemptKey),
    body: message.body,
    signatory: kind === 'lawyers_letter' ? facts.lawyer : undefined,
    link: linkOf(options.portal?.url, code),
    madeAt: Math.floor(now / 1000),
  })
  if ('declined' in set) return refused(`${set.declined}: ${set.why}`.slice(0, 200))
  const setAt = (now + Math.ceil(performance.now() - begun)) as Instant
  if (setAt >= message.validUntil) return refused('past_its_validity')
  return keep(db, { message, facts, kind, code, set, setAt }, options)
}

type Ready = {
  readonly message: Outgoing
  readonly facts: PageFacts
  readonly kind: LetterKind
  readonly code: string | undefined
  readonly set: { readonly pdf: Buffer; readonly pages: number }
  readonly setAt: Instant
}

/** The file first: a row is the record that it is there. */
async function keep(db: Db, ready: Ready, options: LetterOptions): Promise<SendAnswer> {
  const { message, facts, kind, code, set, setAt } = ready
  const { ref } = message
  const folder = options.folderOf(ref.tenantId)
  await putOpen(folder, ref.attemptKey, set.pdf)
  const letter = {
    kind,
    bodyHash: message.hash,
    sha256: sha256Of(set.pdf),
    pages: set.pages,
    place: placeOf(message.to, facts.language),
    envelope: envelopeOf(set.pages),
    waits: needsSecondPerson(kind),
    lawyerNo: kind === 'lawyers_letter' ? facts.lawyer?.lawyerNo : undefined,
    on: facts.on,
  }
  const { portal } = options
  const isKept = await inTenant(db, ref.tenantId, async (tx) => {
    if (!(await keepLetter(tx, ref, letter, setAt))) return false
    if (portal === undefined || code === undefined) return true
    const { accountId, currency } = facts
    const link = { ...ref, accountId, amount: undefined, currency, days: LINK_DAYS, by: 'letter' }
    await makeLink(tx, ref.tenantId, { ...link, part: linkPartOf(portal.key, code) }, setAt)
    return true
  })
  if (isKept) return { is: 'accepted', providerRef: ref.attemptKey }
  await dropOpen(folder, ref.attemptKey)
  return refused('unknown_permit')
}

/** As the text itself writes its date: the last line of its head. */
const dateIn = (body: string): string | undefined =>
  (body.split('\n\n')[0] ?? '')
    .split('\n')
    .find((line) => /^(?:\d{4}年\d{1,2}月\d{1,2}日|\d{1,2} [A-Z][a-z]+ \d{4})$/.test(line))

/** What a person reads out on the phone: it finds the letter, and tells nothing. */
const shownReference = (attemptKey: string): string =>
  `${attemptKey.slice(0, 4)}-${attemptKey.slice(4, 8)}`.toUpperCase()

const linkOf = (url: string | undefined, code: string | undefined): LetterLink | undefined =>
  url === undefined || code === undefined
    ? undefined
    : { url: `${url}/p/c/${code}`, typedAt: `${url}/p/c`, code: shownCode(code) }
