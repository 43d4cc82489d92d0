import { setTimeout as sleep } from 'node:timers/promises'
import { dayIn, nowOf } from './clock.ts'
import type { Instant } from '../core/calendar.ts'
import { workBulk } from '../worker/bulk.ts'
import { tellDue } from '../worker/tell-out.ts'
import type { Open } from './context.ts'
import { webhookKeysOf } from './webhook-key.ts'

const EVERY_MS = 2000

export type Background = {
  /** Something waits: it is looked at now and not at the next turn. */
  readonly soon: () => void
  readonly stop: () => Promise<void>
}

/** Tells events and works jobs of many acts, one look after the other, until it is stopped. */
export async function openBackground(
  open: Open,
  of: { readonly zone: string; readonly sandbox: boolean; readonly say: (error: unknown) => void },
): Promise<Background> {
  const keys = await webhookKeysOf(open.home)
  const now = () => nowOf(open.home)
  const today = () => dayIn(of.zone, now())
  const wall = () => Date.now() as Instant
  const stopping = new AbortController()
  let wake = new AbortController()
  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      wake = new AbortController()
      try {
        await workBulk(open.db, open.tenantId, () => ({ now: now(), today: today() }))
        await tellDue({ db: open.db, keys, sandbox: of.sandbox, now, today, wall }, open.tenantId)
      } catch (error) {
        of.say(error)
      }
      const signal = AbortSignal.any([stopping.signal, wake.signal])
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined)
    }
  }
  const ended = work()
  return {
    soon: () => wake.abort(),
    stop: async () => {
      stopping.abort()
      await ended
    },
  }
}

/** The demo tells this machine itself; elsewhere FORBEAR_WEBHOOK_LOOPBACK=1 says so. */
export const sandboxOf = (demo: boolean, env: NodeJS.ProcessEnv = process.env): boolean =>
  demo || env['FORBEAR_WEBHOOK_LOOPBACK'] === '1'
