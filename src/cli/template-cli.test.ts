import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { loadTemplates } from '../store/templates.ts'
import { makeTalk, Stop } from './talk.ts'
import { templateCommand } from './template-command.ts'
import { fileText, templateFile } from './template-file.ts'

const { shipped } = await loadTemplates('templates')
const [first] = shipped.documents
if (first === undefined) throw new Error('there are templates')

let folder: string
const file = (name: string) => join(folder, name)
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'forbear-template-'))
  writeFileSync(file('own.yaml'), fileText(first))
  writeFileSync(
    file('bad.yaml'),
    fileText({ ...first, texts: { ...first.texts, zh: `${first.texts.zh}再不还钱就让你坐牢。` } }),
  )
  writeFileSync(file('odd.yaml'), `${fileText(first)}colour: red\n`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function forbear(lang: 'zh' | 'en', ...words: string[]) {
  let out = ''
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text)
    return true
  })
  const context = {
    talk: makeTalk({ lang, quiet: true }),
    home: file('home'),
    tenantId: 1n,
    signal: new AbortController().signal,
  }
  try {
    return { code: (await templateCommand(context, {}, ...words)) ?? 0, out }
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    return { code: error.code, out: error.message }
  } finally {
    stdout.mockRestore()
  }
}

test('what is shown is what is read again', async () => {
  expect(await templateFile(makeTalk({ quiet: true }), file('own.yaml'))).toEqual(first)
})

test('a file is checked without a database, with the place of the words, in both languages', async () => {
  expect(await forbear('en', 'check', file('own.yaml'))).toMatchObject({ code: 0 })
  const zh = await forbear('zh', 'check', file('bad.yaml'))
  expect(zh.code).toBe(3)
  expect(zh.out).toMatch(/texts\.zh 第 \d+-\d+ 字“.*坐牢.*”：含有威胁。/)
  expect((await forbear('en', 'check', file('odd.yaml'))).out).toMatch(/colour/)
})

test('what is not understood says what is', async () => {
  for (const words of [['frobnicate'], ['show'], ['show', 'pigeon/post'], ['approve', 'x']])
    expect(await forbear('en', ...words)).toMatchObject({ code: 2 })
})
