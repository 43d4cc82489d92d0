import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LawUnreadable, loadLaw } from './law.ts'

const GOOD = readFileSync('law/cn/time.yaml', 'utf8')
const CAP = readFileSync('law/us/reg-f/call-frequency.yaml', 'utf8')
const EXEMPT = readFileSync('law/us/reg-f/not-counted.yaml', 'utf8')

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'law 法 '))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(name: string, text: string): void {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function faultsOf(): readonly { file: string; line: number; why: string }[] {
  try {
    loadLaw(folder)
    return []
  } catch (error) {
    if (error instanceof LawUnreadable) return error.faults
    throw error
  }
}

test('a good file is read', () => {
  put('cn/time.yaml', GOOD)
  expect(faultsOf()).toEqual([])
})

test('an empty folder is a fault, not an empty law', () => {
  expect(faultsOf()).toMatchObject([{ why: 'no rule files here' }])
})

/** The line of GOOD that holds the text, from 1. */
const lineOf = (text: string): number => GOOD.slice(0, GOOD.indexOf(text)).split('\n').length

test.each<[string, string, string, RegExp]>([
  ['an unknown strength', 'strength: advised', 'strength: strong', /^strength: /],
  ['hours that are none', 'weekdays: 08:00-22:00', 'weekdays: 8-22', /weekdays: /],
  ['hours that end too early', 'weekdays: 08:00-22:00', 'weekdays: 22:00-08:00', /weekdays/],
  ['a day that is none', '2025-02-28: {', '2025-02-30: {', /2025-02-30/],
  ['a channel that is none', 'channels: [call,', 'channels: [fax,', /^covers.channels.0: /],
])('%s names file, line and reason', (_, from, to, why) => {
  expect(GOOD).toContain(from)
  put('cn/time.yaml', GOOD.replace(from, to))
  const faults = faultsOf()
  expect(faults[0]?.file).toBe('cn/time.yaml')
  expect(faults.map((fault) => fault.why).join('\n')).toMatch(why)
  expect(faults[0]?.line).toBe(lineOf(from))
})

test('an unknown key is a fault of the whole file', () => {
  put('cn/time.yaml', GOOD.replace('strength: advised', 'strenght: advised'))
  expect(faultsOf()[0]).toMatchObject({ file: 'cn/time.yaml', line: 1 })
  expect(
    faultsOf()
      .map((fault) => fault.why)
      .join(),
  ).toMatch(/strenght|strength/)
})

test('broken YAML names the line', () => {
  put('cn/time.yaml', `${GOOD}\n  - [`)
  expect(faultsOf()[0]).toMatchObject({ file: 'cn/time.yaml' })
  expect(faultsOf()[0]?.line).toBeGreaterThan(20)
})

test('the same id twice, and a rule in the wrong folder', () => {
  put('cn/time.yaml', GOOD)
  put('cn/again.yaml', GOOD)
  put('uk/time.yaml', GOOD.replace('id: cn.time', 'id: cn.other'))
  expect(faultsOf().map((fault) => fault.why)).toEqual([
    'cn.time is in cn/again.yaml too',
    'cn.other belongs in the folder cn',
  ])
})

test('an exemption that is not there', () => {
  put('us/cap.yaml', CAP)
  expect(faultsOf()).toMatchObject([
    { file: 'us/cap.yaml', why: 'exempt: there is no rule us.reg-f.14b.excl' },
  ])
  put('us/exempt.yaml', EXEMPT)
  expect(faultsOf()).toEqual([])
})

test('the hash changes with any byte and with nothing else', () => {
  put('cn/time.yaml', GOOD)
  const first = loadLaw(folder).hash
  expect(loadLaw(folder).hash).toBe(first)
  put('cn/time.yaml', GOOD.replace('08:00-22:00', '08:00-21:59'))
  expect(loadLaw(folder).hash).not.toBe(first)
})
