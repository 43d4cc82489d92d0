import type { Purpose } from '../guard/vocabulary.ts'

/**
 * Messages that ask for nothing: they go out whether anything is due or not, the law counts them as
 * what they are, and no strategy takes them for an attempt.
 */
const SERVICING: Readonly<Record<string, Purpose>> = {
  receipt: 'payment_confirmation',
  'settled-in-full': 'payment_confirmation',
  'promise-confirmed': 'plan_confirmation',
  // What the person asks for on their own pages, at the moment of asking.
  'own-code': 'answer_request',
  // What a person typed as the answer to a message.
  reply: 'reply',
}

export const isServicing = (template: string | undefined): boolean =>
  template !== undefined && template in SERVICING

export const purposeOf = (template: string | undefined): Purpose =>
  (template === undefined ? undefined : SERVICING[template]) ?? 'collect'

/** In SQL: what a payment or a new day withdraws is never such a message. */
export const NOT_SERVICING = `(template is null or template not in ('receipt', 'settled-in-full', 'promise-confirmed', 'own-code', 'reply'))`
