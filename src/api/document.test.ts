import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { breaksOf } from './document-breaks.ts'
import type { Document, Json } from './document.ts'
import { exampleOf } from './document-examples.ts'
import { apiNow, documentNow } from './testing-document.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const kept = readFileSync(join(ROOT, 'docs', 'openapi.json'), 'utf8')
let now: Document
beforeAll(() => {
  now = documentNow()
})

// eslint-disable-next-line typescript/no-explicit-any
const of = (value: Json | undefined): any => value

describe('the document that programs were written by', () => {
  test('is not broken by the one of today', () => {
    expect(breaksOf(JSON.parse(kept) as Document, now)).toEqual([])
  })

  test('is the one of today, and the client was made from it: npm run client makes both anew', () => {
    expect(`${JSON.stringify(now, undefined, 1)}\n` === kept).toBe(true)
    const head = readFileSync(join(ROOT, 'src', 'client', 'types.ts'), 'utf8').slice(0, 300)
    expect(head).toContain(createHash('sha256').update(kept).digest('hex'))
  })
})

describe('every body that is asked for', () => {
  type Body = {
    readonly schema: { safeParse(value: unknown): { success: boolean; error?: unknown } }
  }
  const bodies = () =>
    apiNow().openAPIRegistry.definitions.flatMap((one) => {
      if (one.type !== 'route') return []
      const body = one.route.request?.body?.content['application/json'] as Body | undefined
      const asked = of(now['paths'])[one.route.path]?.[one.route.method]?.requestBody
      const example = asked?.content['application/json']?.example as unknown
      return body === undefined
        ? []
        : [{ name: `${one.route.method} ${one.route.path}`, body, example }]
    })

  test('has an example that it would take itself', () => {
    const all = bodies()
    expect(all.length).toBeGreaterThan(70)
    const wrong = all.flatMap(({ name, body, example }) => {
      if (example === undefined) return [`${name}: none`]
      const parsed = body.schema.safeParse(example)
      return parsed.success
        ? []
        : [`${name}: ${JSON.stringify(example)}: ${String(parsed.error).slice(0, 300)}`]
    })
    expect(wrong).toEqual([])
  })

  test('and what no body would take is found', () => {
    const [hold] = bodies().filter(({ name }) => name === 'post /v1/cases/{id}/holds')
    expect(hold?.body.schema.safeParse({ reason: 'none' }).success).toBe(false)
    expect(exampleOf({}, { type: 'string', pattern: '^[0-9]{99}$' })).toBe('')
  })
})

describe('a difference that breaks a program is named', () => {
  const changed = (change: (document: Record<string, Json>) => void): readonly string[] => {
    const copy = structuredClone(now) as Record<string, Json>
    change(copy)
    return breaksOf(now, copy as Document)
  }
  const holds = '/v1/cases/{id}/holds'
  const schemas = (document: Record<string, Json>) => of(document['components']).schemas

  test.each<[string, (document: Record<string, Json>) => void, RegExp]>([
    ['a path that is gone', (d) => delete of(d['paths'])[holds], /POST .*holds is gone/],
    [
      'a member of an answer that is gone',
      (d) => delete schemas(d).Hold.properties.active,
      /active is gone/,
    ],
    [
      'a member of an answer that may be missing',
      (d) => schemas(d).Hold.required.pop(),
      /may be missing now/,
    ],
    [
      'a member of a request that is needed',
      (d) => schemas(d).HoldGiven.required.push('written'),
      /written is needed now/,
    ],
    [
      'a value that is gone',
      (d) => schemas(d).HoldGiven.properties.reason.enum.pop(),
      /reason: \w+ is gone/,
    ],
    [
      'another type',
      (d) => (schemas(d).Hold.properties.active.type = 'string'),
      /active is "string"/,
    ],
    [
      'a parameter that is needed',
      (d) =>
        of(d['paths'])['/v1/cases'].get.parameters.push({
          in: 'query',
          name: 'new',
          required: true,
        }),
      /query new is needed now/,
    ],
    [
      'an answer that is gone',
      (d) => delete of(d['paths'])[holds].post.responses['201'],
      /201 is gone/,
    ],
  ])('%s', (_, change, says) => {
    const found = changed(change)
    expect(found.length).toBeGreaterThan(0)
    expect(found.join('\n')).toMatch(says)
  })

  test('what is only added breaks nothing', () => {
    const found = changed((d) => {
      of(d['paths'])['/v1/more'] = { get: { responses: { 200: { description: 'more' } } } }
      schemas(d).Hold.properties.more = { type: 'string' }
      schemas(d).HoldGiven.properties.more = { type: 'string' }
      schemas(d).HoldGiven.properties.reason.enum.push('more')
    })
    expect(found).toEqual([])
  })
})

describe('the document is sound', () => {
  const operations = () =>
    Object.entries(of(now['paths'])).flatMap(([path, methods]) =>
      Object.entries(of(methods as Json)).map(([method, operation]) => ({
        name: `${method} ${path}`,
        path,
        ...of(operation as Json),
      })),
    )

  test('each operation has a name, a sentence, a tag, who may, and what may go wrong', () => {
    for (const one of operations()) {
      expect([one.name, one.operationId?.length > 0, one.summary?.length > 5]).toEqual([
        one.name,
        true,
        true,
      ])
      expect([one.name, Array.isArray(one.security)]).toEqual([one.name, true])
      const statuses = Object.keys(one.responses)
      expect([one.name, statuses.some((status) => status.startsWith('2'))]).toEqual([
        one.name,
        true,
      ])
      const named = [...one.path.matchAll(/\{(\w+)\}/g)].map((match) => String(match[1]))
      const declared = (one.parameters ?? [])
        .filter((each: { in: string }) => each.in === 'path')
        .map((each: { name: string }) => each.name)
      expect([one.name, new Set(declared)]).toEqual([one.name, new Set(named)])
    }
    const ids = operations().map((one) => one.operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('every reference leads somewhere, every scheme is declared, every tag is listed', () => {
    const text = JSON.stringify(now)
    const known = new Set(Object.keys(of(now['components']).schemas))
    const refs = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
      (match) => match[1] ?? '',
    )
    expect(refs.length).toBeGreaterThan(100)
    expect(refs.filter((ref) => !known.has(ref))).toEqual([])
    const schemes = Object.keys(of(now['components']).securitySchemes)
    const tags = new Set(of(now['tags']).map((tag: { name: string }) => tag.name))
    for (const one of operations()) {
      for (const needs of one.security)
        expect(schemes).toEqual(expect.arrayContaining(Object.keys(needs)))
      for (const tag of one.tags ?? []) expect(tags.has(tag)).toBe(true)
    }
  })
})
