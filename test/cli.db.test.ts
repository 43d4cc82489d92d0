import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { EXAMPLES } from '../src/cli/command-examples.ts'
import { commandIn } from './setup/command.ts'

const HEAD =
  'account_ref,borrower_ref,portfolio,product,currency,name,language,zones,mobile,email,balance_on,balance,arrears,oldest_unpaid_due_on'

const folder = mkdtempSync(join(tmpdir(), 'forbear 命令 '))
const forbear = commandIn(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Twelve borrowers in China, each 10 days behind; `wrong` replaces the arrears of row 7. */
function book(name: string, wrong?: string): string {
  const rows = Array.from({ length: 12 }, (_, i) => {
    const arrears = i === 5 && wrong !== undefined ? wrong : '120.50'
    return `A${i},B${i},cn-online,instalment-loan,CNY,王${i},zh,Asia/Shanghai,+8610000000${10 + i},b${i}@borrower.example,2026-11-20,1000.00,${arrears},2026-11-10`
  })
  const path = join(folder, name)
  writeFileSync(path, [HEAD, ...rows, ''].join('\n'))
  return path
}

describe('wrong words', () => {
  test('help shows examples and ends well', async () => {
    const ran = await forbear('--help')
    expect(ran.code).toBe(0)
    expect(ran.out).toContain('forbear load ./book --mapping generic')
    const zh = await forbear('load', '--help', '--lang', 'zh')
    expect(zh.out).toContain('示例')
  })

  test('help names every command that has an example', async () => {
    const { out } = await forbear('--help')
    const named = new Set(out.match(/^ {2}[a-z]+/gm)?.map((word) => word.trim()))
    const shown = Object.keys(EXAMPLES).filter((name) => name !== 'all')
    expect(shown.filter((name) => !named.has(name))).toEqual([])
    expect(named.has('serve')).toBe(true)
  })

  test('an unknown command is answered with the nearest one', async () => {
    const ran = await forbear('laod')
    expect(ran.code).toBe(2)
    expect(ran.err).toContain('load')
    expect(ran.out).toBe('')
  })

  test.each([
    [['load', 'x.csv'], '--mapping'],
    [['cycle', '--today', '2026-02-30'], '2026-02-30'],
    [['cycle', '--tenant', 'one'], 'one'],
    [['report', 'profits'], 'roll-rates'],
    [['clock', 'advance', 'soon'], 'advance 45d'],
    [['init', '--name', 'X', '--zone', 'Mars/Base'], 'Mars/Base'],
    [['serve', '--port', '99999'], '99999'],
  ])('%j is refused with 2 and the word that was wrong', async (args, says) => {
    if (args[0] === 'cycle') await forbear('init', '--name', 'Test')
    const ran = await forbear(...args)
    expect(ran.err).toContain(says)
    expect(ran.code).toBe(2)
  })
})

describe('from a file to a contact', () => {
  test('a tenant is made once', async () => {
    const first = await forbear('init', '--name', 'Second', '--tenant', '2', '--json')
    expect(JSON.parse(first.out)).toMatchObject({ made: true, tenant: '2' })
    const again = await forbear('init', '--name', 'Other', '--tenant', '2', '--json')
    expect(JSON.parse(again.out)).toMatchObject({ made: false, name: 'Second' })
    expect((await forbear('cycle', '--tenant', '3')).code).toBe(3)
  })

  test('a bad amount is named by file, row and column, and nothing is loaded', async () => {
    const ran = await forbear(
      'load',
      book('bad.csv', '"1,5"'),
      '--mapping',
      'generic',
      '--as-of',
      '2026-11-20',
    )
    expect(ran.code).toBe(3)
    expect(ran.out).toMatch(/bad\.csv/)
    expect(ran.out).toMatch(/row 7/)
    expect(ran.out).toMatch(/arrears/)
    expect((await forbear('explain', 'A1')).code).toBe(3)
  })

  test('a dry run shows what would be new; the load then does it, once', async () => {
    const args = [
      'load',
      book('good.csv'),
      '--mapping',
      'generic',
      '--as-of',
      '2026-11-20',
      '--json',
    ]
    const dry = await forbear(...args, '--dry-run')
    expect(JSON.parse(dry.out)).toMatchObject({
      done: 'previewed',
      report: { preview: { account: { inserts: 12 } } },
    })
    const loaded = await forbear(...args)
    expect(JSON.parse(loaded.out)).toMatchObject({ done: 'loaded' })
    const again = await forbear(...args)
    expect(JSON.parse(again.out)).toMatchObject({ done: 'already_loaded' })
    expect(again.code).toBe(0)
  })

  test('the cycle sends by day, defers by night, and its numbers add up', async () => {
    const at = ['--today', '2026-11-20', '--now', '2026-11-20T02:00:00Z', '--json']
    const dry = JSON.parse((await forbear('cycle', ...at, '--dry-run')).out)
    expect(dry.cycle.accounts).toBe(12)
    const { cycle, contacts } = JSON.parse((await forbear('cycle', ...at)).out)
    expect(cycle).toMatchObject({ accounts: 12, treatments: dry.cycle.treatments })
    const unasked = Object.values<number>(contacts.unasked).reduce((sum, n) => sum + n, 0)
    expect(contacts.treatments).toBe(
      contacts.allow + contacts.defer + contacts.deny + unasked + contacts.stopped + contacts.gone,
    )
    expect(contacts.allow).toBe(contacts.sent + contacts.listed)
    expect(contacts.allow).toBeGreaterThan(0)
    const again = JSON.parse((await forbear('cycle', ...at)).out)
    expect(again.cycle.wasFinished).toBe(true)
    expect(again.contacts.sent).toBe(0)
  })

  test('explain says the same account in two languages, with the law on each channel', async () => {
    const at = ['--today', '2026-11-20', '--now', '2026-11-20T15:30:00Z']
    const en = await forbear('explain', 'A1', ...at)
    expect(en.out).toContain('account.days_past_due = 10')
    expect(en.out).toContain('cn.time')
    const zh = await forbear('explain', 'A1', ...at, '--lang', 'zh')
    expect(zh.out).toContain('逾期天数')
    expect((await forbear('explain', 'NOBODY')).code).toBe(3)
  })

  test('the delinquency report lists who is late, oldest first', async () => {
    const ran = await forbear('report', 'delinquency', '--as-of', '2026-11-20', '--quiet')
    expect(ran.out.split('\n')[1]).toMatch(/^A0,10,/)
    expect(ran.err).toBe('')
  })
})

describe('the clock and the doctor', () => {
  test('without a terminal the clock is moved only by --yes', async () => {
    expect((await forbear('clock', 'advance', '45d')).code).toBe(2)
    const moved = await forbear('clock', 'advance', '45d', '--yes', '--json')
    expect(JSON.parse(moved.out).moved_hours).toBe(45 * 24)
    const reset = await forbear('clock', 'reset', '--yes', '--json')
    expect(JSON.parse(reset.out).moved_hours).toBe(0)
  })

  test('the doctor finds a whole installation', async () => {
    const ran = await forbear('doctor', '--json')
    expect(JSON.parse(ran.out).filter((one: { ok: boolean }) => !one.ok)).toEqual([])
    expect(ran.code).toBe(0)
  })
})
