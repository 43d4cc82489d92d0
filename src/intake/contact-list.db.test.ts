import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import { counts, file, loadPath, NOTHING, row, said } from '../../test/intake-book.ts'

let folder: string
let fresh: Fresh
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contact-list-'))
  fresh = await freshDatabase()
})
afterAll(async () => {
  await fresh.drop()
  await rm(folder, { recursive: true, force: true })
})

async function load(content: string) {
  const path = join(folder, 'accounts.csv')
  await writeFile(path, content)
  return loadPath(fresh.db, path, { tempFolder: folder })
}

test('a column of contacts is refused with the reason, and nothing of the file is kept', async () => {
  const [head = '', ...rows] = file(row(1), row(2)).trimEnd().split('\n')
  const withContacts = [`${head},phone_contacts`, ...rows.map((one) => `${one},"[]"`)].join('\n')
  const [reason] = said(await load(`${withContacts}\n`))
  expect(reason).toContain('column phone_contacts')
  expect(reason).toContain('never dealt with us')
  expect(await counts(fresh.db)).toEqual(NOTHING)
})

test('many numbers in one cell are a list whatever the column is called', async () => {
  const many = '+8613800000001; +8613800000002; +8613800000003'
  const [reason] = said(await load(file(row(1), row(2, { name: `Ann ${many}` }))))
  expect(reason).toContain('column name')
  expect(reason).toContain('never dealt with us')
  expect(await counts(fresh.db)).toEqual(NOTHING)
})

test('the borrower’s own number is read as before', async () => {
  expect(await load(file(row(1), row(2)))).toMatchObject({ done: 'loaded' })
})
