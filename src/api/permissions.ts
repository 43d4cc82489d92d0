import { z } from '@hono/zod-openapi'
import type { Instant } from '../core/calendar.ts'
import { CHANNELS } from '../core/channel.ts'
import { WINDOW_MS_MAX } from '../guard/judge.ts'
import type { Reason, Verdict } from '../guard/verdict.ts'
import { sayReason } from '../guard/words.ts'
import { readCase } from '../store/cases.ts'
import { inEvent, instantText, type Tx } from '../store/db.ts'
import type { BorrowerRef } from '../store/guard-facts.ts'
import { judgeChannels, type AskNow, type ChannelNow } from '../store/permissions.ts'
import type { ApiDeps } from './env.ts'
import { addressIdText } from './ids.ts'
import { maskAddress } from './mask.ts'
import { reasonWire, untilText } from './reasons.ts'
import { addRoute, type Api } from './route.ts'
import { AddressOut, CaseParams, Channels, InstantOut, ReasonOut } from './schemas.ts'
import type { CapWire, ChannelPermission, Language, PermissionsWire } from './wire.ts'
import { sayInstant } from './words.ts'

const Cap: z.ZodType<CapWire> = z
  .object({
    rule: z.string(),
    used: z.int(),
    limit: z.int(),
    days: z.int().nullable(),
    calendar: z.string().nullable(),
    free_at: InstantOut.nullable(),
    sentence: z.string(),
  })
  .openapi('Cap')

const Permission: z.ZodType<ChannelPermission> = z
  .object({
    channel: Channels,
    address: AddressOut.nullable(),
    decision: z.enum(['allow', 'defer', 'deny']),
    until: InstantOut.nullable(),
    closes_at: InstantOut.nullable(),
    sentence: z.string(),
    reasons: z.array(ReasonOut),
    caps: z.array(Cap),
    shared_cap: z.enum(['room', 'full']).nullable(),
  })
  .openapi('ChannelPermission')

export const PermissionsOut: z.ZodType<PermissionsWire> = z
  .object({ at: InstantOut, zones: z.array(z.string()), channels: z.array(Permission) })
  .openapi('Permissions')

export function addPermissions(api: Api, deps: ApiDeps): void {
  addRoute(api, deps, {
    route: 'GET /v1/cases/{id}/permissions',
    summary: 'For each channel: now, from when, or not, with every reason',
    params: CaseParams,
    status: 200,
    answer: PermissionsOut,
    problems: ['no_such_case'],
    handle: async ({ actor: { tenantId }, params, lang }) => {
      const asked = { borrowerId: params.id, now: deps.now(), today: deps.today(), lang }
      const { law, capKey } = deps
      const found = await inEvent(deps.db, tenantId, (tx) =>
        permissionsWire(tx, { ...asked, tenantId, law, capKey }),
      )
      return found ?? { declined: 'no_such_case' as const }
    },
  })
}

type AskedNow = BorrowerRef &
  Pick<AskNow, 'law' | 'now' | 'today'> &
  Pick<ApiDeps, 'capKey'> & { readonly lang: Language }

/** What the guard says at this moment of each channel; undefined: there is no such case. */
export async function permissionsWire(
  tx: Tx,
  { lang, ...ask }: AskedNow,
): Promise<PermissionsWire | undefined> {
  const found = await readCase(tx, ask.tenantId, ask.borrowerId, ask.today)
  if (found === undefined) return undefined
  const { lead_account_id: accountId, zones } = found
  const channels = await judgeChannels(tx, { ...ask, accountId, zones, channels: CHANNELS })
  const say = { now: ask.now, zone: zones[0] ?? 'UTC', lang }
  return {
    at: instantText(ask.now),
    zones,
    channels: channels.map((each) => permission(each, say)),
  }
}

const MINUTE_MS = 60_000

/** The end of the look-ahead is no end: it moves with whoever looks. */
const closesText = (closesAt: Instant, { now }: Pick<Say, 'now'>) =>
  closesAt >= now + WINDOW_MS_MAX ? null : untilText(closesAt)

type Say = { readonly now: Instant; readonly zone: string; readonly lang: Language }

function permission(
  { channel, address, verdict, shared }: ChannelNow,
  say: Say,
): ChannelPermission {
  if (address === undefined || verdict === undefined) {
    return {
      channel,
      address: null,
      decision: 'deny',
      until: null,
      closes_at: null,
      sentence: NO_ADDRESS[say.lang],
      reasons: [],
      caps: [],
      shared_cap: null,
    }
  }
  return {
    channel,
    address: {
      id: addressIdText(address.addressId),
      kind: address.kind,
      masked: maskAddress(address.kind, address.value),
      zone: address.zone ?? null,
      standing: address.standing,
    },
    decision: verdict.decision,
    until: verdict.decision === 'defer' ? untilText(verdict.until) : null,
    closes_at: verdict.decision === 'allow' ? closesText(verdict.closesAt, say) : null,
    sentence: sentenceOf(verdict, say),
    reasons: verdict.reasons.map((reason) => reasonWire(reason, say.lang, say.zone)),
    // Of a cap that others count in too, our own part says nothing: only yes or no is shown.
    caps: verdict.reasons
      .filter(({ rule }) => shared?.rules.includes(rule) !== true)
      .flatMap((reason) => capWire(reason, say)),
    shared_cap: shared === undefined ? null : shared.hasRoom ? 'room' : 'full',
  }
}

const NO_ADDRESS: Readonly<Record<Language, string>> = {
  en: 'No address that may be tried.',
  zh: '没有可以尝试的联系地址。',
}

/** One line for a button: the next lawful minute, or the first reason against. */
function sentenceOf(verdict: Verdict, { now, zone, lang }: Say): string {
  if (verdict.decision === 'deny') {
    const reason = verdict.reasons.find((each) => each.says === 'deny') ?? verdict.reasons[0]
    return reason === undefined ? '' : sayReason(reason, lang, zone)
  }
  if (verdict.decision === 'defer') {
    // Rounded up to a whole minute: what is said must not lie before the lawful instant.
    const minute = (Math.ceil(verdict.until / MINUTE_MS) * MINUTE_MS) as Instant
    const [at, wait] = [sayInstant(minute, zone, lang), sayWait(minute - now, lang)]
    return lang === 'zh'
      ? `对方当地时间 ${at} 起（${wait}后）。`
      : `From ${at} their time, in ${wait}.`
  }
  if (closesText(verdict.closesAt, { now }) === null)
    return lang === 'zh' ? '现在可以联系。' : 'Allowed now.'
  const closes = sayInstant(verdict.closesAt, zone, lang)
  return lang === 'zh'
    ? `现在可以联系，至对方当地时间 ${closes}。`
    : `Allowed now, until ${closes} their time.`
}

function sayWait(waitMs: number, lang: Language): string {
  const minutes = Math.ceil(waitMs / MINUTE_MS)
  if (minutes < 120) return lang === 'zh' ? `${minutes} 分钟` : `${minutes} min`
  const hours = Math.ceil(minutes / 60)
  if (hours < 48) return lang === 'zh' ? `${hours} 小时` : `${hours} h`
  const days = Math.ceil(hours / 24)
  return lang === 'zh' ? `${days} 天` : `${days} days`
}

/** How much of a cap is used: the rules' own count of what happened. */
function capWire(reason: Reason, { lang, zone }: Say): readonly CapWire[] {
  const { used, times, days, calendar } = reason.numbers
  if (typeof used !== 'number' || typeof times !== 'number') return []
  return [
    {
      rule: reason.rule,
      used,
      limit: times,
      days: typeof days === 'number' ? days : null,
      calendar: typeof calendar === 'string' ? calendar : null,
      free_at: untilText(reason.until),
      sentence: sayReason(reason, lang, zone),
    },
  ]
}
