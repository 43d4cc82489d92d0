import { z } from 'zod'
import { HEARD, type HeardOne } from '../core/hear/heard.ts'
import { assertSecure, readJson } from './pay/http.ts'
import { askOnce } from './sms/http-once.ts'

export type ModelOptions = {
  readonly url: string
  readonly secret?: string | undefined
  readonly timeoutMs: number
}

export type ModelAnswer =
  | { readonly is: 'heard'; readonly name: string; readonly classes: readonly HeardOne[] }
  /** Slow, broken or not understood: the rules stand alone. */
  | { readonly is: 'silent'; readonly why: string }

/** A tenant's own model, asked for one text. It never throws. */
export type HearModel = (text: string, language: 'zh' | 'en') => Promise<ModelAnswer>

const Name = z.string().regex(/^[A-Za-z0-9._-]{1,40}$/)
const Answer = z.strictObject({
  model: z.strictObject({ name: Name, version: Name }),
  classes: z
    .array(z.strictObject({ what: z.enum(HEARD), words: z.string().max(500).default('') }))
    .max(HEARD.length),
})

/** By the contract hear/v1 of docs/hear.md: the words alone go out, no name, number or amount of ours. */
export const hearModel =
  ({ url, secret, timeoutMs }: ModelOptions): HearModel =>
  async (text, language) => {
    assertSecure(url)
    const answer = await askOnce({
      method: 'POST',
      url,
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        ...(secret === undefined ? {} : { Authorization: `Bearer ${secret}` }),
      },
      body: JSON.stringify({ apiVersion: 'hear/v1', text, language }),
      signal: AbortSignal.timeout(timeoutMs),
      patienceMs: timeoutMs,
    })
    if (answer.is !== 'answer') return { is: 'silent', why: answer.why }
    if (answer.status !== 200) return { is: 'silent', why: `HTTP ${answer.status}` }
    const read = Answer.safeParse(readJson(answer.text))
    if (!read.success) return { is: 'silent', why: 'not_readable' }
    const { model, classes } = read.data
    return {
      is: 'heard',
      name: `${model.name}/${model.version}`,
      // Nobody is shown as having written what a model made up.
      classes: classes.map(({ what, words }) => ({
        what,
        certainty: 'unsure',
        words: text.includes(words) ? words : '',
      })),
    }
  }
