import { putRecording } from '../channels/voice/recordings.ts'
import { evidenceFolder } from '../evidence/folder-receipt.ts'
import { sha256Of } from '../evidence/seal.ts'
import type { Tx } from '../store/db.ts'
import { openCare, type CareGiven } from '../store/care.ts'
import { loadCareBook } from '../store/care-book.ts'
import { recordLimitationFact } from '../store/revival.ts'
import { day } from '../core/calendar.ts'
import { ROLES, type StaffRole } from '../store/staff.ts'
import type { RouteName } from './access.ts'
import { accountIdText, caseIdText, pairText, rewardIdText } from './ids.ts'
import { addPerson, inBook, TODAY, type World } from './testing.ts'

type CareThing = (
  route: RouteName,
  role: StaffRole | undefined,
) => { readonly path: string; readonly body?: unknown } | undefined

const FIRST = 951n
const idOf = (role: StaffRole): bigint => FIRST + BigInt(ROLES.indexOf(role))

type Made = { readonly complaint: bigint; readonly told: bigint; readonly reward: bigint }

/** One borrower a role, each with a complaint, something told in confidence, a debt out of time and a reward. */
export async function addCareThings(world: World): Promise<CareThing> {
  const made = new Map<StaffRole, Made>()
  for (const role of ROLES) made.set(role, await addOne(world, idOf(role)))
  return (route, role) => {
    const who = role ?? 'manager'
    const id = idOf(who)
    const thing = made.get(who)
    if (thing === undefined) return undefined
    const at = `/v1/cases/${caseIdText(id)}`
    const account_id = accountIdText(id)
    const careAt = (n: bigint) => `${at}/care/${pairText('car', { borrowerId: id, n })}`
    const consent = { account_id, notice_on: TODAY, on: TODAY, how: 'letter' }
    const things: Partial<Record<RouteName, ReturnType<CareThing>>> = {
      'POST /v1/cases/{id}/care': {
        path: `${at}/care`,
        body: { kind: 'dispute', sort: 'paid', account_id, source: 'letter' },
      },
      'POST /v1/cases/{id}/care/{care_id}/acts': {
        path: `${careAt(thing.complaint)}/acts`,
        body: { action: 'acknowledge' },
      },
      'POST /v1/cases/{id}/care/{care_id}/evidence': {
        path: `${careAt(thing.complaint)}/evidence`,
        body: { kind: 'letter', title: 'Letter', sha256: 'a'.repeat(64), dated_on: TODAY },
      },
      'POST /v1/cases/{id}/care/{care_id}/evidence/{hash}/looks': lookAt(careAt(thing.complaint)),
      'POST /v1/cases/{id}/care/{care_id}/reads': {
        path: `${careAt(thing.told)}/reads`,
        body: { reason: 'to agree support' },
      },
      'POST /v1/cases/{id}/restructures': {
        path: `${at}/restructures`,
        body: {
          account_id,
          rework: { sort: 'reschedule', months: 2 },
          why: 'Budget seen',
          source: 'budget',
        },
      },
      'POST /v1/cases/{id}/limitation/facts': {
        path: `${at}/limitation/facts`,
        body: { account_id, kind: 'demand', on: TODAY, source: 'file' },
      },
      'POST /v1/cases/{id}/credit-notices': {
        path: `${at}/credit-notices`,
        body: { account_id, channel: 'letter', on: TODAY, source: 'file' },
      },
      'POST /v1/cases/{id}/limitation/consents': {
        path: `${at}/limitation/consents`,
        body: consent,
      },
      'POST /v1/rewards/{id}/results': {
        path: `/v1/rewards/${rewardIdText(thing.reward)}/results`,
        body: { result: 'granted', ref: `CORE-${who}` },
      },
    }
    return things[route]
  }
}

const lookAt = (care: string) => ({
  path: `${care}/evidence/${sha256Of(SHOWN)}/looks`,
  body: { reason: 'to look into it' },
})

const SHOWN = Buffer.from('10:02 They shouted.')

/** A note of the borrower's own, put to the complaint. */
async function handIn(tx: Tx, world: World, of: { id: bigint; careId: bigint }): Promise<void> {
  const sha256 = await putRecording(evidenceFolder(world.home, 1n), SHOWN)
  const made = await tx.query<{ item_no: bigint }>(
    `insert into folder_item (tenant_id, borrower_id, account_id, kind, sha256, bytes, media_type, receipt_no, house,
       public_key, signature, received_at, keep_until)
     values (1, $1, $1, 'note', $2, $3, 'text/plain', $4, 'Demo Bank',
       repeat('0', 64), repeat('A', 88), now(), '2030-01-01') returning item_no`,
    [of.id, sha256, SHOWN.length, `1-aaaa-bbbb-cccc-${String(of.id).padStart(4, '0')}`],
  )
  const itemNo = made.rows[0]?.item_no
  await tx.query(
    `insert into folder_private (tenant_id, borrower_id, item_no, title, words) values (1, $1, $2, 'A call', $3)`,
    [of.id, itemNo, SHOWN.toString()],
  )
  await tx.query(
    `insert into folder_event (tenant_id, borrower_id, item_no, kind, care_id, by_whom, effective_at)
     values (1, $1, $2, 'attached', $3, 'borrower', now())`,
    [of.id, itemNo, of.careId],
  )
}

function addOne(world: World, id: bigint): Promise<Made> {
  return inBook(world, async (tx) => {
    await addPerson(tx, { id })
    const tick = { now: world.now, today: TODAY, book: loadCareBook() }
    const of = { borrowerId: id, toldOn: TODAY, written: false, source: 'call', by: 'test' }
    const open = async (given: Pick<CareGiven, 'kind' | 'sort' | 'words' | 'consent'>) => {
      const done = await openCare(tx, 1n, { ...of, ...given }, tick)
      return 'careId' in done ? done.careId : 0n
    }
    const complaint = await open({ kind: 'complaint', sort: 'conduct', words: 'They shouted' })
    await handIn(tx, world, { id, careId: complaint })
    const told = await open({
      kind: 'vulnerability',
      sort: 'health',
      words: 'Very ill',
      consent: 'by telephone',
    })
    await tx.query(
      `insert into instalment (tenant_id, borrower_id, account_id, version, instalment_no, due_on, amount_minor, effective_on)
       values (1, $1, $1, 7, 1, '2026-10-01', 10000, '2026-01-01')`,
      [id],
    )
    const fact = { borrowerId: id, accountId: id, kind: 'default' as const, source: 'file' }
    await recordLimitationFact(tx, 1n, { ...fact, on: day('2019-01-10') }, TODAY)
    const reward = await tx.query<{ treatment_id: bigint }>(
      `insert into treatment (tenant_id, borrower_id, account_id, chosen_on, strategy, strategy_version, stage, tone,
         row_no, treatment, approval, reward, state)
       values (1, $1, $1, $2, 'bank', 1, 'cure', 'warm', 1, 'thanks', 'manager', 'fee_waiver', 'approved')
       returning treatment_id`,
      [id, TODAY],
    )
    return { complaint, told, reward: reward.rows[0]?.treatment_id ?? 0n }
  })
}
