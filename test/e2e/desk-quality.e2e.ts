import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { putRecording, recordingsFolder } from '../../src/channels/voice/recordings.ts'
import { caseIdText } from '../../src/api/ids.ts'
import { parseTranscript } from '../../src/core/transcript.ts'
import { inTenant } from '../../src/store/db.ts'
import { takeTranscript } from '../../src/store/transcript.ts'
import { readWorkFile } from '../../src/store/work-file.ts'
import { applyWorkFile } from '../../src/store/work-people.ts'
import { chromiumPath } from './setup/chromium.ts'
import { NOW, TODAY } from './setup/desk.ts'
import { closeStage, expectClean, openStage, pageAs, type Stage } from './setup/page.ts'

const chromium = chromiumPath()
const HE = 6n
const AMELIA = 3n

describe.skipIf(chromium === undefined)('what is said in calls', () => {
  let stage: Stage
  let page: Page
  const inBook = (sql: string, values: unknown[] = []) =>
    inTenant(stage.world.db, 1n, (tx) => tx.query(sql, values))

  beforeAll(async () => {
    stage = await openStage(chromium ?? '')
    const file = readWorkFile(readFileSync('worklists/demo.yaml', 'utf8'))
    if (!('people' in file)) throw new Error(JSON.stringify(file))
    const { db, adminUrl } = stage.world
    await applyWorkFile({ db, adminUrl, tenantId: 1n, say: () => undefined }, file, 'test')
    await callWith(AMELIA, 'collector', 'C: Hello?\nB: Yes?\nC: Pay or you go to prison.')
    await callWith(HE, 'manager', '催收员：您好。\n借款人：别再联系我了。')
  })
  afterAll(() => closeStage(stage))
  afterEach(() => page.close())

  /** A call that was made yesterday, and its words. */
  async function callWith(borrowerId: bigint, role: string, text: string): Promise<void> {
    const at = new Date(NOW - 86_400_000)
    const made = await inBook(
      `insert into contact (tenant_id, borrower_id, attempt_key, verdict_id, account_ids, channel, address_id, template,
         language, state, block_version, permitted_at, expires_at, sending_at, slots, made_by)
       select 1, a.borrower_id, gen_random_uuid(), 1, array[a.account_id], 'call', 1, '-', 'en', 'accepted', 0, $3,
              $3::timestamptz + interval '1 hour', $3, '[]', 'staff:' || s.user_id
         from account a join staff s on s.tenant_id = 1 and s.role = $2
        where a.tenant_id = 1 and a.borrower_id = $1 limit 1 returning contact_id`,
      [borrowerId, role, at],
    )
    const call = parseTranscript(text)
    if (!('turns' in call)) throw new Error('no transcript')
    const contactId = (made.rows[0] as { contact_id: bigint }).contact_id
    if (borrowerId === AMELIA) await record(contactId)
    await takeTranscript(
      stage.world.db,
      { tenantId: 1n, borrowerId, contactId },
      { call, recordingHash: 'c'.repeat(64), by: 'test' },
      { now: NOW, today: TODAY },
    )
  }

  /** Eight seconds of silence at the rate of telephones. */
  async function record(contactId: bigint): Promise<void> {
    const data = Buffer.alloc(64_000, 128)
    const head = Buffer.from('RIFF....WAVEfmt ....................data....', 'latin1')
    for (const [n, at] of [
      [36 + data.length, 4],
      [16, 16],
      [8000, 24],
      [8000, 28],
      [data.length, 40],
    ] as const)
      head.writeUInt32LE(n, at)
    for (const [n, at] of [
      [1, 20],
      [1, 22],
      [1, 32],
      [8, 34],
    ] as const)
      head.writeUInt16LE(n, at)
    const wav = Buffer.concat([head, data])
    const sha256 = await putRecording(recordingsFolder(stage.world.home, 1n), wav)
    await inBook(
      `with call as (
         insert into voice_call (tenant_id, borrower_id, attempt_key, contact_id, provider, kind, by_staff, language,
           records, notice, keep_days, connects, dialled_at)
         select 1, borrower_id, attempt_key, contact_id, 'voice', 'bridge', 'x', 'en', true, true, 90, false, sending_at
           from contact where borrower_id = $1 and contact_id = $2 returning attempt_key)
       insert into voice_recording (tenant_id, borrower_id, attempt_key, contact_id, sha256, bytes, media_type, seconds,
         made_on, keep_until)
       select 1, $1, attempt_key, $2, $3, $4, 'audio/wav', 8, '2026-11-19', '2027-02-17' from call`,
      [AMELIA, contactId, sha256, wav.length],
    )
  }

  test('a reviewer answers what was found by keys, gives points, and it stands as reviewed', async () => {
    page = await pageAs(stage, 'compliance')
    await page.keyboard.press('g')
    await page.keyboard.press('v')
    await page.getByRole('heading', { level: 1, name: 'Quality' }).waitFor()
    const rows = page.getByRole('region', { name: 'Calls to review' }).getByRole('button')
    await rows.filter({ hasText: 'Amelia Wright' }).click()
    const call = page.getByRole('region', { name: 'Call with Amelia Wright' })
    await call.locator('mark').first().waitFor()
    await listensByKeys(call)
    await expectClean(page, 'en-quality')
    await page.keyboard.press('y')
    const right = call.getByRole('radio', { name: 'Right', exact: true })
    await expect.poll(() => right.first().isChecked()).toBe(true)
    for (let more = await right.count(); more > 1; more--) await page.keyboard.press('f')
    await call.getByRole('group', { name: 'Listened' }).getByLabel('2', { exact: true }).check()
    await call.getByLabel('A note for whoever made the call').fill('Name the ways out instead.')
    await call.getByRole('button', { name: 'Record the review' }).click()
    await page.getByText('Recorded: 2 of 3').first().waitFor()
    await call.getByText('Name the ways out instead.').waitFor()
    await page.getByRole('link', { name: 'Agreement' }).click()
    await page.getByRole('cell', { name: '100%' }).first().waitFor()
    await expectClean(page, 'en-quality-agreement')
  })

  /** The reason first; then space plays and stops, and the arrows go five seconds on and back. */
  async function listensByKeys(call: Locator): Promise<void> {
    await call.getByRole('button', { name: 'Listen' }).click()
    await call.getByLabel('Why do you listen?').fill('the words look wrong')
    await page.keyboard.press('Enter')
    const player = call.getByRole('group', { name: 'Player of the recording' })
    await player.getByText('0:00 of 0:08').waitFor()
    await player.getByRole('button', { name: 'Play' }).focus()
    await page.keyboard.press('Space')
    await player.getByRole('button', { name: 'Pause' }).waitFor()
    await page.keyboard.press('Space')
    await player.getByRole('button', { name: 'Play' }).waitFor()
    await page.keyboard.press('ArrowRight')
    await player.getByText(/0:0[5-8] of 0:08/).waitFor()
    await page.keyboard.press('ArrowLeft')
    await player.getByText(/0:0[0-3] of 0:08/).waitFor()
  }

  test('a manager reads in Chinese, reviews no call of their own, and draws the day', async () => {
    page = await pageAs(stage, 'manager', 'zh')
    await page.goto('/quality')
    const rows = page.getByRole('region', { name: '待复核的通话' }).getByRole('button')
    await rows.filter({ hasText: '陈晓东' }).click()
    const call = page.getByRole('region', { name: '与陈晓东的通话' })
    await call.getByText('不得复核自己的通话').first().waitFor()
    expect(await call.getByRole('button', { name: '登记复核' }).isDisabled()).toBe(true)
    await page.getByLabel('抽样日期').fill('2026-11-19')
    await page.getByRole('button', { name: '抽取样本' }).click()
    await page.getByText('从 2 通中抽取 2 通，新加入 2 通').waitFor()
    await expectClean(page, 'zh-quality')
    // Beside the documents of the case, with the words of the call.
    await page.goto(`/cases/${caseIdText(AMELIA)}#documents`)
    const documents = page.getByRole('region', { name: '文书' })
    await documents.getByRole('button', { name: '收听' }).click()
    await documents.getByLabel('为什么收听？').fill('客户投诉')
    await page.keyboard.press('Enter')
    await documents.locator('mark').first().waitFor()
    await documents.getByText('0:00 / 0:08').waitFor()
    await expectClean(page, 'zh-recording')
  })

  test('a collector finds no review in the rail; its page says why', async () => {
    page = await pageAs(stage, 'collector')
    expect(await page.getByRole('link', { name: 'Quality' }).count()).toBe(0)
    await page.goto('/quality')
    await page.getByRole('alert').waitFor()
  })

  test('a script leads through a call by number keys, and the outcome is filled in', async () => {
    page = await pageAs(stage, 'collector')
    await page.goto('/work')
    await page.getByText('Name the ways out instead.').waitFor()
    await page.getByRole('button', { name: 'Next case' }).click()
    await page.getByRole('button', { name: /^Call/ }).click()
    await page.getByRole('button', { name: 'They answered: start the script' }).click()
    const script = page.getByRole('region', { name: 'Script' })
    await script.getByText('Identity not confirmed').waitFor()
    await expectClean(page, 'en-script')
    await page.keyboard.press('1')
    await script.getByRole('heading', { name: 'Identity first' }).waitFor()
    await page.keyboard.press('1')
    await script.getByText('Identity confirmed').waitFor()
    await script.getByLabel('Their words').fill('我老公上周去世了')
    await page.keyboard.press('Enter')
    await script.getByRole('heading', { name: 'Stop: care comes first' }).waitFor()
    await expectClean(page, 'en-script-care')
    await script.getByText('请您节哀').waitFor()
    await page.keyboard.press('1')
    await script.getByText('您愿意说说吗').waitFor()
    await page.keyboard.press('1')
    await script.getByText('12356').waitFor()
    await page.keyboard.press('2')
    await script.getByText('It ends as “Vulnerable situation”').waitFor()
    await page.getByRole('button', { name: 'Record: Vulnerable situation' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Recorded. N for the next one.').waitFor()
  })
})
