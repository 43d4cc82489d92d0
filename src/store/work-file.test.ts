import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { FileFault } from './file-faults.ts'
import { readWorkFile, type WorkFile } from './work-file.ts'

const demo = fileURLToPath(new URL('../../worklists/demo.yaml', import.meta.url))
const read = (text: string) => readWorkFile(text) as WorkFile
const faults = (text: string) => readWorkFile(text) as readonly FileFault[]

const file = (people: string) => `apiVersion: worklists/v1
worklists:
  early-calls: { zh: 早期电话, en: Early calls }
people:
${people}`

test('the file of the demo is sound, and what it leaves out is filled', () => {
  const { worklists, people } = read(readFileSync(demo, 'utf8'))
  const early = worklists.find((one) => one.worklist === 'early-calls')
  expect(early).toMatchObject({ minutesACase: 5, idleMinutes: 15, stayDays: 7, skills: [] })
  expect(people[1]?.shifts.map((one) => one.kind)).toEqual(['work', 'work', 'off'])
})

test('the file of the demo sets up every worklist that a shipped strategy names', () => {
  const folder = fileURLToPath(new URL('../../strategies/', import.meta.url))
  const text = readdirSync(folder)
    .map((name) => readFileSync(`${folder}${name}`, 'utf8'))
    .join('\n')
  const named = new Set(
    [...text.matchAll(/(?:call|visit|worklist): ([a-z0-9-]+)/g)].map(([, name]) => name),
  )
  named.delete('false')
  expect(named.size).toBeGreaterThan(8)
  const { worklists } = read(readFileSync(demo, 'utf8'))
  expect([...named].filter((name) => !worklists.some((one) => one.worklist === name))).toEqual([])
})

test('a night shift ends on the next day, and a day without a name is every day', () => {
  const { people } = read(
    file(
      `  - { user: ann, languages: [zh], shifts: [{ from: "22:00", until: "06:00", zone: Asia/Shanghai, since: 2026-11-01 }] }`,
    ),
  )
  expect(people[0]?.shifts[0]).toMatchObject({ fromMinute: 1320, untilMinute: 1800, days: 127 })
})

test.each<[string, string, string, RegExp, RegExp]>([
  [
    'a zone that is none',
    `  - { user: a, languages: [zh], shifts: [{ from: "09:00", until: "18:00", zone: Shanghai, since: 2026-11-01 }] }`,
    'people[0].shifts[0].zone',
    /zone/,
    /时区/,
  ],
  [
    'a time without quotes',
    `  - { user: a, languages: [zh], shifts: [{ from: 9, until: "18:00", zone: UTC, since: 2026-11-01 }] }`,
    'people[0].shifts[0].from',
    /in quotes/,
    /加引号/,
  ],
  [
    'a time that is none',
    `  - { user: a, languages: [zh], shifts: [{ from: "25:00", until: "18:00", zone: UTC, since: 2026-11-01 }] }`,
    'people[0].shifts[0].from',
    /09:30/,
    /时刻/,
  ],
  [
    'a day that is none',
    `  - { user: a, languages: [zh], off: [{ since: 2026-02-30, until: 2026-03-01 }] }`,
    'people[0].off[0].since',
    /day like/,
    /日期/,
  ],
  [
    'an end before the beginning',
    `  - { user: a, languages: [zh], off: [{ since: 2026-03-02, until: 2026-03-01 }] }`,
    'people[0].off[0].until',
    /before/,
    /早于/,
  ],
  [
    'somebody named twice over',
    `  - { user: a, email: a@b.test, languages: [zh] }`,
    'people[0]',
    /once/,
    /其中之一/,
  ],
  [
    'one person on two lines',
    `  - { user: a, languages: [zh] }\n  - { user: a, languages: [en] }`,
    'people[1]',
    /twice/,
    /两次/,
  ],
  [
    'a language that we do not speak',
    `  - { user: a, languages: [fr] }`,
    'people[0].languages[0]',
    /zh/,
    /zh/,
  ],
  [
    'a word that the file does not know',
    `  - { user: a, languages: [zh], shift: [] }`,
    'people[0]',
    /shift/,
    /shift/,
  ],
])('%s is told at its field, in both languages', (_, people, field, en, zh) => {
  const [found, ...more] = faults(file(people))
  expect([found?.field, more]).toEqual([field, []])
  expect(found?.words.en).toMatch(en)
  expect(found?.words.zh).toMatch(zh)
  expect(found?.line).toBe(field.startsWith('people[1]') ? 6 : 5)
})

test('every fault is told, not the first alone', () => {
  const made = faults(`apiVersion: worklists/v1
worklists:
  Early Calls: { zh: 早, en: E }
  late-calls: { zh: 晚, en: L, minutes: 0 }
people: [{ user: a, languages: [] }]`)
  expect(made.map((one) => one.line)).toEqual(expect.arrayContaining([4, 5]))
  expect(made.length).toBeGreaterThanOrEqual(3)
})
