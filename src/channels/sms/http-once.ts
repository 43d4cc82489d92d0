import { request as plain, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as secure } from 'node:https'

export type Once = {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly signal: AbortSignal
  readonly patienceMs: number
}

export type OnceAnswer =
  | { readonly is: 'answer'; readonly status: number; readonly text: string }
  /** No connection was ever made: not one octet of it left. */
  | { readonly is: 'not_sent'; readonly why: string }
  /** It may have arrived, and what came back cannot be read. */
  | { readonly is: 'lost'; readonly why: string }

const ANSWER_MAX = 256 * 1024

/**
 * One request over a connection of its own, never tried again by anything below us, and no redirect
 * is followed. Nothing of it is logged: it carries secrets and numbers.
 */
export function askOnce({
  method,
  url,
  headers,
  body,
  signal,
  patienceMs,
}: Once): Promise<OnceAnswer> {
  const isSecure = url.startsWith('https:')
  return new Promise((resolve) => {
    let isOut = false
    let request: ClientRequest | undefined
    const end = (why: string) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      resolve(isOut ? { is: 'lost', why } : { is: 'not_sent', why })
      request?.destroy()
    }
    const onAbort = () => end('given_up')
    const timer = setTimeout(() => end('no_answer'), patienceMs)
    if (signal.aborted) return end('given_up')
    signal.addEventListener('abort', onAbort)
    const octets = Buffer.from(body ?? '')
    request = (isSecure ? secure : plain)(
      url,
      {
        method,
        agent: false,
        headers: {
          'User-Agent': 'forbear',
          ...headers,
          ...(method === 'POST' ? { 'Content-Length': octets.length } : {}),
        },
      },
      (response) => {
        readAtMost(response).then(
          (text) => {
            if (text === undefined) return end('answer_too_long')
            clearTimeout(timer)
            signal.removeEventListener('abort', onAbort)
            resolve({ is: 'answer', status: response.statusCode ?? 0, text })
          },
          () => end('answer_cut'),
        )
      },
    )
    request.on('socket', (socket) => {
      socket.once(isSecure ? 'secureConnect' : 'connect', () => {
        isOut = true
      })
    })
    request.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? 'connection_lost'))
    request.end(octets)
  })
}

async function readAtMost(response: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of response as AsyncIterable<Buffer>) {
    length += part.length
    if (length > ANSWER_MAX) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
