import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { inTenant } from '../../src/store/db.ts'
import { readWorkFile } from '../../src/store/work-file.ts'
import { applyWorkFile } from '../../src/store/work-people.ts'
import { chromiumPath } from './setup/chromium.ts'
import {
  closeStage,
  expectClean,
  openPage,
  openStage,
  pageAs,
  signIn,
  type Stage,
} from './setup/page.ts'

const chromium = chromiumPath()

describe.skipIf(chromium === undefined)('people’s hours at the desk', () => {
  let stage: Stage
  let page: Page
  beforeAll(async () => {
    stage = await openStage(chromium ?? '')
    const file = readWorkFile(readFileSync('worklists/demo.yaml', 'utf8'))
    if (!('people' in file)) throw new Error(JSON.stringify(file))
    const { db, adminUrl } = stage.world
    const applied = await applyWorkFile(
      { db, adminUrl, tenantId: 1n, say: () => undefined },
      file,
      'test',
    )
    if ('unknown' in applied) throw new Error(applied.unknown.join())
  })
  afterAll(() => closeStage(stage))
  beforeEach(() =>
    inBook(`update lease set ended_at = taken_at, stays_with = null, stays_until = null`),
  )
  afterEach(() => page.close())

  const inBook = (sql: string, values: unknown[] = []) =>
    inTenant(stage.world.db, 1n, (tx) => tx.query(sql, values))
  const heading = (name: string) => page.getByRole('heading', { level: 1, name })

  test('a whole round by keyboard: next, call, one key and Enter, next', async () => {
    page = await pageAs(stage, 'collector')
    await page.keyboard.press('g')
    await page.keyboard.press('w')
    await heading('Work').waitFor()
    await expectClean(page, 'en-work-empty')
    await page.keyboard.press('n')
    await heading('王秀英').waitFor()
    await page.getByText('First of what is lawful for you now: Early calls, priority 50.').waitFor()
    await expectClean(page, 'en-work-case')
    await page.keyboard.press('c')
    await page.getByText('Dial +8610000000001 now').waitFor()
    await page.getByLabel('Outcome (number, name or pinyin initials)').fill('wrjt')
    await page.getByRole('button', { name: 'Record: No answer' }).waitFor()
    await expectClean(page, 'en-work-wrap-up')
    await page.keyboard.press('Enter')
    await page.getByText('Recorded. N for the next one.').waitFor()
    await page.locator('body').click({ position: { x: 5, y: 5 } })
    await page.keyboard.press('n')
    await page.getByText('Your worklists are empty.').waitFor()
  })

  test('a case nobody worked is given back with a reason, in Chinese', async () => {
    await inBook(`update treatment set state = 'listed' where borrower_id = 1`)
    page = await openPage(stage, 'zh')
    await signIn(page, 'collector', 'zh')
    await page.goto('/work')
    await page.getByRole('button', { name: '下一个案件' }).click()
    await heading('王秀英').waitFor()
    await expectClean(page, 'zh-work-case')
    await page.keyboard.press('n')
    const form = page.getByRole('dialog', { name: '为什么退回？' })
    await form.waitFor()
    await expectClean(page, 'zh-work-release')
    await page.keyboard.press('3')
    await form.getByRole('button', { name: '退回并领取下一个' }).click()
    await form.waitFor({ state: 'hidden' })
    const told = await inBook(`select reason from lease_event where kind = 'released'`)
    expect(told.rows).toEqual([{ reason: 'i_know_this_person' }])
  })

  test('a callback at night is refused, and the earliest lawful hour is one press away', async () => {
    await inBook(`update treatment set state = 'listed' where borrower_id = 1`)
    page = await pageAs(stage, 'collector')
    await page.goto('/work')
    await page.getByRole('button', { name: 'Next case' }).click()
    await heading('王秀英').waitFor()
    await page.keyboard.press('b')
    const form = page.getByRole('dialog', { name: 'Agree a callback' })
    // What is typed over the call is listened to as on the page of the case.
    await form.getByLabel('Notes').fill('I lost my job')
    const prompt = page.getByRole('region', { name: 'Care first: they cannot pay' })
    await prompt.getByRole('button', { name: 'Not now' }).click()
    await prompt.waitFor({ state: 'hidden' })
    await form.getByLabel('Time (').fill('2026-11-20T23:30')
    await form.getByRole('button', { name: 'Agree a callback' }).click()
    await form.getByRole('alert').waitFor()
    await expectClean(page, 'en-work-callback')
    await form.getByRole('button', { name: 'Take that time' }).click()
    await form.getByRole('button', { name: 'Agree a callback' }).click()
    await form.waitFor({ state: 'hidden' })
    const mine = page.getByRole('region', { name: 'Callbacks' })
    await mine.getByRole('link', { name: '王秀英' }).waitFor()
    await mine.getByRole('button', { name: 'Cancel the callback with 王秀英' }).click()
    await mine.getByText('No callback is agreed.').waitFor()
  })

  test('a manager sees the load against hours, and answers for a step', async () => {
    await inBook(
      `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone,
         row_no, treatment, channel, worklist, priority, state, lawful_until)
       select 1, n, n, '2026-11-20', 'bank', 1, 'mid', 'serious', 3, 'mid-call', 'call', 'branch-calls', n,
         'listed', '2026-11-20T05:00:00Z' from generate_series(101, 160) n`,
    )
    await inBook(
      `update treatment set state = 'awaiting_approval', approval = 'manager' where borrower_id = 6`,
    )
    page = await pageAs(stage, 'manager')
    await page.getByRole('navigation').getByRole('link', { name: 'Load against hours' }).click()
    await heading('Load against hours').waitFor()
    await page.getByText(/of “Branch calls” \(English\) will not be reached/).waitFor()
    await expectClean(page, 'en-work-load')
    await page.getByRole('link', { name: 'Approve steps' }).click()
    await heading('Approve steps').waitFor()
    await expectClean(page, 'en-work-approvals')
    await page.getByRole('button', { name: /^Approve .* 陈晓东$/ }).click()
    await page.getByText('No step waits for approval.').waitFor()
  })

  test('compliance reads the load in Chinese and takes no case; 320 pixels are enough', async () => {
    page = await openPage(stage, 'zh', { viewport: { width: 320, height: 800 } })
    await signIn(page, 'compliance', 'zh')
    for (const path of ['/work', '/work/load']) {
      await page.goto(path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForLoadState('networkidle')
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect.soft(sideways, path).toBe(0)
      await expectClean(page, `zh-narrow${path.replaceAll('/', '-')}`)
    }
    await page.goto('/work')
    expect(await page.getByRole('button', { name: '下一个案件' }).isDisabled()).toBe(true)
  })

  test('a promise is kept with its amount and day in the same wrap-up', async () => {
    await inBook(`update treatment set state = 'listed' where borrower_id = 1`)
    page = await pageAs(stage, 'collector')
    await page.goto('/work')
    await page.getByRole('button', { name: 'Next case' }).click()
    await heading('王秀英').waitFor()
    await page.keyboard.press('c')
    await page.getByText('Dial +8610000000001 now').waitFor()
    await page.getByRole('button', { name: 'It is them' }).click()
    await page.getByLabel('Outcome (number, name or pinyin initials)').fill('2')
    await page.getByLabel('Promised amount (CNY)').fill('300')
    await page.getByLabel('Promised for').fill('2026-11-27')
    await page.getByRole('button', { name: 'Record: Promises to pay' }).click()
    await page.getByText('Recorded. N for the next one.').waitFor()
    const made = await inBook(`select amount_minor, due_on from promise where borrower_id = 1`)
    expect(made.rows).toEqual([{ amount_minor: 30_000n, due_on: '2026-11-27' }])
    const [kept] = (await inBook(`select detail from contact_event where kind = 'conversation'`))
      .rows
    expect(kept?.detail).toMatchObject({ disposition: 'promise' })
  })
})
