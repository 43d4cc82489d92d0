import type { AppWay } from '../../engine/app-way.ts'
import type { Said } from '../../engine/contact.ts'
import type { Outgoing, Provider, SendAnswer } from '../channel.ts'
import type { MessageHook } from '../message-hook.ts'

/** One app: what it asks for, how it is asked, and how it tells. */
export type AppProvider = {
  readonly way: AppWay
  readonly provider: Provider
  readonly hook: MessageHook
}

export const APP_PATIENCE_MS = 20_000

/** The part that every app has in common: it takes no validity, and its record proves no absence. */
export function appProvider(
  { name, patienceMs = APP_PATIENCE_MS }: { readonly name: string; readonly patienceMs?: number },
  send: (
    message: Outgoing & Required<Pick<Outgoing, 'as'>>,
    signal: AbortSignal,
  ) => Promise<SendAnswer>,
): Provider {
  return {
    name,
    patienceMs,
    absenceIsProof: false,
    lookUp: () => Promise.resolve(new Map<string, Said>()),
    send: async (_contact, message, signal) => {
      const { as } = message
      if (message.now >= message.validUntil) return { is: 'refused', why: 'past_its_validity' }
      return as === undefined
        ? { is: 'refused', why: 'no_form_chosen' }
        : send({ ...message, as }, signal)
    },
  }
}

/** Our name of an attempt in the 32 letters and digits that apps take. */
export const shortKey = (attemptKey: string): string => attemptKey.replaceAll('-', '')

export function longKey(text: string): string | undefined {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(text)
  return parts?.slice(1).join('-')
}
