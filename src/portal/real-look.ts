import { linkPartOf, readCode, tenantOfCode } from '../channels/letter/code.ts'
import { officialValue, typedAs, type OfficialKey, type OfficialKind } from '../core/official.ts'
import type { Day } from '../core/calendar.ts'
import { findCertificate, type Certificate } from '../store/closure.ts'
import type { Tx } from '../store/db.ts'
import { findSigns, isOurs, type OfficialSign } from '../store/official.ts'
import { letterOf, linkMadeOn, type CheckAnswer } from '../store/official-check.ts'
import { findLink } from '../store/pay-link.ts'
import type { HouseRow } from '../store/portal-read.ts'
import type { PortalDeps } from './deps.ts'

/** What one look found; several where a text is two things at once. */
export type Found =
  | { readonly is: 'sign'; readonly sign: OfficialSign; readonly state: SignState }
  | { readonly is: 'house'; readonly kind: OfficialKind; readonly shown: string }
  /** A page of a provider: ours and others' money goes there. */
  | { readonly is: 'pay_page'; readonly shown: string }
  | { readonly is: 'letter'; readonly on: Day }
  /** That there is such a certificate, and which file it is; not for whom. */
  | { readonly is: 'certificate'; readonly made: Certificate }

export type SignState = 'ours' | 'other_creditor' | 'not_yet' | 'ended' | 'left'

export type Look = {
  readonly typed: string
  /** For whom the caller said to act; undefined where nobody was chosen. */
  readonly creditor: string | undefined
  readonly today: Day
  readonly house: HouseRow
  readonly countryCodes: readonly string[]
}

/** Everything that a typed text is here; nothing of a borrower, and nothing is remembered of the text. */
export async function lookUp(
  tx: Tx,
  deps: PortalDeps,
  tenantId: bigint,
  look: Look,
): Promise<readonly Found[]> {
  const keys = typedAs(look.typed, look.countryCodes)
  const signs = (await findSigns(tx, tenantId, keys)).map((sign): Found => ({
    is: 'sign',
    sign,
    state: stateOf(sign, look),
  }))
  // What is ours now says more than that it was once recorded otherwise.
  const now = signs.filter((one) => one.is === 'sign' && one.state === 'ours')
  const found = [...(now.length > 0 ? now : signs), ...ownPlaces(deps, tenantId, look, keys)]
  if (found.length > 0) return found
  const number = NUMBER.exec(look.typed.normalize('NFKC').trim())?.[0].replaceAll(/[\s-]/g, '')
  const made = number && (await findCertificate(tx, tenantId, number.toLowerCase()))
  if (made) return [{ is: 'certificate', made }]
  const on = await letterDay(tx, deps, tenantId, look.typed)
  return on === undefined ? [] : [{ is: 'letter', on }]
}

export const answerOf = (found: readonly Found[]): CheckAnswer => {
  if (found.length === 0) return 'unknown'
  return found.some((one) => one.is !== 'sign' || one.state === 'ours') ? 'ours' : 'ended'
}

function stateOf(sign: OfficialSign, { today, creditor }: Look): SignState {
  if (sign.hasLeft) return 'left'
  if (today < sign.beginsOn) return 'not_yet'
  if (!isOurs(sign, today)) return 'ended'
  const isForAnother =
    creditor !== undefined && sign.creditor !== null && sign.creditor !== creditor
  return isForAnother ? 'other_creditor' : 'ours'
}

/** The number and the site that every page names, these pages themselves, and the providers' pages. */
function ownPlaces(
  deps: PortalDeps,
  tenantId: bigint,
  { house }: Look,
  keys: readonly OfficialKey[],
): readonly Found[] {
  const isTyped = (kind: OfficialKind, text: string) => {
    const value = officialValue(kind, text)
    return value !== undefined && keys.some((one) => one.kind === kind && one.value === value)
  }
  const own = (kind: OfficialKind, text: string): readonly Found[] =>
    isTyped(kind, text) ? [{ is: 'house', kind, shown: text }] : []
  return [
    ...own('phone', house.phone),
    ...(officialValue('website', house.url) === officialValue('website', deps.pay.portalUrl)
      ? []
      : own('website', house.url)),
    ...own('website', deps.pay.portalUrl),
    ...payHosts(deps, tenantId)
      .filter((host) => isTyped('website', host))
      .map((host): Found => ({ is: 'pay_page', shown: host })),
  ]
}

/** Where a provider of the tenant takes money, as a browser names it. */
export const payHosts = (deps: PortalDeps, tenantId: bigint): readonly string[] => [
  ...new Set(
    deps.pay.providers
      .filter((one) => one.tenantId === tenantId)
      .flatMap(({ provider }) => provider.pageOrigins)
      .flatMap((origin) => officialValue('website', origin) ?? []),
  ),
]

/** As a closure certificate prints it. */
const NUMBER = /^(?:[0-9a-hjkmnp-tv-z]{4}[\s-]?){3}[0-9a-hjkmnp-tv-z]{4}$/i

const REFERENCE = /^[0-9a-f]{4}[\s-]?[0-9a-f]{4}$/i

/** By the code in its box or by its reference. That there is such a letter, and not to whom. */
async function letterDay(
  tx: Tx,
  deps: PortalDeps,
  tenantId: bigint,
  typed: string,
): Promise<Day | undefined> {
  const given = typed.normalize('NFKC').trim()
  if (REFERENCE.test(given))
    return letterOf(tx, tenantId, given.replaceAll(/[\s-]/g, '').toLowerCase())
  const code = readCode(given)
  if (code === undefined || tenantOfCode(code) !== tenantId) return undefined
  const token = `${tenantId.toString(32)}${linkPartOf(deps.key, code)}`
  const link = await findLink(tx, tenantId, { token, now: deps.now() })
  return link && linkMadeOn(tx, tenantId, link)
}
