import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { caseIdText } from '../../src/api/ids.ts'
import { day, type Instant } from '../../src/core/calendar.ts'
import { inTenant } from '../../src/store/db.ts'
import { loadLaw } from '../../src/store/law.ts'
import { loadTemplates } from '../../src/store/templates.ts'
import { dispatch } from '../../src/worker/dispatch.ts'
import { runIn } from '../setup/command.ts'
import { chromiumPath } from './setup/chromium.ts'
import { closeStage, expectClean, openStage, pageAs, type Stage } from './setup/page.ts'

const chromium = chromiumPath()
const AMELIA = 3n
const THIRD = day('2026-11-03')
/** A Tuesday, 10:00 in London. */
const THAT_MORNING = Date.parse('2026-11-03T10:00:00Z') as Instant

describe.skipIf(chromium === undefined)('what an officer answers for', () => {
  let stage: Stage
  let page: Page
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'forbear-export-'))
    stage = await openStage(chromium ?? '')
    await contactOnTheThird()
  })
  afterAll(async () => {
    await closeStage(stage)
    await rm(folder, { recursive: true, force: true })
  })
  afterEach(() => page.close())

  /** A text that a table chose and the guard allowed, as the night and the sender do it. */
  async function contactOnTheThird(): Promise<void> {
    await inTenant(stage.world.db, 1n, async (tx) => {
      await tx.query(
        `update treatment set not_before = '2026-11-21' where state in ('planned', 'deferred')`,
      )
      await tx.query(
        `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone,
           row_no, treatment, channel, template)
         select 1, borrower_id, account_id, $2, 'bank', 1, 'early', 'warm', 2, 'first-message', 'sms', 'reminder-warm'
           from account where tenant_id = 1 and borrower_id = $1 limit 1`,
        [AMELIA, THIRD],
      )
    })
    const done = await dispatch(stage.world.db, 1n, {
      now: THAT_MORNING,
      today: THIRD,
      say: () => undefined,
      channels: {
        sms: {
          name: 'carrier',
          patienceMs: 1000,
          absenceIsProof: false,
          send: () => Promise.resolve({ is: 'accepted', providerRef: 'C-3' }),
          lookUp: () => Promise.resolve(new Map()),
        },
      },
      law: loadLaw('law'),
      templates: await loadTemplates('templates'),
    })
    expect(done.answers.accepted).toBe(1)
  }

  test('the log of decisions is narrowed to a person, and an answer follows from its facts', async () => {
    page = await pageAs(stage, 'compliance')
    await page.keyboard.press('g')
    await page.keyboard.press('d')
    await page.getByRole('heading', { level: 1, name: 'Decisions' }).waitFor()
    await page.getByRole('region', { name: 'Decisions' }).waitFor()
    await expectClean(page, 'en-decisions')
    await page.getByLabel('Name or reference').fill('Amelia')
    await page.getByLabel('From', { exact: true }).fill('2026-11-03')
    await page.getByLabel('To', { exact: true }).fill('2026-11-03')
    await page.getByRole('button', { name: 'Find' }).click()
    await page.waitForURL(/person=Amelia/)
    const rows = page.getByRole('region', { name: 'Decisions' }).locator('tbody tr')
    await expect.poll(() => rows.count()).toBe(1)
    await rows.getByRole('link').first().click()
    await page.getByText('Judged again with the facts of then: the same answer').waitFor()
    await page.getByText('bank version 1, stage early, row 2, tone warm: first-message').waitFor()
    await page.getByText('carrier · C-3').waitFor()
    await expectClean(page, 'en-decision')
  })

  test('the register shows a rule with its tests and whom it stops, in Chinese and in the dark', async () => {
    page = await pageAs(stage, 'compliance', 'zh')
    await page.goto('/compliance/rules')
    await page.getByLabel('规则名称或编号').fill('cn.time')
    await page.getByRole('button', { name: '查找' }).click()
    await page.getByRole('navigation', { name: '规则' }).getByRole('link').first().click()
    await page.getByRole('heading', { name: '规则的测试' }).waitFor()
    await page.getByRole('heading', { name: '看它今天拦下了谁' }).waitFor()
    await page.getByText('被拦下', { exact: true }).waitFor()
    await expectClean(page, 'zh-rules')
    await page.getByRole('button', { name: '切换到深色' }).click()
    await expectClean(page, 'zh-rules-dark')
    await page.getByRole('button', { name: '切换到浅色' }).click()
  })

  test('why she was contacted on the 3rd is one answer in words, from her case', async () => {
    page = await pageAs(stage, 'compliance')
    await page.goto(`/cases/${caseIdText(AMELIA)}`)
    const row = page.locator('#timeline li.contact').filter({ hasText: '3 Nov 2026' })
    await row.getByRole('link', { name: 'why, that day' }).first().click()
    await page.getByRole('heading', { level: 1, name: /why contacted/ }).waitFor()
    await page.waitForURL(/at=2026-11-03/)
    const answer = page.getByRole('region', { name: /Answer/ })
    await answer.getByText('2026-11-03: Amelia Wright was contacted once').waitFor()
    await answer.getByText('Strategy bank version 1, stage early, row 2 (tone warm)').waitFor()
    await answer.getByText(/rules were asked/).waitFor()
    await answer.getByText(/Template reminder-warm/).waitFor()
    await expectClean(page, 'en-why-on-the-3rd')
    await page.getByText('Acting is off.').first().waitFor()
    expect(await page.getByRole('button', { name: 'Seal and download' }).isDisabled()).toBe(true)
    await page.goto('/inbox?at=2026-11-03')
    await page.getByText('This page shows today').waitFor()
    await page.goto(`/cases/${caseIdText(AMELIA)}?at=2026-11-03`)
    await page.getByText('State, stage, budget, care and other people show today').waitFor()
    await page.getByRole('heading', { level: 1, name: 'Amelia Wright' }).waitFor()
    const hold = page.getByRole('button', { name: 'Place a hold' }).first()
    expect(await hold.isDisabled()).toBe(true)
    await expectClean(page, 'en-case-as-of')
    await page.getByRole('button', { name: 'Back to today' }).click()
    await expect.poll(() => page.url()).not.toContain('at=')
  })

  test('everything about her is sealed, downloaded, and checked offline; a change is named', async () => {
    page = await pageAs(stage, 'compliance')
    await page.goto(`/compliance/people/${caseIdText(AMELIA)}`)
    await page.getByLabel('Reason').fill('She asked for it on 3 November.')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Seal and download' }).click(),
    ])
    const path = join(folder, 'her.tar')
    await download.saveAs(path)
    const key = await page.locator('.watch-key').innerText()
    const whole = await runIn(folder, ['verify', path, '--key', key])
    expect([whole.code, whole.out]).toEqual([0, expect.stringContaining('Whole:')])
    const bytes = await readFile(path)
    const at = bytes.indexOf('Amelia Wright')
    bytes.write('Emilia', at)
    await writeFile(path, bytes)
    const broken = await runIn(folder, ['verify', path, '--key', key])
    expect([broken.code, broken.out]).toEqual([3, expect.stringContaining('index.en.html')])
    await expectClean(page, 'en-export')
  })

  test('holds, caps and hours, looks and changes each stand on a page, in both languages and modes', async () => {
    for (const language of ['en', 'zh'] as const) {
      page = await pageAs(stage, 'compliance', language)
      for (const name of ['holds', 'limits', 'access', 'changes']) {
        await page.goto(`/compliance/${name}`)
        await page.locator('.watch-head h1').waitFor()
        await expectClean(page, `${language}-${name}`)
      }
      if (language === 'en') await page.close()
    }
    await page.getByRole('button', { name: '切换到深色' }).click()
    await expectClean(page, 'zh-changes-dark')
    await page.getByRole('button', { name: '切换到浅色' }).click()
  })

  test('one person goes through a month, and another signs it', async () => {
    page = await pageAs(stage, 'compliance')
    await page.goto('/compliance/access')
    await page.getByText('She asked for it on 3 November.').waitFor()
    await page.getByLabel('What you found').fill('Nothing stands out.')
    await page.getByRole('button', { name: /Record that you went through/ }).click()
    await page.getByText('Waits for another person').waitFor()
    expect(await page.getByRole('button', { name: 'Sign', exact: true }).isDisabled()).toBe(true)
    await page.close()
    page = await pageAs(stage, 'manager')
    await page.goto('/compliance/access')
    await page.getByRole('button', { name: 'Sign', exact: true }).click()
    await page.getByText(/^Signed by/).waitFor()
    await page.close()
    page = await pageAs(stage, 'admin')
    await page.goto('/compliance/access')
    const roles = page.getByRole('region', { name: 'Who has which role' })
    await roles.getByText('when the house was set up').first().waitFor()
    const choose = (name: string) => page.getByRole('combobox', { name, exact: true })
    await choose('Who').selectOption({ label: 'Chen Jing' })
    await choose('Role').selectOption('manager')
    await page.getByLabel('Reason').fill('Leads the team from today.')
    await page.getByRole('button', { name: 'Change a role' }).click()
    await roles.getByText('Leads the team from today.').first().waitFor()
    await expectClean(page, 'en-roles')
  })
})
