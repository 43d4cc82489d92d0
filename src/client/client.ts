import createClient, { type Client } from 'openapi-fetch'
import type { paths } from './types.ts'

export type ForbearClient = Client<paths>

export type ClientOptions = {
  /** Where the server is; on a page of its own nothing. */
  readonly url?: string
  /** A program's key; a page has its session instead. */
  readonly key?: string
  readonly fetch?: (request: Request) => Promise<Response>
}

/** A client whose paths, questions and answers are those of the document. */
export function openClient({ url = '', key, fetch }: ClientOptions = {}): ForbearClient {
  return createClient<paths>({
    baseUrl: url,
    credentials: 'same-origin',
    ...(fetch && { fetch }),
    headers: {
      accept: 'application/json',
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    },
  })
}
