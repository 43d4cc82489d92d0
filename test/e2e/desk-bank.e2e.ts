import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { inTenant } from '../../src/store/db.ts'
import { chromiumPath } from './setup/chromium.ts'
import { closeStage, expectClean, openStage, pageAs, type Stage } from './setup/page.ts'

const chromium = chromiumPath()
const HEAD =
  'bank_account,currency,amount,booked_on,bank_ref,reference,payer_name,payer_account,remittance'

describe.skipIf(chromium === undefined)('unmatched money', () => {
  let stage: Stage
  let page: Page
  let refs: readonly { readonly ref: string; readonly name: string; readonly currency: string }[]

  const fileOf = (name: string, rows: readonly string[]): string => {
    const path = join(mkdtempSync(join(tmpdir(), 'forbear-money-')), name)
    writeFileSync(path, `${[HEAD, ...rows].join('\n')}\n`)
    return path
  }
  const money = (i: number, n: string, more: string): string => {
    const { currency = 'CNY' } = refs[i] ?? {}
    return `OURS,${currency},${n},2026-11-19,${more}`
  }
  const LONG = { timeout: 60_000 }
  const payments = () =>
    inTenant(stage.world.db, 1n, async (tx) => {
      const found = await tx.query<{ text: string }>(
        `select a.ref || ' ' || p.amount_minor || case when p.reverses_id is null then '' else ' undone' end as text
           from payment p join account a using (tenant_id, borrower_id, account_id) where p.ref like '%bank:%' order by 1`,
      )
      return found.rows.map((row) => row.text)
    })
  const upload = async (path: string) => {
    await page.locator('input[type=file]').setInputFiles(path)
    await page.locator('.money-drop .ant-alert').waitFor({ timeout: 120_000 })
  }

  beforeAll(async () => {
    stage = await openStage(chromium ?? '')
    refs = await inTenant(stage.world.db, 1n, async (tx) => {
      const found = await tx.query<{ ref: string; name: string; currency: string }>(
        `select a.ref, b.name, a.currency from account a join borrower b using (tenant_id, borrower_id)
           join position p using (tenant_id, borrower_id, account_id)
          where p.outstanding_minor > 50000 and a.closed_on is null order by a.ref limit 3`,
      )
      return found.rows
    })
  })
  afterAll(() => closeStage(stage))
  afterEach(() => page.close())

  test('a file is uploaded, what is certain is matched, and one key accepts a suggestion', async () => {
    page = await pageAs(stage, 'manager')
    await page.keyboard.press('g')
    await page.keyboard.press('m')
    await page.getByRole('heading', { level: 1, name: 'Unmatched money' }).waitFor()
    const [first, second] = refs
    await upload(
      fileOf('day.csv', [
        money(0, '10.00', `R-1,${first?.ref},Known Payer,PAYER-1,for the loan`),
        money(0, '11.00', 'R-2,,Known Payer,PAYER-1,second half'),
        money(1, '12.00', `R-3,,${second?.name},PAYER-2,no reference`),
        money(1, '13.00', 'R-4,,Nobody We Know,PAYER-3,hello'),
      ]),
    )
    await page.getByText('day.csv: 4 movements, 4 new, 1 matched').waitFor()
    expect(await payments()).toEqual([`${first?.ref} 1000`])
    await page.locator('.ant-table-row', { hasText: 'second half' }).click()
    await page.getByText('money went to').first().waitFor()
    await expectClean(page, 'en-money')
    await page.keyboard.press('Enter')
    await page.getByText('Matched', { exact: true }).first().waitFor()
    await expect.poll(payments, LONG).toEqual([`${first?.ref} 1000`, `${first?.ref} 1100`])
    await page.keyboard.press('u')
    await page.getByText('Undone', { exact: true }).first().waitFor()
    await expect.poll(payments, LONG).toContain(`${first?.ref} 1100 undone`)
  })

  test('j and k move, money is split and set aside with a reason', async () => {
    page = await pageAs(stage, 'manager')
    await page.goto('/money')
    const chosen = page.locator('.ant-table-row.chosen')
    await chosen.waitFor()
    const before = await chosen.textContent()
    await page.keyboard.press('j')
    await expect.poll(() => chosen.textContent(), LONG).not.toBe(before)
    await page.keyboard.press('k')
    await expect.poll(() => chosen.textContent(), LONG).toBe(before)
    await page
      .getByRole('row')
      .filter({ hasText: 'hello' })
      .or(page.locator('.ant-table-row', { hasText: 'hello' }))
      .first()
      .click()
    await page.keyboard.press('x')
    const form = page.getByRole('dialog')
    await form.getByLabel('Why', { exact: true }).fill('Meant for another firm')
    await expectClean(page, 'en-money-aside')
    await form.getByRole('button', { name: 'Set aside' }).click()
    await page.getByText('Set aside', { exact: true }).first().waitFor()
    await page.locator('.ant-table-row', { hasText: 'no reference' }).first().click()
    await page.keyboard.press('s')
    const split = page.getByRole('dialog')
    await split.getByLabel('Account 1').fill(refs[1]?.ref ?? '')
    await split.getByLabel('Amount').first().fill('5.00')
    await split.getByLabel('Account 2').fill(refs[1]?.ref ?? '')
    await split.getByRole('button', { name: 'Split' }).click()
    await expect
      .poll(payments, LONG)
      .toEqual(expect.arrayContaining([`${refs[1]?.ref} 500`, `${refs[1]?.ref} 700`]))
  })

  test('what a provider told and nobody could place is shown with why, and noted with a reason', async () => {
    await inTenant(stage.world.db, 1n, (tx) =>
      tx.query(
        `insert into webhook_event (tenant_id, provider, event_id, body_hash, meaning_hash, kind, our_ref, amount_minor,
           currency, happened_at, said, state)
         values (1, 'card', 'evt_1', repeat('0', 64), repeat('0', 64), 'paid', 'elsewhere-7', 4200, 'GBP', now(), '{}',
                 'unmatched')`,
      ),
    )
    page = await pageAs(stage, 'manager')
    await page.goto('/money')
    const told = page.locator('.money-unplaced')
    await told.getByText('elsewhere-7').waitFor()
    await told.getByText('Look it up at the provider').waitFor()
    await expectClean(page, 'en-money-unplaced')
    await told.getByRole('button', { name: 'Try all again' }).click()
    await page.getByText('Placed: 0').waitFor()
    await told.getByRole('button', { name: 'Nothing to do' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Why', { exact: true }).fill('Of another shop')
    await form.getByRole('button', { name: 'Nothing to do' }).click()
    await told.waitFor({ state: 'detached' })
  })

  test('a refused file says by name what is wrong, in Chinese too', async () => {
    page = await pageAs(stage, 'manager', 'zh')
    await page.goto('/money')
    await page.getByRole('heading', { level: 1, name: '待匹配来款' }).waitFor()
    await upload(fileOf('wrong.csv', ['OURS,CNY,1.005,2026-11-19,R-9,,,,x']))
    await page.getByText('小数位数超过该币种').first().waitFor()
    await expectClean(page, 'zh-money-refused')
    expect(await page.locator('.ant-table-row').count()).toBeLessThanOrEqual(40)
  })

  test('ten thousand items keep forty rows in the page', async () => {
    page = await pageAs(stage, 'manager')
    await page.goto('/money')
    const rows = Array.from({ length: 10_000 }, (_, i) =>
      money(0, `1.${String(i % 100).padStart(2, '0')}`, `M-${i},,Payer ${i},,${i}`),
    )
    await upload(fileOf('many.csv', rows))
    await page
      .getByText('many.csv: 10,000 movements')
      .or(page.getByText('many.csv: 10000 movements'))
      .first()
      .waitFor({ timeout: 120_000 })
    const list = page.locator('.ant-table-tbody-virtual-holder')
    for (let i = 0; i < 10; i++) {
      await list.hover()
      await page.mouse.wheel(0, 3000)
      await page.waitForTimeout(100)
    }
    expect(await page.locator('.ant-table-row').count()).toBeLessThanOrEqual(40)
  })
})
