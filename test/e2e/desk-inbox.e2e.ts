import { createHash } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { inTenant } from '../../src/store/db.ts'
import { takeMessage } from '../../src/store/message-in.ts'
import { nameThirdPerson } from '../../src/store/third-person.ts'
import { chromiumPath } from './setup/chromium.ts'
import { NOW, TODAY } from './setup/desk.ts'
import { closeStage, expectClean, openCase, openStage, pageAs, type Stage } from './setup/page.ts'

const chromium = chromiumPath()
const AMELIA = '+447700900003'
const WANG = '+8610000000001'
const LI = '+8610000000002'
const HE = '+8610000000006'
const HE_ID = 6n
const HE_NAME = '陈晓东'

describe.skipIf(chromium === undefined)('the inbox', () => {
  let stage: Stage
  let page: Page
  let n = 0
  const wrote = (from: string, text: string) =>
    takeMessage(
      stage.world.db,
      1n,
      {
        provider: 'test',
        providerRef: `e2e-${n++}`,
        channel: 'sms',
        from,
        to: '10690000',
        text,
        at: NOW,
        rawHash: createHash('sha256').update(text).digest(),
      },
      { now: NOW, today: TODAY },
    )
  beforeAll(async () => {
    stage = await openStage(chromium ?? '')
    await wrote(AMELIA, 'can pay 50 on the 3rd')
    await wrote(LI, '退订')
    await wrote(WANG, '我不想活了')
    await wrote('+4915700000001', 'Who is this?')
  })
  afterAll(() => closeStage(stage))
  afterEach(() => page.close())

  test('who may not wait stands first; a promise is proposed and recorded by a person', async () => {
    page = await pageAs(stage, 'collector')
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor()
    const rows = page.getByRole('region', { name: 'Who waits' }).getByRole('button')
    expect(await rows.first().innerText()).toContain('At once')
    await expectClean(page, 'en-inbox')
    await rows.filter({ hasText: 'Amelia Wright' }).click()
    const thread = page.getByRole('region', { name: 'Thread with Amelia Wright' })
    await thread.getByText('can pay 50 on the 3rd').waitFor()
    await thread.getByText('Offers: £50.00', { exact: false }).waitFor()
    await page.keyboard.press('t')
    await page.getByText('Yours').first().waitFor()
    await page.keyboard.press('p')
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByLabel('Amount', { exact: false }).first().inputValue()).toBe('50.00')
    await expectClean(page, 'en-inbox-promise')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })

  test('words that may not leave are refused with the reason; others wait ten seconds and come back', async () => {
    page = await pageAs(stage, 'collector')
    await page.goto('/inbox')
    await page.getByRole('button', { name: /Amelia Wright/ }).click()
    await page.getByRole('region', { name: 'Thread with Amelia Wright' }).waitFor()
    await page.keyboard.press('a')
    await page.getByLabel('Answer', { exact: true }).fill('Pay now or you go to prison.')
    await page.getByText('These words may not leave').first().waitFor()
    const send = page.getByRole('button', { name: 'Send' })
    expect(await send.isDisabled()).toBe(true)
    await page.getByText('Mend the marked words first').waitFor()
    expect(await page.locator('mark').first().innerText()).toBe('prison')
    // Enter does not get past it either.
    await page.keyboard.press('Enter')
    await expectClean(page, 'en-inbox-refused')
    await page.getByLabel('Answer', { exact: true }).fill('Thank you. The 3rd is fine with us.')
    // The page has to have drawn the new words: a button that is off takes no Enter.
    await page.locator('button:enabled', { hasText: 'Send' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Take back' }).click()
    await page.getByText('Taken back').first().waitFor()
  })

  test('a stop shows what it stopped; a manager mends what was misheard, in Chinese too', async () => {
    page = await pageAs(stage, 'manager', 'zh')
    await page.goto('/inbox')
    await page.getByRole('button', { name: /李国庆/ }).click()
    await page.getByText('所有渠道停止联系', { exact: false }).waitFor()
    await expectClean(page, 'zh-inbox')
    await page.keyboard.press('w')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('这条消息的含义').waitFor()
    await dialog.getByRole('button', { name: '识别有误' }).click()
    await page.getByText('已撤销', { exact: false }).first().waitFor()
  })

  test('what is nobody’s is found an owner', async () => {
    page = await pageAs(stage, 'collector')
    await page.goto('/inbox?view=unmatched')
    await page.getByText('Who is this?').waitFor()
    await expectClean(page, 'en-inbox-nobody')
    await page.getByLabel('Find the case').fill('Amelia')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'It is Amelia Wright' }).click()
    await page.getByText('Nobody waits.').waitFor()
  })

  test('a wrong number stands in its history; a person of the contract is asked once, with given words', async () => {
    await wrote(HE, '你打错了')
    await inTenant(stage.world.db, 1n, async (tx) => {
      const ref = { tenantId: 1n, borrowerId: HE_ID }
      await nameThirdPerson(
        tx,
        ref,
        {
          role: 'emergency_contact',
          relation: 'relative',
          basis: '申请表第 3 页',
          namedOn: TODAY,
          name: '何伟',
          kind: 'mobile',
          value: '+8613900000777',
          by: 'test',
        },
        { now: NOW, today: TODAY, personKey: Buffer.alloc(32, 5) },
      )
      await tx.query(
        `insert into borrower_circumstance (tenant_id, borrower_id, kind, from_on, recorded_at)
         values (1, $1, 'unreachable', $2, $2::date)`,
        [HE_ID, TODAY],
      )
    })
    page = await pageAs(stage, 'manager', 'zh')
    await openCase(page, HE_NAME)
    const contacts = page.locator('#contacts')
    await contacts.getByText('不是本人').first().waitFor()
    await contacts.getByText('何伟').waitFor()
    await contacts.getByRole('button', { name: '询问一次' }).click()
    await contacts.getByText('仅可说：').waitFor()
    await contacts.getByText('+8613900000777', { exact: false }).waitFor()
    await expectClean(page, 'zh-people')
    expect(await contacts.getByRole('button', { name: '询问一次' }).count()).toBe(0)
  })
})
