import { spawn } from 'node:child_process'
import { mkdtempSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Context } from './context.ts'
import { law } from '../../test/guard/law.ts'
import { day } from '../core/calendar.ts'
import { showRule } from '../guard/register.ts'
import { judgeCommand } from './judge-command.ts'
import { lawCommand, ruleLines } from './law-command.ts'
import { makeTalk, Stop } from './talk.ts'

const ROOT = resolve(import.meta.dirname, '..', '..')
const FILE = join(ROOT, 'test', 'guard', 'situations.json')
// eslint-disable-next-line typescript/no-explicit-any
const situations = JSON.parse(readFileSync(FILE, 'utf8')) as any[]

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'forbear-judge-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Ran = { readonly code: number; readonly out: string; readonly err: string }

/** One command in this process, with a home that is not there; what it writes is caught. */
async function forbear([name = '', ...words]: readonly string[], input?: string): Promise<Ran> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      lang: { type: 'string', default: 'en' },
      json: { type: 'boolean' },
      quiet: { type: 'boolean' },
      check: { type: 'boolean' },
      file: { type: 'string' },
      place: { type: 'string' },
      on: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
    },
  })
  const context: Context = {
    talk: makeTalk(values),
    home: join(folder, 'home'),
    tenantId: 1n,
    signal: new AbortController().signal,
  }
  const ran = { out: '', err: '' }
  const caught = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      ran[stream === 'stdout' ? 'out' : 'err'] += String(text)
      return true
    }),
  )
  const given = input === undefined ? values : { ...values, file: file('input.json', input) }
  try {
    const code =
      name === 'judge'
        ? await judgeCommand(context, given)
        : await lawCommand(context, given, ...positionals)
    return { ...ran, code: code ?? 0 }
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    return { out: ran.out, err: `${ran.err}${error.message}`, code: error.code }
  } finally {
    for (const each of caught) each.mockRestore()
  }
}

const found = (id: string) => structuredClone(situations.find((each) => each.id === id))
const lines = (text: string) => text.trimEnd().split('\n')
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

describe('judge', () => {
  test('every worked case from a file, one line each, and all as expected', async () => {
    const ran = await forbear(['judge', '--file', FILE, '--check'])
    const verdicts = lines(ran.out).map((line) => JSON.parse(line))
    expect(verdicts.map((each) => each.id)).toEqual(situations.map((each) => each.id))
    expect(lines(ran.err).at(-1)).toMatch(/^100 as expected, 0 not, \d+ contested that differ$/)
    expect(ran.code).toBe(0)
    expect(existsSync(join(folder, 'home'))).toBe(false)
  })

  test('one from standard input: id first, each reason with strength, citation and text', async () => {
    const ran = await forbear(['judge', '--lang', 'zh'], JSON.stringify(found('US-FED-EX-006')))
    expect([ran.code, ran.err]).toEqual([0, ''])
    const verdict = JSON.parse(ran.out)
    expect(Object.keys(verdict)[0]).toBe('id')
    for (const reason of verdict.reasons) {
      expect(reason.citation).toMatch(/https?:|docs\//)
      expect(reason.text).toMatch(/\p{Script=Han}/u)
      expect(reason.note).toBe(reason.text)
    }
    expect(verdict.reasons[0]).toMatchObject({ strength: expect.any(String) })
  })

  test('a real case without a word of what is expected', async () => {
    const { jurisdictions, effectiveOn, ask, collector, borrower, debts, history, proposal } =
      found('US-FED-EX-006')
    const real = { jurisdictions, effectiveOn, ask, collector, borrower, debts, history, proposal }
    const ran = await forbear(['judge', '--check'], JSON.stringify([real]))
    expect(JSON.parse(ran.out)).not.toHaveProperty('id')
    expect(ran.err).toContain('0 as expected, 0 not')
    expect(ran.err).toContain('Without an expectation: 1.')
    expect(ran.code).toBe(0)
  })

  test('broken ones are told of by pointer, the others are answered, and it ends with 2', async () => {
    const [good, bad, worse] = [found('US-FED-EX-003'), found('US-FED-EX-006'), found('CN-EX-017')]
    bad.proposal.channel = 'cal'
    bad.proposal.debts = ['D7']
    worse.borrower.zones = ['Asia/Beijing2']
    worse.surprise = 1
    const ran = await forbear(['judge', '--quiet'], JSON.stringify([bad, good, worse]))
    expect(lines(ran.out).map((line) => JSON.parse(line).id)).toEqual(['US-FED-EX-003'])
    const [channel, debt, ...others] = lines(ran.err)
    expect(channel).toMatch(/^\/0\/proposal\/channel \(US-FED-EX-006\): .*did you mean "call"\?$/)
    expect(debt).toMatch(/^\/0\/proposal\/debts\/0 .*there is no debt "D7"\. Right would be: D1/)
    expect(others.map((line) => line.split(' ')[0])).toEqual(['/2/borrower/zones/0', '/2/surprise'])
    expect(ran.code).toBe(2)
    const one = await forbear(['judge', '--json', '--lang', 'zh'], JSON.stringify(bad))
    expect(JSON.parse(lines(one.err)[0] ?? '')).toMatchObject({
      pointer: '/proposal/channel',
      id: 'US-FED-EX-006',
      wrong: '无法识别 "cal"',
    })
  })

  test('a text that is no JSON is told of by line and column', async () => {
    const good = JSON.stringify(found('US-FED-EX-003'))
    const ran = await forbear(['judge', '--file', file('bad.json', `[\n  {"id" 1},\n  ${good}\n]`)])
    expect(ran.err).toContain('line 2, column 9: "1" does not belong here. Right would be: ":"')
    expect(lines(ran.out)).toHaveLength(1)
    expect(ran.code).toBe(2)
    const empty = await forbear(['judge'], '')
    expect(empty.err).toContain('line 1, column 1: there is nothing here')
    expect(empty.code).toBe(2)
    const twice = await forbear(['judge'], good.replace('"ask"', '"ask":"count","ask"'))
    expect(twice.err).toContain('"ask" is said twice')
  })

  test('a file that is not there ends with 2 and its name', async () => {
    const ran = await forbear(['judge', '--file', 'nowhere.json'])
    expect([ran.code, ran.out]).toEqual([2, ''])
    expect(ran.err).toContain('nowhere.json')
  })

  test('a verdict that is not the expected one is told of, and it ends with 3', async () => {
    const wrong = found('US-FED-EX-006')
    wrong.expect = { decision: 'deny', rules: ['us.reg-f.6c'] }
    const ran = await forbear(['judge', '--check'], JSON.stringify([wrong, found('US-FED-EX-003')]))
    expect(ran.err).toMatch(/US-FED-EX-006: decision: \w+, expected deny/)
    expect(ran.err).toContain('1 as expected, 1 not, 0 contested that differ')
    expect([ran.code, lines(ran.out).length]).toEqual([3, 2])
  })

  test('from standard input, answers come while the list is still being written', async () => {
    const env = {
      ...process.env,
      FORBEAR_HOME: join(folder, 'home'),
      FORBEAR_LANG: 'en',
      // There is no such database, and none is asked for.
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    }
    const child = spawn(process.execPath, [join(ROOT, 'bin', 'forbear'), 'judge'], { env })
    child.stdin.write(`[${JSON.stringify(found('US-FED-EX-003'))},`)
    const first = await new Promise<string>((done) =>
      child.stdout.once('data', (text: Buffer) => done(text.toString())),
    )
    expect(first).toContain('US-FED-EX-003')
    child.stdin.end(`${JSON.stringify(found('US-FED-EX-006'))}]`)
    expect(await new Promise((done) => child.once('close', done))).toBe(0)
  })
})

describe('law', () => {
  test('the list shows what is in force, and that a text was not seen', async () => {
    const ran = await forbear(['law', 'list', '--place', 'cn', '--on', '2025-02-27'])
    const freq = lines(ran.out).find((line) => line.startsWith('cn.gbt.freq'))
    expect(freq).toMatch(/advised against +unverified.* +from 2025-02-28$/)
    expect(lines(ran.out).every((line, i) => i === 0 || line.startsWith('cn'))).toBe(true)
    expect(ran.code).toBe(0)
  })

  test('one rule in words, in both languages, and never its file', async () => {
    const en = await forbear(['law', 'show', 'us.reg-f.14b.7in7'])
    expect(en.out).toContain('https://www.ecfr.gov')
    expect(en.out).toContain('at most 7 calls in 7 local days')
    expect(en.out).not.toMatch(/local_days|results:|\{/)
    const zh = await forbear(['law', 'show', 'us.reg-f.14b.7in7', '--lang', 'zh'])
    expect(zh.out).toContain('最多 7 次呼叫')
    const json = await forbear(['law', 'show', 'us.reg-f.14b.7in7', '--json', '--lang', 'zh'])
    expect(JSON.parse(json.out).parts[0].values[0].words).toContain('最多 7 次呼叫')
  })

  test('a note and the cases in the language asked for, a case without its English name', async () => {
    const en = await forbear(['law', 'show', 'cn.cba.freq'])
    expect(en.out).toContain('Note: A recommendation')
    expect(en.out).toContain('another number has its own six')
    const zh = await forbear(['law', 'show', 'cn.cba.freq', '--lang', 'zh'])
    expect(zh.out).toContain('说明：原文用语为“不宜”')
    expect(zh.out).toContain('直至撤回同意或发生通话')
    expect(zh.out).toContain('此前 6 次联系：2026-01-30 09:00 无人接听 6 次 其他联系方式')
    const json = await forbear(['law', 'show', 'cn.cba.freq', '--json', '--lang', 'zh'])
    expect(json.out).not.toContain('another number')
    expect(JSON.parse(json.out).note).toMatch(/^原文/)
  })

  test('no rule shows an English sentence to who reads Chinese', () => {
    const talk = makeTalk({ lang: 'zh' })
    for (const { id } of law.files) {
      const rule = showRule(law.files, { id, on: day('2026-11-22') })
      if ('declined' in rule) throw new Error(id)
      const cited = new Set(rule.source.map(({ title, href }) => `${title}  ${href}`))
      const said = ruleLines(talk, rule).filter((line) => !cited.has(line))
      expect(said.length).toBeLessThan(ruleLines(talk, rule).length)
      for (const line of said) {
        expect(`${id}: ${line}`).not.toMatch(/(?:[A-Za-z][A-Za-z'’-]*[ ,;:.]+){6}[A-Za-z]/)
      }
    }
  })

  test('what changed between two days', async () => {
    const ran = await forbear([
      'law',
      'diff',
      '--from',
      '2025-02-27',
      '--to',
      '2025-02-28',
      '--place',
      'cn',
    ])
    const onIt = await forbear(['law', 'diff', '--on', '2025-02-28', '--place', 'cn'])
    expect(onIt.out).toBe(ran.out)
    expect(ran.out).toMatch(/^2025-02-28 {2}cn\.gbt\.freq {2}came into force .*\(unverified\)$/m)
    const none = await forbear(['law', 'diff', '--from', '2025-03-01', '--to', '2025-03-01'])
    expect(none.out).toBe('Nothing changed after 2025-03-01 up to 2025-03-01.\n')
  })

  test.each([
    [['law', 'show', 'cn.gbt.frq'], 3, 'Did you mean cn.gbt.freq?'],
    [['law', 'show', 'nothing_at_all'], 3, 'forbear law list'],
    [['law', 'list', '--place', 'cnn'], 2, 'did you mean "cn"?'],
    [['law', 'list', '--on', '2026-02-30'], 2, '2026-02-30'],
    [['law', 'diff'], 2, '--from'],
    [['law', 'diff', '--from', '2026-02-01', '--to', '2026-01-01'], 2, '2026-01-01'],
    [['law', 'shwo', 'cn.time'], 2, 'law list'],
    [['law', 'show'], 2, 'law show RULE'],
  ])('%j is refused with %i', async (args, code, says) => {
    const ran = await forbear(args)
    expect([ran.code, ran.out]).toEqual([code, ''])
    expect(ran.err).toContain(says)
  })
})
