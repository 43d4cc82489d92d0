import type { Instant } from '../../core/calendar.ts'
import type { AppTemplate } from './forms.ts'

export const SANDBOX_APPS = ['wechat', 'wecom', 'whatsapp'] as const
export type SandboxApp = (typeof SANDBOX_APPS)[number]

/** A request that reached the double of an app. */
export type AppCall = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: string
  readonly header: (name: string) => string | undefined
}

export type AppReply = { readonly status: number; readonly body: string }

/** A request as the app would call us, signed and sealed, not sent. */
export type AppPush = {
  readonly method: 'GET' | 'POST'
  /** The query that it adds to our address. */
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What a person there has: by what they did, as the app itself counts it. */
export type Person = {
  follows: boolean
  windowUntil: number
  left: number
  readonly consents: Map<string, number>
  /** What they have read, the newest last. */
  readonly read: string[]
}

export type Pushed = (push: AppPush) => void

/** One app, as its double plays it. */
export type AppDouble = {
  answer(call: AppCall, now: Instant): AppReply | undefined
  person(id: string): Person
  /** The person writes; undefined where the app lets nobody write. */
  says(id: string, text: string, now: Instant): void
  /** Every token that was given out is no longer good. */
  endTokens(): void
}

export type DoubleTools = {
  readonly templates: readonly AppTemplate[]
  /** Everybody is there, may be written to, and agreed: to try things out. */
  readonly everybody: boolean
  readonly push: Pushed
  readonly random: (bytes: number) => Uint8Array
}

export function peopleOf({ everybody }: Pick<DoubleTools, 'everybody'>): (id: string) => Person {
  const people = new Map<string, Person>()
  return (id) => {
    const known = people.get(id)
    if (known !== undefined) return known
    const made: Person = {
      follows: everybody,
      windowUntil: everybody ? Number.MAX_SAFE_INTEGER : 0,
      left: everybody ? Number.MAX_SAFE_INTEGER : 0,
      consents: new Map(),
      read: [],
    }
    people.set(id, made)
    return made
  }
}

/** What the person reads of a template, as the app itself puts it together; undefined: places are left. */
export function shownOf(
  { title, text }: AppTemplate,
  values: ReadonlyMap<string, string>,
): string | undefined {
  const used = new Set<string>()
  const body = text.replaceAll(
    /\{\{\s*([A-Za-z0-9_]+)(?:\.DATA)?\s*\}\}/g,
    (whole, name: string) => {
      used.add(name)
      return values.get(name) ?? whole
    },
  )
  if (/\{\{/.test(body) || [...values.keys()].some((name) => !used.has(name))) return undefined
  return title === undefined ? body : `${title}\n\n${body}`
}

export const jsonReply = (status: number, body: unknown): AppReply => ({
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

export type Fields = Readonly<Record<string, unknown>>

/** What is no JSON is no field at all. */
export function fieldsIn(body: string): Fields {
  try {
    const read: unknown = JSON.parse(body)
    return typeof read === 'object' && read !== null ? (read as Fields) : {}
  } catch {
    return {}
  }
}

export const innerOf = (of: Fields, name: string): Fields => {
  const value = of[name]
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

export const wordIn = (of: Fields, name: string): string => {
  const value = of[name]
  return typeof value === 'string' ? value : ''
}
