import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { termsSchema } from '../store/product-terms.ts'
import { parseMapping, readMapping } from './read-mapping.ts'

const FOLDER = join(import.meta.dirname, '../../mappings')
const names = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'))
const generic = readFileSync(join(FOLDER, 'generic.yaml'), 'utf8')

const problems = (text: string): string[] => {
  const read = parseMapping(text, 'x.yaml')
  return 'problems' in read
    ? read.problems.map((p) => `${p.file}:${p.line} ${p.path}: ${p.wants}`)
    : []
}

test.each(names)('%s is a mapping of its own name', (file) => {
  const read = parseMapping(readFileSync(join(FOLDER, file), 'utf8'), file)
  if ('problems' in read) throw new Error(JSON.stringify(read.problems, null, 1))
  expect(`${read.mapping.name}.yaml`).toBe(file)
  for (const product of read.mapping.products)
    expect(termsSchema.safeParse(product.delinquency).success).toBe(true)
})

test('the mappings that ship are there', () => {
  expect(names).toEqual(
    expect.arrayContaining([
      'uci-cards.yaml',
      'berka.yaml',
      'homecredit-instalments.yaml',
      'generic.yaml',
    ]),
  )
})

test('a key that nobody knows is refused with its line and the nearest name', () => {
  expect(problems(generic.replace('snapshots: changed', 'snapshot: changed'))[0]).toMatch(
    /^x\.yaml:\d+ files\.accounts\.snapshot: no key "snapshot" here/,
  )
  expect(problems(generic.replace('    complete: true', '    completed: true'))[0]).toContain(
    'did you mean complete?',
  )
})

test('a column, file or code table that is not there is refused with the nearest one', () => {
  expect(problems(generic.replace('- ref: account_ref', '- ref: acount_ref'))[0]).toContain(
    'did you mean account_ref?',
  )
  expect(problems(generic.replaceAll('codes: kind }', 'codes: kinds }'))[0]).toContain(
    'did you mean kind?',
  )
  expect(
    problems(generic.replace('look_up: { in: accounts,', 'look_up: { in: account,'))[0],
  ).toContain('did you mean accounts?')
})

test('delinquency terms that no product has are refused', () => {
  expect(problems(generic.replace('delinquency: {}', 'delinquency: { graceDay: 3 }'))[0]).toMatch(
    /products\.0\.delinquency/,
  )
  expect(problems(generic.replace('delinquency: {}', 'delinquency: { graceDays: 3 }'))).toEqual([])
})

test.each([
  'emergency_contact',
  'contacts',
  'Contact List',
  'phonebook',
  '通讯录',
  '紧急联系人电话',
  'relative_phone',
  '同事手机',
])('a column %s is refused with the reason, read or not', (header) => {
  const asColumn = generic.replace(
    'mobile: { headers: [手机号]',
    `mobile: { headers: [手机号, ${header}]`,
  )
  const asUnused = generic.replace(
    '    snapshots: changed',
    `    snapshots: changed\n    unused: ['${header}']`,
  )
  for (const text of [asColumn, asUnused]) {
    expect(problems(text)[0]).toContain('a list of the people around a borrower may not enter')
  }
})

test('a column with the borrower’s own telephone is welcome', () => {
  expect(
    problems(
      generic.replace(
        'mobile: { headers: [手机号]',
        'mobile: { headers: [手机号, 联系电话, contact_phone]',
      ),
    ),
  ).toEqual([])
})

test('a mapping that is not there names those that are', async () => {
  const read = await readMapping('uci-card', FOLDER)
  expect('problems' in read && read.problems[0]?.wants).toMatch(/berka.*did you mean uci-cards\?/)
})

test('broken YAML is refused with its line', () => {
  expect(problems('apiVersion: mapping/v1\nname: [')[0]).toMatch(/^x\.yaml:\d/)
})
