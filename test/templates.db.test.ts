import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ALWAYS_PROMPT, sandboxProvider } from '../src/channels/sandbox.ts'
import type { TemplateDocument } from '../src/engine/template-form.ts'
import { inTenant, type Db } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { messagePrices, setMessagePrice } from '../src/store/message-price.ts'
import { askAlone } from '../src/store/permit.ts'
import { sha256 } from '../src/store/render.ts'
import {
  answerProposal,
  proposeChange,
  type Change,
  type ProposalDeclined,
} from '../src/store/strategy-proposal.ts'
import { canonical } from '../src/store/template-document.ts'
import { madeUp, personOfCase, senderOf } from '../src/store/template-people.ts'
import { previews } from '../src/store/template-preview.ts'
import { currentTemplates, keepShipped, templateHistory } from '../src/store/template-version.ts'
import { tenantTemplates } from '../src/store/tenant-templates.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { deskOf, dispatch } from '../src/worker/dispatch.ts'
import { flip, readyOf, send } from '../src/worker/send.ts'
import { addPeople, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const law = loadLaw('law')
const templates = await loadTemplates('templates')
const { shipped } = templates
const REF = { channel: 'sms', name: 'reminder-warm' } as const
const warm = shipped.documents.find((one) => one.channel === 'sms' && one.name === REF.name)
if (warm === undefined) throw new Error('there is a warm reminder')

const withWords = (zh: string, document: TemplateDocument = warm): TemplateDocument => ({
  ...document,
  texts: { ...document.texts, zh: document.texts.zh.replace('您好，', `您好，${zh}`) },
})
const thanks = withWords('谢谢您的联系。')
const polite = withWords('打扰您了。')

let fresh: Fresh
beforeEach(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
  await inTenant(fresh.db, 1n, (tx) =>
    tx.query(
      `insert into staff (tenant_id, user_id, name, role)
       select 1, name, name, role from (values ('ann', 'manager'), ('bo', 'manager'), ('cleo', 'compliance'),
         ('dan', 'collector')) as s(name, role)`,
    ),
  )
  await keepShipped(fresh.db, 1n, shipped)
})
afterEach(() => fresh.drop())

const tools = { shipped, asked: () => [] }
const propose = (change: Change, author = 'ann', request?: { key: string; hash: string }) =>
  inTenant(fresh.db, 1n, (tx) =>
    proposeChange(tx, 1n, change, { author, today: TODAY, known: {}, templates: tools, request }),
  )
const answer = (proposalId: bigint, by = 'bo', said: 'approved' | 'declined' = 'approved') =>
  inTenant(fresh.db, 1n, (tx) =>
    answerProposal(tx, 1n, {
      proposalId,
      by,
      answer: said,
      today: TODAY,
      known: {},
      templates: tools,
    }),
  )
async function proposed(change: Change, author?: string): Promise<bigint> {
  const made = await propose(change, author)
  if ('declined' in made) throw new Error(made.declined)
  return made.proposalId
}
const words = (document: TemplateDocument): Change => ({ kind: 'template', document })
const back = (version: number): Change => ({ kind: 'template_rollback', ...REF, version })
const declined = (made: object | ProposalDeclined) => ('declined' in made ? made.declined : 'done')
const current = async () => (await inTenant(fresh.db, 1n, (tx) => currentTemplates(tx, 1n, REF)))[0]

const options = (db: Db) => ({
  now: MORNING,
  today: TODAY,
  say: () => undefined,
  channels: { sms: sandboxProvider(db, { channel: 'sms', seed: 1, mix: ALWAYS_PROMPT }) },
  law,
  templates,
})
const sent = () =>
  rows<{ body: string }>(fresh.db, 'select body from sandbox_message order by message_id')
const named = () =>
  rows<{ version: number | null; hash: string | null; body: string }>(
    fresh.db,
    `select template_version as version, template_hash as hash, body_hash as body from contact
      order by borrower_id, contact_id`,
  )

describe('two people change the words', () => {
  test('what came with the installation is current until then; the author never agrees alone', async () => {
    expect(await current()).toMatchObject({ version: 1, seq: 1, hash: canonical(warm).hash })
    const id = await proposed(words(thanks))
    expect(declined(await answer(id, 'ann'))).toBe('same_person')
    expect(declined(await answer(id, 'dan'))).toBe('approver_may_not')
    expect(declined(await propose(words(polite), 'dan'))).toBe('author_may_not')
    expect(await current()).toMatchObject({ version: 1 })
    expect(declined(await answer(id, 'cleo'))).toBe('done')
    expect(await current()).toMatchObject({ version: 2, seq: 2, hash: canonical(thanks).hash })
    expect(declined(await answer(id, 'bo'))).toBe('already_answered')
    expect(declined(await propose(words(thanks)))).toBe('already_decides')
  })

  test('faulty words are not even proposed, and a declined proposal changes nothing', async () => {
    expect(declined(await propose(words(withWords('再不还钱就让你坐牢。'))))).toBe(
      'template_not_sound',
    )
    expect(declined(await propose(words({ ...warm, stages: ['pre_due'], tone: 'serious' })))).toBe(
      'template_not_sound',
    )
    const id = await proposed(words(thanks))
    expect(declined(await answer(id, 'bo', 'declined'))).toBe('done')
    expect(await current()).toMatchObject({ version: 1 })
  })

  test('back is one more decision of two people, and every version stays', async () => {
    expect(declined(await propose(back(2)))).toBe('no_such_version')
    expect(declined(await propose(back(1)))).toBe('already_decides')
    await answer(await proposed(words(thanks)))
    const id = await proposed(back(1), 'bo')
    expect(declined(await answer(id, 'bo'))).toBe('same_person')
    expect(declined(await answer(id, 'ann'))).toBe('done')
    expect(await current()).toMatchObject({ version: 1, seq: 3 })
    await answer(await proposed(words(polite)))
    const history = await inTenant(fresh.db, 1n, (tx) => templateHistory(tx, 1n, REF))
    expect(history.map((one) => [one.seq, one.version, one.kind, one.author])).toEqual([
      [4, 3, 'publish', 'ann'],
      [3, 1, 'rollback', 'bo'],
      [2, 2, 'publish', 'ann'],
      [1, 1, 'installed', null],
    ])
  })

  test('the same request is one proposal; the same key for other words is refused', async () => {
    const request = { key: 'k1', hash: 'a' }
    const [one, two] = await Promise.all([
      propose(words(thanks), 'ann', request),
      propose(words(thanks), 'ann', request),
    ])
    expect(one).toEqual(two)
    expect(declined(await propose(words(polite), 'ann', { ...request, hash: 'b' }))).toBe(
      'key_reused',
    )
    const id = 'proposalId' in one ? one.proposalId : 0n
    await answer(id)
    // Asked again long after it was agreed to: still that proposal, and no other.
    expect(await propose(words(thanks), 'ann', request)).toEqual({ proposalId: id })
  })
})

describe('two at once', () => {
  test('of two answers to one proposal one counts', async () => {
    const id = await proposed(words(thanks))
    const both = await Promise.all([answer(id, 'bo'), answer(id, 'cleo')])
    expect(both.map(declined).toSorted()).toEqual(['already_answered', 'done'])
    expect(await current()).toMatchObject({ version: 2, seq: 2 })
  })

  test('an older proposal is not agreed to while a newer one waits', async () => {
    const older = await proposed(words(thanks))
    const newer = await proposed(words(polite), 'bo')
    expect(declined(await answer(older, 'cleo'))).toBe('newer_proposed')
    expect(declined(await answer(newer, 'cleo'))).toBe('done')
    // And never after it: it was written before those words were.
    expect(declined(await answer(older, 'cleo'))).toBe('out_of_date')
    expect(await current()).toMatchObject({ hash: canonical(polite).hash })
  })

  test('of two that follow the same words, agreed to at the same moment, the newer alone becomes current', async () => {
    for (let i = 0; i < 4; i++) {
      const older = await proposed(words(withWords(`第${i}次，谢谢。`)))
      const newer = await proposed(words(withWords(`第${i}次，打扰了。`)), 'bo')
      const [first, second] = await Promise.all([answer(older, 'cleo'), answer(newer, 'ann')])
      expect(declined(second)).toBe('done')
      expect(['newer_proposed', 'out_of_date']).toContain(declined(first))
      expect(await current()).toMatchObject({ seq: i + 2, version: i + 2 })
    }
  })

  test('planted: two entries that follow the same one cannot both be written', async () => {
    const ids = [await proposed(words(thanks)), await proposed(words(polite))]
    await inTenant(fresh.db, 1n, (tx) =>
      tx.query(
        `insert into strategy_answer (tenant_id, proposal_id, answer, by_staff)
         select 1, p, 'declined', 'bo' from unnest($1::bigint[]) as p`,
        [ids],
      ),
    )
    const entry = (id: bigint) =>
      inTenant(fresh.db, 1n, (tx) =>
        tx.query(
          `insert into template_entry (tenant_id, channel, name, seq, version, kind, author, approver, proposal_id)
           values (1, 'sms', 'reminder-warm', 2, 1, 'rollback', 'ann', 'bo', $1)`,
          [id],
        ),
      )
    const both = await Promise.allSettled(ids.map(entry))
    expect(both.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const alone = inTenant(fresh.db, 1n, (tx) =>
      tx.query(
        `insert into template_entry (tenant_id, channel, name, seq, version, kind, author, approver, proposal_id)
         values (1, 'sms', 'reminder-warm', 9, 1, 'rollback', 'ann', 'ann', $1)`,
        [ids[0]],
      ),
    )
    await expect(alone).rejects.toThrow(/check/)
  })
})

describe('what is sent', () => {
  test('names its version and hash; the next run says the words that were agreed to since', async () => {
    await addPeople(fresh.db, [{ id: 1 }])
    await dispatch(fresh.db, 1n, options(fresh.db))
    await answer(await proposed(words(thanks)))
    await addPeople(fresh.db, [{ id: 2 }])
    await dispatch(fresh.db, 1n, options(fresh.db))
    const [first, second] = await sent()
    expect(first?.body).not.toContain('谢谢您的联系')
    expect(second?.body).toContain('谢谢您的联系')
    expect(await named()).toMatchObject([
      { version: 1, hash: canonical(warm).hash, body: sha256(first?.body ?? '') },
      { version: 2, hash: canonical(thanks).hash, body: sha256(second?.body ?? '') },
    ])
  })

  test('what was permitted leaves as it was permitted, whatever is agreed to meanwhile', async () => {
    await addPeople(fresh.db, [{ id: 1 }])
    const given = options(fresh.db)
    const desk = await deskOf(fresh.db, 1n, given)
    const [due] = await rows<{ id: bigint }>(fresh.db, 'select treatment_id as id from treatment')
    const treatment = {
      tenantId: 1n,
      borrowerId: 1n,
      treatmentId: due?.id ?? 0n,
      channel: 'sms' as const,
      zones: ['Asia/Shanghai'],
    }
    const asked = await askAlone(fresh.db, treatment, desk, MORNING)
    if (asked.is !== 'permitted') throw new Error(asked.is)
    await answer(await proposed(words(thanks)))
    await desk.templates.refresh?.()
    const run = { db: fresh.db, tenantId: 1n, desk, channels: given.channels, clock: () => MORNING }
    const ready = readyOf(run, { treatment, by: given.channels.sms }, asked.permit)
    expect((await flip(run, [ready])).size).toBe(1)
    await send(run, ready)
    const [message] = await sent()
    expect(message?.body).not.toContain('谢谢您的联系')
    expect(await named()).toMatchObject([{ version: 1, body: sha256(message?.body ?? '') }])
    // The same run, asked for the next one, says the new words.
    expect(desk.templates.find('sms', REF.name, 'zh')?.made?.version).toBe(2)
  })

  test('words that do not pass the linter, or are there for nobody, are not sent', async () => {
    const bad = canonical(withWords('再不还钱就让你坐牢。'))
    await inTenant(fresh.db, 1n, async (tx) => {
      await tx.query(
        `insert into template_version (tenant_id, channel, name, version, document, content_hash)
         values (1, 'sms', 'reminder-warm', 2, $1, $2)`,
        [bad.text, bad.hash],
      )
      const made = await tx.query<{ id: bigint }>(
        `insert into strategy_proposal (tenant_id, kind, name, effective_on, document, author, channel, follows)
         values (1, 'template', 'reminder-warm', $1, $2, 'ann', 'sms', 1) returning proposal_id as id`,
        [TODAY, bad.text],
      )
      await tx.query(
        `insert into template_entry (tenant_id, channel, name, seq, version, kind, author, approver, proposal_id)
         values (1, 'sms', 'reminder-warm', 2, 2, 'publish', 'ann', 'bo', $1)`,
        [made.rows[0]?.id],
      )
    })
    await addPeople(fresh.db, [
      { id: 1 },
      { id: 2, template: 'never-agreed' },
      { id: 3, template: 'reminder-serious' },
    ])
    const counts = await dispatch(fresh.db, 1n, options(fresh.db))
    expect(counts.unasked.no_template).toBe(2)
    expect(counts.sent).toBe(1)
  })

  test('a newer installation changes nothing by itself, and brings only what is new', async () => {
    const newer = {
      ...shipped,
      documents: [
        ...shipped.documents.filter((one) => one !== warm),
        thanks,
        { ...polite, name: 'quite-new' },
      ],
    }
    const found = await tenantTemplates(fresh.db, 1n, { ...templates, shipped: newer })
    expect(found.find('sms', REF.name, 'zh')?.made?.hash).toBe(canonical(warm).hash)
    expect(found.find('sms', 'quite-new', 'zh')?.made?.version).toBe(1)
    expect(found.find('sms', 'quite-newer', 'zh')).toBeUndefined()
  })

  test('one tenant’s words are not another’s', async () => {
    await inTenant(fresh.db, 2n, (tx) =>
      tx.query(
        `insert into tenant (tenant_id, name, trading_name, check_phone, check_url) values (2, 'B', 'B', '1', 'u')`,
      ),
    )
    await answer(await proposed(words(thanks)))
    const other = await tenantTemplates(fresh.db, 2n, templates)
    expect(other.find('sms', REF.name, 'zh')?.made).toMatchObject({ version: 1 })
  })
})

test('a preview has the values, the segments and the exact cost of a country, and says what is unknown', async () => {
  await addPeople(fresh.db, [{ id: 1 }])
  const price = {
    channel: 'sms',
    country: 'CN',
    fromOn: TODAY,
    currency: 'CNY',
    by: 'ann',
  } as const
  const made = await inTenant(fresh.db, 1n, async (tx) => {
    await setMessagePrice(tx, 1n, { ...price, minor: 9n, per: 2 })
    await setMessagePrice(tx, 1n, { ...price, minor: 5n, per: 1 })
    const { sender, firm } = await senderOf(tx, 1n)
    const by = { sender, today: TODAY, prices: await messagePrices(tx, 1n, TODAY) }
    const real = (await personOfCase(tx, { tenantId: 1n, borrowerId: 1n })) ?? []
    return { firm, people: previews(warm, madeUp('creditor'), by), real: previews(warm, real, by) }
  })
  expect(made.firm).toBe('agency')
  expect(made.people.map((one) => `${one.language} ${one.person}`)).toEqual([
    'zh usual',
    'zh no_day',
    'zh longest',
    'en usual',
    'en no_day',
    'en longest',
  ])
  const [usual] = made.people
  expect(usual?.sms).toMatchObject({ alphabet: 'ucs2', segments: 2 })
  expect(usual?.costs).toEqual([{ country: 'CN', currency: 'CNY', minor: 10n, messages: 1 }])
  // A name with letters that GSM-7 lacks: two segments become four.
  expect(made.people[3]?.warnings).toMatchObject([{ variable: 'borrower.name', alphabet: 'ucs2' }])
  expect(made.real[0]?.rendered.whole).toContain('¥100.00')
  expect(made.real[0]?.costs).toHaveLength(1)
  const [email] = previews(
    shipped.documents.find((one) => one.channel === 'email') ?? warm,
    madeUp('creditor'),
    { sender: { tradingName: 'A', checkPhone: '1', checkUrl: 'u' }, today: TODAY, prices: [] },
  )
  expect(email).toMatchObject({ sms: undefined, costs: [], warnings: [] })
  expect(email?.rendered.subject).not.toBe('')
})
