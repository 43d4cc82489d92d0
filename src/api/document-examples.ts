import { createHash } from 'node:crypto'
import type { Json } from './document.ts'

type Node = Readonly<Record<string, Json>>

/** What a text may be, in the order in which they are tried; the first that the schema takes is shown. */
const TEXTS: readonly string[] = [
  'Told on the telephone on 20 November',
  '2026-11-27',
  '2026-11-27T10:00:00.000Z',
  '2026-11-27T10:30',
  '10:30',
  'Europe/London',
  '30000',
  '1',
  'GBP',
  'GB',
  'gb',
  '44',
  'example',
  'https://lender.example/hooks',
  'person@lender.example',
  '+442079460000',
  createHash('sha256').update('example').digest('hex'),
]

/** What is written under a name, where its schema lets it be. */
const BY_NAME: Readonly<Record<string, string>> = {
  name: 'An example',
  source: 'letter of 3 November',
  reason: 'Asked for by the borrower',
  why: 'Asked for by the borrower',
  q: 'zhang',
  search: 'stage=early',
  url: 'https://lender.example/hooks',
  email: 'collector@demo.forbear.test',
  password: 'a password of yours',
  text: 'We would like to help. Please call us.',
  minor: '30000',
  ref: 'R-2026-1120',
  iban: 'DE89370400440532013000',
  finding: '1.1',
}

/** Of a day that has to be the first of a month. */
const MONTH = '2026-10-01'

const ONE = '0000000000001'

/** An example of what a schema takes: what has to be said, and where nothing has to, the first thing that may. */
export function exampleOf(document: Node, schema: Json | undefined, name = ''): Json | undefined {
  const of = resolved(document, schema)
  if (name === 'month') return MONTH
  for (const given of ['example', 'const', 'default']) if (of[given] !== undefined) return of[given]
  if (Array.isArray(of['enum'])) return of['enum'][0] as Json
  for (const any of ['anyOf', 'oneOf'])
    if (Array.isArray(of[any])) return exampleOf(document, (of[any] as readonly Json[])[0], name)
  if (Array.isArray(of['allOf']))
    return Object.assign(
      {},
      ...(of['allOf'] as readonly Json[]).map((part) => exampleOf(document, part, name)),
    ) as Json
  const type = Array.isArray(of['type']) ? of['type'][0] : of['type']
  if (type === 'object') return objectOf(document, of)
  if (type === 'array') return [exampleOf(document, of['items'], name) ?? null]
  if (type === 'boolean') return true
  if (type === 'integer' || type === 'number') return numberOf(of)
  return type === 'string' ? textOf(of, name) : undefined
}

function resolved(document: Node, schema: Json | undefined): Node {
  const of = (schema ?? {}) as Node
  const ref = of['$ref']
  if (typeof ref !== 'string') return of
  const found = ref
    .split('/')
    .slice(1)
    .reduce<Json | undefined>((at, key) => (at as Node | undefined)?.[key], document)
  return resolved(document, found)
}

function objectOf(document: Node, of: Node): Json {
  const members = Object.entries((of['properties'] ?? {}) as Node)
  const needed = (of['required'] ?? []) as readonly string[]
  const shown = members.filter(([name]) => needed.includes(name))
  const some = shown.length > 0 ? shown : members.slice(0, 1)
  const made = some.flatMap(([name, schema]) => {
    const example = exampleOf(document, schema, name)
    return example === undefined ? [] : [[name, example] as const]
  })
  return Object.fromEntries(made)
}

function numberOf(of: Node): number {
  const least = Number(of['minimum'] ?? Number(of['exclusiveMinimum'] ?? -1) + 1)
  return Math.min(Math.max(1, least), Number(of['maximum'] ?? Number.MAX_SAFE_INTEGER))
}

function textOf(of: Node, name: string): string {
  const pattern = typeof of['pattern'] === 'string' ? of['pattern'] : undefined
  const id = /^\^([a-z]{3,4})_.*\{(13|26)\}\$$/.exec(pattern ?? '')
  if (id !== null) return `${id[1]}_${id[2] === '26' ? ONE + ONE : ONE}`
  const [least, most] = [Number(of['minLength'] ?? 0), Number(of['maxLength'] ?? Infinity)]
  const matches = pattern === undefined ? undefined : new RegExp(pattern, 'u')
  const fits = (text: string) =>
    text.length >= least && text.length <= most && (matches?.test(text) ?? true)
  const format = typeof of['format'] === 'string' ? FORMATS[of['format']] : undefined
  const own = [format, BY_NAME[name]].filter((text) => text !== undefined)
  return [...own, ...TEXTS].find(fits) ?? ''
}

const FORMATS: Readonly<Record<string, string>> = {
  date: '2026-11-27',
  'date-time': '2026-11-27T10:00:00.000Z',
  email: 'collector@demo.forbear.test',
  uri: 'https://lender.example/hooks',
}

/** The document with an example beside the schema of every body that is asked for. */
export function withExamples(document: Node): Node {
  const paths = Object.entries((document['paths'] ?? {}) as Node).map(([path, methods]) => [
    path,
    Object.fromEntries(
      Object.entries(methods as Node).map(([method, operation]) => [
        method,
        withBody(document, operation as Node),
      ]),
    ),
  ])
  return { ...document, paths: Object.fromEntries(paths) as Json }
}

function withBody(document: Node, operation: Node): Node {
  const body = operation['requestBody'] as Node | undefined
  const content = body?.['content'] as Node | undefined
  const json = content?.['application/json'] as Node | undefined
  if (json === undefined) return operation
  const example = json['example'] ?? exampleOf(document, json['schema'])
  if (example === undefined) return operation
  return {
    ...operation,
    requestBody: { ...body, content: { ...content, 'application/json': { ...json, example } } },
  }
}
