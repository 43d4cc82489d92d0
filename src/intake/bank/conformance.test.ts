import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { exactText, parseSigned } from './exact.ts'
import { readFile } from './read-file.ts'
import { isAccepted, type FileTold } from './statement.ts'

const DATA = process.env['FORBEAR_DATA']
const HAS_DATA =
  DATA !== undefined && existsSync(join(DATA, 'reference', 'bankfile_expectations.csv'))
if (!HAS_DATA) console.log('Set FORBEAR_DATA to check real sample bank files. Skipped.')

const told = (path: string): Promise<FileTold> =>
  readFile({ path, format: 'auto', onItem: () => undefined })

const table = (name: string): Record<string, string>[] => {
  const [head = '', ...rows] = readFileSync(join(DATA ?? '', 'reference', name), 'utf8')
    .trim()
    .split('\n')
  const names = head.split(',')
  return rows.map((row) => {
    const cells = (row.match(/("[^"]*"|[^,]*)(,|$)/g) ?? []).map((cell) =>
      cell.replace(/,$/, '').replaceAll('"', ''),
    )
    return Object.fromEntries(names.map((column, i) => [column, cells[i] ?? '']))
  })
}

/** An exact decimal as this reader writes it. */
const plain = (text: string): string => exactText(parseSigned(text, '.') ?? 0n)

const names = (file: FileTold, severity?: 'error'): string[] =>
  file.findings.flatMap((one) =>
    severity === undefined || one.severity === severity ? [one.name] : [],
  )

/**
 * What is said of files that are not plainly right: refused by one of these names, or taken with a warning.
 * Where the expectations' plain pattern misses lines (spaces, glued kinds) the file does balance.
 */
const SPOKEN: Readonly<Record<string, string>> = {
  'camt053.v2.wrong.xml': 'no_statement',
  'sepa_snippet_broken.sta': 'bad_record',
  'empty_line.sta': 'truncated',
  'reference.sta': 'truncated',
  'account_identification.sta': 'truncated',
  'gv_codes.sta': 'truncated',
  'raphaelm.sta': 'bad_currency',
  'multiline.sta': 'bad_record',
}
/** Read by patterns that know the spaces of these banks, they balance. */
const BALANCE_AFTER_ALL = ['mt940_with_spaces_for_entry_date.txt', 'citi/mt940.txt']

describe.skipIf(!HAS_DATA)('sample files of banks', () => {
  const rows = HAS_DATA ? table('bankfile_expectations.csv') : []
  const files = [...new Set(rows.map((row) => row['file'] ?? ''))]

  test('were seen', () => expect(files.length).toBeGreaterThan(60))

  test.each(files.filter((file) => HAS_DATA && existsSync(join(DATA ?? '', file))))(
    '%s',
    async (file) => {
      const read = await told(join(DATA ?? '', file))
      const mine = rows.filter((row) => row['file'] === file)
      const verdicts = mine.map((row) => row['opening+net=closing'] ?? '')
      for (const [i, row] of mine.entries()) {
        const one = read.statements[i]
        if (verdicts[i] !== 'yes') continue
        expect(one, `statement ${i + 1}`).toMatchObject({
          entries: Number(row['entries']),
          net: plain(row['net_of_entries'] ?? ''),
          opening: plain(row['opening'] ?? ''),
          closing: plain(row['closing'] ?? ''),
          currency: row['currency'],
        })
      }
      const tolerated = BALANCE_AFTER_ALL.some((name) => file.endsWith(name))
      const wrong = verdicts.some((verdict) => verdict.startsWith('no')) && !tolerated
      const spoken = SPOKEN[file.split('/').at(-1) ?? '']
      if (spoken !== undefined) expect(names(read, 'error')).toContain(spoken)
      else if (wrong) expect(names(read, 'error')).toContain('balance_mismatch')
      else if (verdicts.every((verdict) => verdict === 'yes') || tolerated)
        expect([isAccepted(read), names(read, 'error')]).toEqual([true, []])
      // Nothing that balances and nothing that does not passes without a word where no balance proves it.
      else
        expect(names(read).length > 0 || read.statements.every((s) => s.kind !== 'final')).toBe(
          true,
        )
    },
  )

  test.each(
    HAS_DATA ? table('bai2_expectations.csv').map((row) => [row['file'] ?? '', row] as const) : [],
  )('%s', async (file, row) => {
    const read = await told(join(DATA ?? '', file))
    if (row['totals_agree'] === 'yes') {
      expect(names(read, 'error')).toEqual([])
      expect(read.statements).toHaveLength(Number(row['accounts']))
      expect(read.statements.reduce((sum, one) => sum + one.entries, 0)).toBe(
        Number(row['transactions']),
      )
    } else if (row['transactions'] === '0')
      expect(names(read, 'error')).toEqual(['not_a_bank_file'])
    else
      expect(names(read, 'error')).toEqual(
        expect.arrayContaining(['control_total', 'record_count']),
      )
  })

  test('every file of the folders is read to its end, or refused by name', async () => {
    const all = ['camt', 'mt940', 'bai2'].flatMap((folder) => walk(join(DATA ?? '', folder)))
    const bank = all.filter(
      (path) => /\.(xml|sta|txt|mt940x?)$/.test(path) && !path.endsWith('requirements.txt'),
    )
    expect(bank.length).toBeGreaterThan(70)
    for (const path of bank) {
      const read = await told(path)
      expect([
        path,
        isAccepted(read) ? read.statements.length > 0 : names(read, 'error').length > 0,
      ]).toEqual([path, true])
    }
  })
})

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? walk(path) : [path]
  })
}
