import { afterAll, beforeAll, expect, test } from 'vitest'
import { caseIdText } from './ids.ts'
import { addPerson, addPortfolios, inBook, openWorld, type World } from './testing.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await inBook(world, async (tx) => {
    await addPortfolios(tx)
    await addPerson(tx, { id: 7n })
  })
})
afterAll(() => world.stop())

const lint = (body: object, lang = 'en') =>
  world.ask(`/v1/lint?lang=${lang}`, { as: 'collector', method: 'POST', body })

test('words are checked while they are typed, and told in the language of the reader', async () => {
  const threat = await lint({ text: 'You will go to j4il.', channel: 'sms' })
  expect(threat.status).toBe(200)
  expect(threat.json).toMatchObject({
    clean: false,
    segments: 1,
    findings: [{ fault: 'threat', from: 15, to: 19, words: 'j4il', what: 'It threatens.' }],
  })
  const zh = await lint({ text: '再不还就坐牢', channel: 'sms' }, 'zh')
  expect(zh.json.findings[0].what).toBe('含有威胁。')
  expect((await lint({ text: 'Please call us.', channel: 'sms' })).json).toMatchObject({
    clean: true,
    findings: [],
  })
})

test('with a case they are held against its ledger, its sender and its law', async () => {
  const of = { channel: 'sms', language: 'en', case_id: caseIdText(7n) }
  const wrong = await lint({ ...of, text: 'You can pay £98,765.43 to clear it.' })
  expect(wrong.json.findings).toMatchObject([{ fault: 'wrong_amount', words: '£98,765.43' }])
  const free = await lint({ ...of, text: 'Please call us when you can.' })
  expect(free.json.clean).toBe(true)
  const whole = await lint({ ...of, text: 'Please call us when you can.', whole: true })
  expect(whole.json.findings.map((each: { fault: string }) => each.fault)).toEqual(
    expect.arrayContaining(['no_sender', 'no_check', 'no_stop']),
  )
  const nobody = await lint({ ...of, text: 'Hello', case_id: caseIdText(999n) })
  expect([nobody.status, nobody.json.code]).toEqual([404, 'no_such_case'])
})
