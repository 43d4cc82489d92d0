import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bodyOf, curlOf, exampleOf, operationsOf, scopeOf, type ApiDocument } from './document.ts'

const document = JSON.parse(
  readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'),
) as ApiDocument
const all = operationsOf(document)
const one = (method: string, path: string) => {
  const found = all.find((each) => each.method === method && each.path === path)
  if (found === undefined) throw new Error(`no ${method} ${path}`)
  return found
}

test('each operation of the document is listed once, in the order of its tags', () => {
  expect(new Set(all.map((each) => each.operationId)).size).toBe(all.length)
  expect(all.map((each) => each.tag)).toEqual(all.map((each) => each.tag).toSorted())
})

test('an example has what is needed, by the schema itself', () => {
  const hold = one('POST', '/v1/cases/{id}/holds')
  expect(exampleOf(document, bodyOf(hold))).toEqual({ reason: 'dispute', source: '' })
  for (const each of all)
    expect(() => JSON.stringify(exampleOf(document, bodyOf(each)))).not.toThrow()
})

test('a key’s scope, or that only a person may', () => {
  expect(scopeOf(one('GET', '/v1/cases'))).toBe('cases:read')
  expect(scopeOf(one('POST', '/v1/keys'))).toBe(undefined)
  expect(scopeOf(one('GET', '/v1/me'))).toBe('')
})

test('the line for a shell carries the key that acts once, and quotes the body', () => {
  const line = curlOf(one('POST', '/v1/payments'), 'https://desk.example', `{"why":"it's"}`)
  expect(line).toContain(`-H 'Idempotency-Key: your-own-key'`)
  expect(line).toContain(`'{"why":"it'\\''s"}'`)
})
