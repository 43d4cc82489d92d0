import type { Document, Json } from './document.ts'

type Node = Readonly<Record<string, Json>>

/** Whether the reader of a schema sends it or is sent it: what breaks the one may help the other. */
type Way = 'in' | 'out'

type Both = { readonly before: Document; readonly after: Document; readonly found: string[] }

const node = (value: Json | undefined): Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {}
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])

/** What a program that was written by one document would trip over in another: each in words. */
export function breaksOf(before: Document, after: Document): readonly string[] {
  const both: Both = { before, after, found: [] }
  for (const [path, methods] of Object.entries(node(before['paths'])))
    for (const [method, operation] of Object.entries(node(methods))) {
      const name = `${method.toUpperCase()} ${path}`
      const now = node(node(node(after['paths'])[path])[method])
      if (Object.keys(now).length === 0) both.found.push(`${name} is gone`)
      else operationBreaks(both, name, node(operation), now)
    }
  return both.found
}

function operationBreaks(both: Both, name: string, was: Node, now: Node): void {
  const key = (each: Json) => `${said(node(each)['in'])} ${said(node(each)['name'])}`
  const before = new Map(list(was['parameters']).map((each) => [key(each), node(each)]))
  const after = new Map(list(now['parameters']).map((each) => [key(each), node(each)]))
  for (const [which, parameter] of before) {
    const next = after.get(which)
    if (next === undefined) both.found.push(`${name}: ${which} is gone`)
    else {
      if (next['required'] === true && parameter['required'] !== true)
        both.found.push(`${name}: ${which} is needed now`)
      const schemas = { was: node(parameter['schema']), now: node(next['schema']) }
      schemaBreaks(both, `${name}: ${which}`, { way: 'in', seen: [], ...schemas })
    }
  }
  for (const [which, parameter] of after)
    if (!before.has(which) && parameter['required'] === true)
      both.found.push(`${name}: ${which} is needed now`)
  contentBreaks(both, `${name} body`, 'in', node(was['requestBody']), node(now['requestBody']))
  if (node(now['requestBody'])['required'] === true && was['requestBody'] === undefined)
    both.found.push(`${name}: a body is needed now`)
  for (const [status, answer] of Object.entries(node(was['responses']))) {
    if (!status.startsWith('2')) continue
    const next = node(now['responses'])[status]
    if (next === undefined) both.found.push(`${name}: ${status} is gone`)
    else contentBreaks(both, `${name} ${status}`, 'out', node(answer), node(next))
  }
}

function contentBreaks(both: Both, name: string, way: Way, was: Node, now: Node): void {
  for (const [type, content] of Object.entries(node(was['content']))) {
    const next = node(now['content'])[type]
    if (next === undefined) both.found.push(`${name}: ${type} is gone`)
    else
      schemaBreaks(both, name, {
        way,
        seen: [],
        was: node(node(content)['schema']),
        now: node(node(next)['schema']),
      })
  }
}

type Schemas = {
  readonly way: Way
  readonly was: Node
  readonly now: Node
  readonly seen: readonly string[]
}

function resolved(document: Document, schema: Node): Node {
  const ref = schema['$ref']
  if (typeof ref !== 'string') return schema
  return node(node(node(document['components'])['schemas'])[ref.split('/').at(-1) ?? ''])
}

function schemaBreaks(both: Both, name: string, { way, was, now, seen }: Schemas): void {
  const ref = typeof was['$ref'] === 'string' ? was['$ref'] : ''
  if (ref !== '' && seen.includes(ref)) return
  const before = resolved(both.before, was)
  const after = resolved(both.after, now)
  const kind = (schema: Node) => JSON.stringify(schema['type'] ?? null)
  if (kind(before) !== kind(after))
    both.found.push(`${name} is ${kind(after)}, was ${kind(before)}`)
  for (const member of list(before['enum']))
    if (after['enum'] !== undefined && !list(after['enum']).includes(member))
      both.found.push(`${name}: ${said(member)} is gone`)
  if (way === 'in' && before['enum'] === undefined && after['enum'] !== undefined)
    both.found.push(`${name} takes only some values now`)
  const path = [...seen, ref]
  memberBreaks(both, name, { way, was: before, now: after, seen: path })
  if (before['items'] !== undefined)
    schemaBreaks(both, `${name}[]`, {
      way,
      was: node(before['items']),
      now: node(after['items']),
      seen: path,
    })
  for (const of of ['anyOf', 'oneOf', 'allOf'])
    for (const [i, one] of list(before[of]).entries())
      schemaBreaks(both, `${name}(${i})`, {
        way,
        was: node(one),
        now: node(list(after[of])[i]),
        seen: path,
      })
}

function memberBreaks(both: Both, name: string, { way, was, now, seen }: Schemas): void {
  for (const [member, schema] of Object.entries(node(was['properties']))) {
    const next = node(now['properties'])[member]
    if (next === undefined) both.found.push(`${name}.${member} is gone`)
    else schemaBreaks(both, `${name}.${member}`, { way, was: node(schema), now: node(next), seen })
  }
  const [before, after] = [list(was['required']), list(now['required'])]
  if (way === 'in')
    for (const member of after)
      if (!before.includes(member)) both.found.push(`${name}.${said(member)} is needed now`)
  if (way === 'out')
    for (const member of before)
      if (!after.includes(member)) both.found.push(`${name}.${said(member)} may be missing now`)
}

/** A member of the document as text: a word as it is, anything else as JSON. */
const said = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null)
