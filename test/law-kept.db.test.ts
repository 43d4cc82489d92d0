import { afterAll, beforeAll, expect, test } from 'vitest'
import { lawBook } from '../src/guard/book.ts'
import { inTenant } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { keepLaw, lawOf } from '../src/store/law-kept.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { readTimeline } from '../src/store/timeline.ts'
import { replay } from '../src/store/verdict-text.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { addPeople, makeBook, MORNING, rows, TODAY } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

const law = loadLaw('law')
const templates = await loadTemplates('templates')

let fresh: Fresh
beforeAll(async () => {
  fresh = await freshDatabase()
  await makeBook(fresh.db)
  await addPeople(fresh.db, [
    { id: 1, channel: 'call', template: null },
    { id: 2, channel: 'call', template: null, jurisdictions: 'au', zones: ['Australia/Perth'] },
    { id: 3, channel: 'call', template: null, zones: ['Mars/Olympus'] },
  ])
  await dispatch(fresh.db, 1n, {
    now: MORNING,
    today: TODAY,
    say: () => undefined,
    channels: {},
    law,
    templates,
  })
})
afterAll(() => fresh.drop())

type Row = {
  proposal: unknown
  facts: unknown
  rules_hash: string
  reasons: unknown[]
  decision: string
}

test('a verdict replays to the same answer by the law that is kept with it', async () => {
  const kept = await rows<Row>(fresh.db, 'select * from verdict order by borrower_id')
  expect(kept.map((row) => row.decision)).toEqual(['allow', 'allow', 'deny'])
  for (const row of kept) {
    const then = await inTenant(fresh.db, 1n, (tx) => lawOf(tx, 1n, row.rules_hash))
    if (then === undefined) throw new Error('the law of a verdict is gone')
    const again = replay(row, then)
    expect(again.decision).toBe(row.decision)
    expect(again.reasons.map((each) => [each.rule, each.says, each.code])).toEqual(
      (row.reasons as { rule: string; says: string; code: string }[]).map((each) => [
        each.rule,
        each.says,
        each.code,
      ]),
    )
  }
})

test('a row tells only what each rule said, and is read with its title and source', async () => {
  const [row] = await rows<Row>(fresh.db, 'select * from verdict where borrower_id = 2')
  expect(JSON.stringify(row?.reasons)).not.toContain('href')
  const { rows: told } = await inTenant(fresh.db, 1n, (tx) =>
    readTimeline(tx, 1n, { borrowerId: 2n, kind: 'verdict', after: undefined, limit: 5 }),
  )
  const hours = told[0]?.reasons?.find((reason) => reason.rule === 'au.rg96.4')
  const file = law.files.find((each) => each.id === 'au.rg96.4')
  expect(hours).toMatchObject({ title: file?.title, citation: file?.source[0], says: 'allow' })
})

test('a version is kept once, and another one beside it', async () => {
  const versions = () => rows<{ hash: string }>(fresh.db, 'select hash from law_version')
  await keepLaw(fresh.db, 1n, law)
  expect(await versions()).toHaveLength(1)
  const next = lawBook(law.files.slice(1), 'f'.repeat(64))
  await keepLaw(fresh.db, 1n, next)
  await keepLaw(fresh.db, 1n, next)
  expect(await versions()).toHaveLength(2)
  expect(await inTenant(fresh.db, 1n, (tx) => lawOf(tx, 1n, '0'.repeat(64)))).toBeUndefined()
})

test('a law that was kept while notes were in English alone is read all the same', async () => {
  const hash = 'e'.repeat(64)
  const files = law.files.map((file) => ({ ...file, note: file.note?.en }))
  await inTenant(fresh.db, 1n, (tx) =>
    tx.query('insert into law_version (tenant_id, hash, files) values (1, $1, $2)', [
      hash,
      JSON.stringify(files),
    ]),
  )
  const then = await inTenant(fresh.db, 1n, (tx) => lawOf(tx, 1n, hash))
  expect(then?.files.map(({ id }) => id)).toEqual(law.files.map(({ id }) => id))
})
