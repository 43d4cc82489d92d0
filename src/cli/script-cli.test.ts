import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type { Context } from './context.ts'
import { scriptCommand, type ScriptOptions } from './script-command.ts'
import { EXIT, makeTalk } from './talk.ts'

afterEach(() => vi.restoreAllMocks())

const UK = new URL('../../scripts/uk-arrears.yaml', import.meta.url).pathname

async function script(lang: string, options: ScriptOptions, ...asked: readonly string[]) {
  let out = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((words) => {
    out += String(words)
    return true
  })
  const talk = makeTalk({ lang, quiet: true })
  const signal = new AbortController().signal
  const context: Context = { talk, home: '/nowhere', tenantId: 1n, signal }
  const [what, ...files] = asked
  return { code: await scriptCommand(context, options, what, ...files), out }
}

test('a script with a fault is told with file, line, step and what would be right, in either language', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'forbear-script-'))
  const file = join(folder, 'own.yaml')
  writeFileSync(
    file,
    readFileSync(UK, 'utf8').replace('May I speak', 'It is about a debt. May I speak'),
  )
  const en = await script('en', {}, 'check', UK, file)
  expect(en.code).toBe(EXIT.refused)
  expect(en.out).toContain('uk-arrears version 1 is sound')
  expect(en.out).toMatch(/own\.yaml:16: steps\.greet\.words\.en: "debt" tells of the debt/)
  expect((await script('zh', {}, 'check', file)).out).toContain('“debt”会透露债务')
  expect(await script('en', {}, 'check', UK)).toMatchObject({ code: undefined })
  rmSync(folder, { recursive: true })
})

test('a script is tried by keys and by what the person says', async () => {
  const tried = await script('en', { answers: '1,1,I want to end my life,1,1,1' }, 'try', UK)
  expect(tried.out).toContain('A payment of £120.00 has been due')
  expect(tried.out).toContain('[care:self_harm:signpost]')
  expect(tried.out).toContain('The call ends: Vulnerable situation.')
  await expect(script('en', { answers: '7' }, 'try', UK)).rejects.toThrow(/no answer "7"/)
  await expect(script('en', {}, 'read', UK)).rejects.toThrow(/none of check/)
})
