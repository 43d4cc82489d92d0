import { expect, test } from 'vitest'
import { problemOf, type ServerSettings } from './server-check.ts'

const safe: ServerSettings = {
  version_num: 150_020,
  version: '15.20',
  encoding: 'UTF8',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
}

test('a durable PostgreSQL 15 is taken', () => expect(problemOf(safe, false)).toBeUndefined())

test('one older is refused', () =>
  expect(problemOf({ ...safe, version_num: 140_099, version: '14.99' }, false)).toBe(
    'This server is PostgreSQL 14.99; Forbear needs 15 or newer.',
  ))

test('another encoding is refused', () =>
  expect(problemOf({ ...safe, encoding: 'SQL_ASCII' }, false)).toMatch(/SQL_ASCII/))

test.each(['fsync', 'synchronous_commit', 'full_page_writes'])(
  '%s off is refused by name',
  (name) =>
    expect(problemOf({ ...safe, [name]: 'off' }, false)).toBe(
      `This server may lose what it has acknowledged (${name} off): turn it on first.`,
    ),
)

test('waiting for a standby is durable too', () =>
  expect(problemOf({ ...safe, synchronous_commit: 'remote_apply' }, false)).toBeUndefined())

test('data of tests may be lost', () =>
  expect(problemOf({ ...safe, fsync: 'off', synchronous_commit: 'off' }, true)).toBeUndefined())
