import { readFileSync, readdirSync } from 'node:fs'
import { join, relative, resolve, dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { arrowBreaks, bannedWords, codeLines, importsOf, unfinishedWords } from './tidy-rules.ts'

const ROOT = resolve(import.meta.dirname, '..')

function filesIn(folder: string, endings: readonly string[]): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('node_modules') && !path.includes('/dist/'))
    .toSorted()
}

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const code = [...filesIn('src', ['.ts', '.tsx']), ...filesIn('web', ['.ts', '.tsx'])]
const own = [...code, ...filesIn('test', ['.ts']), ...filesIn('bench', ['.ts'])]

describe('the check saw what it checks', () => {
  test('every folder of the map has code in it', () => {
    for (const folder of [
      'core',
      'guard',
      'strategy',
      'engine',
      'store',
      'intake',
      'channels',
      'worker',
      'api',
      'portal',
      'cli',
      'sim',
    ]) {
      const found = code.filter((path) => path.startsWith(`src/${folder}/`))
      expect(found.length, `src/${folder} holds code`).toBeGreaterThan(0)
    }
    expect(code.filter((path) => path.startsWith('web/desk/')).length).toBeGreaterThan(5)
    expect(code.length).toBeGreaterThan(80)
  })

  test('imports are found', () => {
    const imports = code.flatMap((path) => importsOf(read(path)))
    expect(imports.filter((name) => name.startsWith('.')).length).toBeGreaterThan(150)
  })
})

test('imports follow the arrows', () => {
  const breaks = code.flatMap((path) =>
    importsOf(read(path)).flatMap((name) =>
      arrowBreaks(
        path,
        name.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(path), name)) : name,
      ),
    ),
  )
  expect(breaks).toEqual([])
})

test('a planted import against the arrows is named', () => {
  expect(arrowBreaks('src/core/money.ts', 'src/store/db.ts')).toHaveLength(1)
  expect(arrowBreaks('src/guard/judge.ts', 'src/strategy/facts.ts')).toHaveLength(1)
  expect(arrowBreaks('web/desk/app.tsx', 'src/store/db.ts')).toHaveLength(1)
  expect(arrowBreaks('src/strategy/parse.ts', 'node:fs')).toHaveLength(1)
  expect(arrowBreaks('src/api/app.ts', 'src/portal/app.ts')).toHaveLength(1)
  expect(arrowBreaks('src/portal/app.ts', 'src/api/app.ts')).toHaveLength(1)
  expect(arrowBreaks('src/store/db.ts', 'src/core/money.ts')).toEqual([])
})

test('files stay small enough to hold one idea', () => {
  const long = own
    // Made from the document by npm run client, and read by nobody.
    .filter((path) => path !== 'src/client/types.ts')
    .map((path) => ({
      path,
      lines: codeLines(read(path)),
      limit: /\.(test|e2e)\.ts$/.test(path) ? 400 : 300,
    }))
    .filter((file) => file.lines > file.limit)
  expect(long).toEqual([])
})

test('one word per idea: the words of other trades stay out', () => {
  const places = [...code, ...filesIn('migrations', ['.sql'])]
  const found = places.flatMap((path) => bannedWords(read(path)).map((word) => `${path}: ${word}`))
  expect(found).toEqual([])
  expect(bannedWords('the debtor pays')).toEqual(['debtor'])
})

test('nothing is left unfinished', () => {
  const found = own
    .filter((path) => !path.startsWith('test/tidy'))
    .flatMap((path) => unfinishedWords(read(path)).map((word) => `${path}: ${word}`))
  expect(found).toEqual([])
  expect(unfinishedWords('// TODO mend')).toEqual(['TODO'])
})

test('no test is switched off or alone', () => {
  const found = own.filter((path) => /\b(test|it|describe)\.(only|todo)\b/.test(read(path)))
  expect(found.filter((path) => !path.startsWith('test/tidy'))).toEqual([])
})

describe('law', () => {
  const rules = filesIn('law', ['.yaml'])

  test('every rule has a source, a strength, dated values and cases', () => {
    expect(rules.length).toBeGreaterThan(20)
    for (const path of rules) {
      const rule = parse(read(path)) as Record<string, unknown>
      for (const key of ['id', 'title', 'source', 'strength', 'cases'])
        expect(rule, path).toHaveProperty(key)
      expect((rule['cases'] as unknown[]).length, `${path} has cases`).toBeGreaterThan(0)
      expect(read(path), `${path} cites`).toMatch(/https?:\/\//)
      expect(read(path), `${path} is dated`).toMatch(/\d{4}-\d{2}-\d{2}/)
    }
  })

  test('ids are unique', () => {
    const ids = rules.map((path) => (parse(read(path)) as { id: string }).id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

test('the lock names the packages of every platform, so that npm ci works on each', () => {
  type Entry = { version?: string; optionalDependencies?: Record<string, string> }
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Entry> }
  const wanted = Object.values(packages).flatMap((entry) =>
    Object.keys(entry.optionalDependencies ?? {}),
  )
  expect(wanted.length).toBeGreaterThan(50)
  const known = Object.keys(packages)
  expect(
    wanted.filter((name) => !known.some((path) => path.endsWith(`node_modules/${name}`))),
  ).toEqual([])
})

test('zod and kysely are there once', () => {
  const lock = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { version?: string }>
  }
  for (const name of ['zod', 'kysely']) {
    const found = Object.entries(lock.packages).filter(([path]) =>
      path.endsWith(`node_modules/${name}`),
    )
    expect(new Set(found.map(([, entry]) => entry.version)).size, name).toBe(1)
  }
})
