/** One question to a provider over HTTPS. Nothing of it is logged: it carries secrets. */
export type HttpAsk = {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export type HttpAnswer =
  | {
      readonly status: number
      readonly text: string
      readonly header: (name: string) => string | undefined
    }
  /** Nothing came back that can be read; it may have been taken all the same. */
  | { readonly status: undefined; readonly why: string }

const PATIENCE_MS = 15_000
const ANSWER_MAX = 256 * 1024

/** A redirect is not followed: an answer from elsewhere is no answer of the provider. */
export async function askHttp(ask: HttpAsk): Promise<HttpAnswer> {
  assertSecure(ask.url)
  try {
    const answer = await fetch(ask.url, {
      method: ask.method,
      headers: { 'User-Agent': 'forbear', Accept: 'application/json', ...ask.headers },
      ...(ask.body === undefined ? {} : { body: ask.body }),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const text = await readAtMost(answer)
    if (text === undefined) return { status: undefined, why: 'answer_too_long' }
    return {
      status: answer.status,
      text,
      header: (name) => answer.headers.get(name) ?? undefined,
    }
  } catch (error) {
    const why = error instanceof Error ? error.name : 'error'
    return { status: undefined, why }
  }
}

async function readAtMost(answer: Response): Promise<string | undefined> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of answer.body ?? []) {
    length += part.length
    if (length > ANSWER_MAX) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** Plain HTTP only to this very machine, where the sandbox is. */
export function assertSecure(url: string): void {
  const { protocol, hostname } = new URL(url)
  const isHere = hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]'
  if (protocol === 'https:' || (protocol === 'http:' && isHere)) return
  throw new Error(`A payment provider is asked over HTTPS only, not ${protocol}//${hostname}.`)
}

export function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
