import type { Context } from 'hono'
import { inTenant, type Tx } from '../store/db.ts'
import {
  codeOnItsWay,
  dropCode,
  planCode,
  readCodeWays,
  type CodeWay,
} from '../store/portal-code.ts'
import type { Language } from '../store/templates.ts'
import { sendCode, type CodeSent } from '../worker/send-code.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { networkHash, type PortalSession } from './session.ts'

/** Why a code did not leave. */
export type CodeFault = Exclude<CodeSent, 'sent'> | 'too_many'

type Who = Omit<PortalSession, 'until' | 'level'>

/** What a button sends that needs no choice of an address. */
export const FIRST = 'first'

/** A code that would come later than this opens nothing any more. */
const PERMIT_MS = 5 * 60_000

/** Another house on the same server sends by a process of its own. */
const canSend = (deps: PortalDeps, { tenantId }: Who): boolean =>
  deps.codes !== undefined && tenantId === deps.tenantId

/** The addresses to which a code can leave from here, what works first. */
export async function codeWaysOf(
  tx: Tx,
  deps: PortalDeps,
  session: Who,
): Promise<readonly CodeWay[]> {
  const all = canSend(deps, session) ? await readCodeWays(tx, session) : []
  return all.filter(({ channel }) => deps.codes?.channels[channel] !== undefined)
}

/**
 * The page on which a code is typed, for somebody who pressed a button that says that one is sent: to the first
 * address, unless they stopped that one. Which one it was, and another, stand there. One that is on its way stands.
 */
export async function wayToCode(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  { session, to }: { readonly session: Who; readonly to: string },
): Promise<string> {
  const { tenantId } = session
  const { way, sentTo } = await inTenant(deps.db, tenantId, async (tx) => ({
    way: (await codeWaysOf(tx, deps, session))[0],
    sentTo: await codeOnItsWay(tx, session, deps.now()),
  }))
  const page = codePath(to, c.get('lang'))
  if (sentTo !== undefined) return `${page}&is=sent&way=${sentTo}`
  if (way === undefined || way.isStopped) return page
  const sent = await sendTo(c, deps, { session, way })
  return `${page}&is=${sent}&way=${way.addressId}`
}

export const codePath = (to: string, lang: Language): string =>
  `/p/code?to=${encodeURIComponent(to)}&lang=${lang}`

export async function sendTo(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  { session, way }: { readonly session: Who; readonly way: CodeWay },
): Promise<'sent' | CodeFault> {
  const { tenantId, borrowerId } = session
  const [now, today] = [deps.now(), deps.today()]
  const wish = {
    addressId: way.addressId,
    networkHash: networkHash(deps, deps.addressOf(c.req.raw, c.env)),
    key: deps.key,
    now,
    today,
  }
  const planned = await inTenant(deps.db, tenantId, (tx) => planCode(tx, session, wish), {
    retries: 3,
  })
  if (planned.is === 'too_many') return 'too_many'
  if (planned.is !== 'planned' || deps.codes === undefined) return 'not_taken'
  const { treatmentId, code } = planned
  const asked = { code, addressId: way.addressId, at: now, despiteStop: way.isStopped }
  const sent = await sendCode(
    deps.db,
    { tenantId, borrowerId, treatmentId, asked },
    { ...deps.codes, today, clock: deps.now, permitLifeMs: PERMIT_MS },
  )
  if (sent !== 'sent') await inTenant(deps.db, tenantId, (tx) => dropCode(tx, session, treatmentId))
  return sent
}
