import type { Teaches } from '../../engine/app-way.ts'
import type { SendAnswer } from '../channel.ts'
import { assertSecure, readJson } from '../pay/http.ts'
import { askOnce, type OnceAnswer } from '../sms/http-once.ts'

/** WeChat and WeCom: a token that is asked for, lives two hours and may end before that, and answers with `errcode`. */
export type WeixinApi = {
  post(path: string, body: unknown, signal: AbortSignal): Promise<WeixinAnswer>
}

export type WeixinAnswer =
  | { readonly is: 'answer'; readonly code: number; readonly text: string }
  /** Not one octet of the message left. */
  | { readonly is: 'not_sent'; readonly why: string }
  | { readonly is: 'lost'; readonly why: string }

export type WeixinOptions = {
  readonly api: string
  readonly patienceMs: number
  /** How the token is asked for. */
  readonly token: {
    readonly method: 'GET' | 'POST'
    readonly path: string
    readonly body?: unknown
  }
}

/** The codes that say that the token is not, or no longer, good: nothing was taken. */
const TOKEN_ENDED: ReadonlySet<number> = new Set([40001, 40014, 41001, 42001])
/** A new one is asked for before the old one ends. */
const EARLY_MS = 300_000

type Token = { readonly text: string; readonly until: number }

export function weixinApi(options: WeixinOptions): WeixinApi {
  assertSecure(options.api)
  let known: Token | undefined
  let asking: Promise<Token | undefined> | undefined
  const token = async (): Promise<Token | undefined> => {
    if (known !== undefined && performance.now() < known.until) return known
    asking ??= askToken(options).finally(() => {
      asking = undefined
    })
    known = await asking
    return known
  }
  const once = async (path: string, body: unknown, signal: AbortSignal) => {
    const good = await token()
    if (good === undefined) return { is: 'not_sent', why: 'no_token' } as const
    const answer = await ask(options, { path: `${path}?access_token=${good.text}`, body, signal })
    const read = readAnswer(answer)
    if (read.is === 'answer' && TOKEN_ENDED.has(read.code) && known === good) known = undefined
    return read
  }
  return {
    post: async (path, body, signal) => {
      const first = await once(path, body, signal)
      // Its own word that the token was not good: nothing was taken, so it may be offered once more.
      const isEnded = first.is === 'answer' && TOKEN_ENDED.has(first.code)
      return isEnded ? once(path, body, signal) : first
    },
  }
}

type Ask = { readonly path: string; readonly body?: unknown; readonly signal: AbortSignal }

const ask = (
  { api, patienceMs }: WeixinOptions,
  { path, body, signal }: Ask,
  method: 'GET' | 'POST' = 'POST',
): Promise<OnceAnswer> =>
  askOnce({
    method,
    url: `${api.replace(/\/+$/, '')}${path}`,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
    signal,
    // A token may have to be asked for twice, and the message offered twice, within the caller's patience.
    patienceMs: patienceMs * 0.22,
  })

async function askToken(options: WeixinOptions): Promise<Token | undefined> {
  const { method, path, body } = options.token
  const answer = await ask(options, { path, body, signal: new AbortController().signal }, method)
  if (answer.is !== 'answer') return undefined
  const read = readJson(answer.text) as { access_token?: unknown; expires_in?: unknown } | undefined
  const { access_token: text, expires_in: seconds } = read ?? {}
  if (typeof text !== 'string' || !/^[\w-]{1,512}$/.test(text)) return undefined
  const lifeMs = typeof seconds === 'number' ? seconds * 1000 : 0
  return { text, until: performance.now() + Math.max(1000, lifeMs - EARLY_MS) }
}

function readAnswer(answer: OnceAnswer): WeixinAnswer {
  if (answer.is !== 'answer') return answer
  const read = readJson(answer.text) as { errcode?: unknown } | undefined
  if (answer.status !== 200 || typeof read?.errcode !== 'number')
    return { is: 'lost', why: `HTTP ${answer.status}` }
  return { is: 'answer', code: read.errcode, text: answer.text }
}

export type Codes = {
  /** About who we are and how much we may: the message itself may be offered elsewhere or later. */
  readonly ours: ReadonlySet<number>
  readonly teaches: Readonly<Record<number, Teaches>>
}

/** -1 is "busy", which does not say that nothing was taken; every other code is a refusal. */
export function sendAnswer(
  answer: WeixinAnswer,
  { ours, teaches }: Codes,
  refOf: (text: string) => string,
): SendAnswer {
  if (answer.is === 'lost') return { is: 'unclear', why: answer.why }
  if (answer.is === 'not_sent') return { is: 'refused', why: answer.why, elsewhere: true }
  const { code, text } = answer
  if (code === 0) return { is: 'accepted', providerRef: refOf(text) }
  const why = `errcode ${code}`
  if (code < 0) return { is: 'unclear', why }
  if (ours.has(code) || TOKEN_ENDED.has(code)) return { is: 'refused', why, elsewhere: true }
  const taught = teaches[code]
  return taught === undefined ? { is: 'refused', why } : { is: 'refused', why, teaches: taught }
}

/** Numbers of messages are longer than a JSON number is exact. */
export const numberIn = (text: string, name: string): string | undefined =>
  new RegExp(`"${name}"\\s*:\\s*"?([0-9]{1,30})`).exec(text)?.[1]
