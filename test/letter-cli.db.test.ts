import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openTypesetter } from '../src/channels/letter/typeset.ts'
import { commandIn } from './setup/command.ts'

const typesetter = await openTypesetter()
const missing = 'declined' in typesetter
if (missing)
  console.warn(`Letters are not tried (${typesetter.declined}): apt-get install fonts-noto-cjk`)

const folder = mkdtempSync(join(tmpdir(), 'forbear-letter-cli-'))
const forbear = commandIn(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NOW = ['--today', '2026-11-20', '--now', '2026-11-20T08:30:00Z']
const BOOK = `account_ref,borrower_ref,portfolio,product,currency,name,language,zones,post,opened_on,principal,balance,arrears,oldest_unpaid_due_on,next_due_on,next_due
L-1,B-1,cn-online,personal-loan,CNY,王小明,zh,Asia/Shanghai,518000 广东省深圳市福田区福中三路1004号,2026-01-10,10000.00,8000.00,500.00,2026-11-05,2026-12-05,500.00
`

test.skipIf(missing)(
  'a letter from the terminal to the mail that came back',
  async () => {
    const book = join(folder, 'book.csv')
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    writeFileSync(book, BOOK)
    await forbear('init', '--name', 'Example', '--zone', 'Asia/Shanghai')
    await forbear('load', book, '--mapping', 'generic', '--as-of', '2026-11-20')
    const send = ['send', '--to', 'L-1', '--channel', 'letter', '--template']
    const posing = await forbear(...send, 'lawyers-letter', ...NOW)
    expect(posing.out).toContain('Provider letter: refused')
    const sent = await forbear(...send, 'letter-serious', ...NOW)
    expect(sent.out).toContain('Provider letter: accepted')
    expect((await forbear('letters', 'list')).out).toMatch(/L-1 +About your account +in the batch/)
    const closed = await forbear('letters', 'close', '--now', '2026-11-20T09:00:00Z')
    const ready = /For the print house: (.+)$/m.exec(closed.out)?.[1] ?? ''
    const pdf = readdirSync(ready).find((name) => name.endsWith('.pdf'))
    const back = file('back.csv', `file,date,reason\n${pdf},2026-11-28,moved\n`)
    expect((await forbear('letters', 'returned', back)).out).toContain('1 letters told')
    expect((await forbear('letters', 'list', '--lang', 'zh')).out).toContain(
      '已退回 (收件人已迁移)',
    )
    const wrong = file('wrong.csv', `file,date,reason\n${pdf},2026-11-28,lost\n`)
    const refused = await forbear('letters', 'returned', wrong)
    expect(refused).toMatchObject({ code: 3 })
    expect(refused.err).toContain('row 2')
  },
  300_000,
)
