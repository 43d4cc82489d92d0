import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { documentOf, parsed, stage } from '../strategy/testing.ts'
import { strategyCommand } from './strategy-command.ts'
import { makeTalk, Stop } from './talk.ts'

const ROOT = resolve(import.meta.dirname, '..', '..')
const FOLDER = join(ROOT, 'strategies')
const SHIPPED = join(FOLDER, 'bank.yaml')
let folder: string
const file = (name: string) => join(folder, name)
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'forbear-strategy-'))
  writeFileSync(file('small.yaml'), documentOf({}))
  writeFileSync(
    file('later.yaml'),
    documentOf(
      stage([
        '{ when: ["0"], stage: current, tone: none }',
        '{ when: ["1..30"], stage: early, tone: serious }',
        '{ when: ["-"], stage: late, tone: serious }',
      ]),
    ),
  )
  writeFileSync(file('bad.yaml'), documentOf(stage(['{ when: ["1m"], stage: early, tone: warm }'])))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** One command in this process, with a home and a database that are not there. */
async function forbear(lang: 'zh' | 'en', ...words: string[]) {
  let [out, err] = ['', '']
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text)
    return true
  })
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text)
    return true
  })
  const [what, ...rest] = words
  const context = {
    talk: makeTalk({ lang }),
    home: file('home'),
    tenantId: 1n,
    signal: new AbortController().signal,
  }
  try {
    const code = (await strategyCommand(context, {}, what, ...rest)) ?? 0
    return { code, out, err }
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    return { code: error.code, out, err: error.message }
  } finally {
    stdout.mockRestore()
    stderr.mockRestore()
  }
}

test('a shipped strategy is sound, and its tests pass, without a database', async () => {
  expect(await forbear('en', 'check', SHIPPED)).toMatchObject({ code: 0 })
  const tested = await forbear('zh', 'test', SHIPPED)
  expect(tested.code).toBe(0)
  expect(tested.out).toContain('通过')
})

test('a file with a mistake is refused with its line, in the language asked for', async () => {
  const [en, zh] = [
    await forbear('en', 'check', file('bad.yaml')),
    await forbear('zh', 'check', file('bad.yaml')),
  ]
  expect([en.code, zh.code]).toEqual([3, 3])
  expect(en.out).toContain('Write 1d (days) or 1w (weeks)')
  expect(zh.out).toContain('请写 1d（天）或 1w（周）')
})

test('two files are told apart as a table', async () => {
  const diff = await forbear('en', 'diff', file('small.yaml'), file('later.yaml'))
  expect(diff.out.split('\n').map((line) => line.trim().split(/ {2,}/))).toContainEqual([
    'stage',
    'early',
    'changed',
    'tone',
    'warm',
    'serious',
  ])
  expect((await forbear('zh', 'diff', SHIPPED, SHIPPED)).out).toContain('没有差异')
})

test('publishing asks for two people before it opens anything', async () => {
  expect(await forbear('en', 'publish', SHIPPED)).toMatchObject({ code: 2 })
  expect(await forbear('en', 'publsh', SHIPPED)).toMatchObject({ code: 2 })
})

test('every shipped strategy is sound under the law of its place, and its page names all that it does', async () => {
  const files = readdirSync(FOLDER)
  expect(files.length).toBeGreaterThanOrEqual(6)
  const checked = await forbear('en', 'check', ...files.map((name) => join(FOLDER, name)))
  expect(checked).toMatchObject({ code: 0 })
  for (const name of files) {
    const strategy = parsed(readFileSync(join(FOLDER, name), 'utf8'))
    const page = readFileSync(
      join(ROOT, 'docs', 'strategies', name.replace('.yaml', '.md')),
      'utf8',
    )
    expect(page).toMatch(/[\u4e00-\u9fff]{8}/)
    for (const { out } of strategy.stage.rules) expect(page).toContain(`| ${out.stage} |`)
    for (const { out } of strategy.treatments.rules) expect(page).toContain(`| ${out.treatment} |`)
  }
})
