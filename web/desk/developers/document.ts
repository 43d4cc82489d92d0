export type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly example?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly format?: string
  readonly minimum?: number
}

export type Parameter = {
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  readonly required?: boolean
  readonly description?: string
  readonly schema?: Schema
}

type Content = Readonly<Record<string, { readonly schema?: Schema; readonly example?: unknown }>>

type OperationMade = {
  readonly operationId: string
  readonly summary: string
  readonly tags?: readonly string[]
  readonly deprecated?: boolean
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Content }>
  >
}

export type ApiDocument = {
  readonly info: { readonly title: string; readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationMade>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

export type Operation = OperationMade & {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly tag: string
}

/** Every operation in the order of tags and paths. */
export function operationsOf(document: ApiDocument): readonly Operation[] {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, made]): Operation => ({
      ...made,
      path,
      method: method === 'get' ? 'GET' : 'POST',
      tag: made.tags?.[0] ?? '',
    })),
  )
  return all.toSorted((a, b) => order(a.tag, b.tag) || order(a.path, b.path))
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const DEPTH_MAX = 6

/** What a value of the schema could look like: its own examples, first choices, and what is needed. */
export function exampleOf(document: ApiDocument, given: Schema | undefined, depth = 0): unknown {
  if (given === undefined || depth > DEPTH_MAX) return null
  const name = given.$ref?.split('/').at(-1)
  const schema = name === undefined ? given : document.components.schemas[name]
  if (schema === undefined) return null
  if (schema.example !== undefined) return schema.example
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  const [first] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []
  if (first !== undefined) return exampleOf(document, first, depth + 1)
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0]
  if (type === 'array') return [exampleOf(document, schema.items, depth + 1)]
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  if (type === 'boolean') return true
  if (type !== 'object') return schema.format === 'date' ? '2026-11-21' : ''
  const members = Object.entries(schema.properties ?? {})
  const needed = members.filter(([member]) => schema.required?.includes(member) ?? false)
  return Object.fromEntries(
    needed.map(([member, each]) => [member, exampleOf(document, each, depth + 1)]),
  )
}

export const bodyOf = (operation: Operation): Schema | undefined =>
  operation.requestBody?.content['application/json']?.schema

/** The example that stands beside the schema of a body. */
export const givenExample = (operation: Operation): unknown =>
  operation.requestBody?.content['application/json']?.example

/** The one scope of a key; undefined: no key may. */
export function scopeOf(operation: Operation): string | undefined {
  const key = operation.security?.find((needs) => 'key' in needs)?.['key']
  return key === undefined ? undefined : (key[0] ?? '')
}

/** The same question as a program asks it. */
export function curlOf(operation: Operation, origin: string, body: string | undefined): string {
  const isOnce = operation.parameters?.some((each) => each.name === 'Idempotency-Key') ?? false
  const lines = [
    `curl -X ${operation.method} '${origin}${operation.path}'`,
    `  -H 'Authorization: Bearer fbk_…'`,
    ...(isOnce ? [`  -H 'Idempotency-Key: your-own-key'`] : []),
    ...(body === undefined
      ? []
      : [`  -H 'Content-Type: application/json'`, `  -d '${body.replaceAll("'", "'\\''")}'`]),
  ]
  return lines.join(' \\\n')
}
