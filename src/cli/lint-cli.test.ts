import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type { Context } from './context.ts'
import { lintCommand } from './lint-command.ts'
import { EXIT, makeTalk } from './talk.ts'

afterEach(() => vi.restoreAllMocks())

async function lint(lang: string, options: Parameters<typeof lintCommand>[1], text?: string) {
  let out = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((words) => {
    out += String(words)
    return true
  })
  const talk = makeTalk({ lang, quiet: true })
  const signal = new AbortController().signal
  const context: Context = { talk, home: '/nowhere', tenantId: 1n, signal }
  return { code: await lintCommand(context, options, text), out }
}

test('a finding is told with its place and what would be right, in the language asked', async () => {
  const zh = await lint('zh', { channel: 'sms' }, '再不还钱就让你坐牢')
  expect(zh.code).toBe(EXIT.refused)
  expect(zh.out).toContain('第 8-9 字“坐牢”：含有威胁。先说对方可以怎样选择')
  const en = await lint('en', { shared: true }, 'Please call about your loan.')
  expect(en.out).toMatch(/^24-27 "loan": It tells of the debt/)
  expect(await lint('en', {}, 'You can pay in parts.')).toMatchObject({ code: undefined })
})

test('amounts are held against those given, and a file is read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'forbear-lint-'))
  const file = join(folder, 'draft.txt')
  writeFileSync(file, 'You can pay £120.00, or £12 a month.')
  const found = await lint('en', { file, amounts: 'GBP 120.00', channel: 'letter' })
  expect(found.out).toMatch(/^25-27 "£12": An amount/)
  await expect(lint('en', { amounts: '120' }, 'Hello')).rejects.toThrow(/is not an amount/)
  await expect(lint('en', { channel: 'pigeon' }, 'Hello')).rejects.toThrow(/pigeon/)
  await expect(lint('en', { language: 'fr' }, 'Hello')).rejects.toThrow(/neither zh nor en/)
  await expect(lint('en', {})).rejects.toThrow(/give the text/)
  rmSync(folder, { recursive: true })
})
