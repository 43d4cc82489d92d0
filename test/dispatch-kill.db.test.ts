import { spawn } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ALWAYS_PROMPT, sandboxProvider, type Mix } from '../src/channels/sandbox.ts'
import type { Instant } from '../src/core/calendar.ts'
import { loadLaw } from '../src/store/law.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'
import { collectReceipts } from '../src/worker/settle.ts'
import type { ChildJob } from './dispatch-child.ts'
import { addPeople, HOUR, makeBook, MORNING, rows, TODAY, type Person } from './dispatch-world.ts'
import { freshDatabase, type Fresh } from './setup/fresh.ts'

/** More of them where there is time: FORBEAR_KILLS=300. */
const KILLS = Number(process.env['FORBEAR_KILLS'] ?? 50)
const SEED = 20_261_120
const MIX: Mix = { ...ALWAYS_PROMPT, prompt: 850, bounced: 50, silent: 50, error_after_accept: 50 }

/** Enough of them that there is work left for every run that dies. */
const HOW_MANY = 180 * Math.max(1, Math.ceil(KILLS / 50))

/** A third may be reached 3 times a week only, and are to be reached 5 times. */
const PEOPLE: readonly Person[] = Array.from({ length: HOW_MANY }, (_, i) =>
  i % 3 === 0
    ? { id: i + 1, treatments: 5, jurisdictions: 'au', language: 'en', zones: ['Australia/Perth'] }
    : i % 20 === 1
      ? { id: i + 1, treatments: 2, channel: 'call', template: null }
      : { id: i + 1, treatments: 2 },
)

const TREATMENTS = PEOPLE.reduce((sum, person) => sum + (person.treatments ?? 1), 0)

let quiet: Fresh
let killed: Fresh
beforeAll(async () => {
  ;[quiet, killed] = await Promise.all([freshDatabase(), freshDatabase()])
  for (const fresh of [quiet, killed]) {
    await makeBook(fresh.db)
    await addPeople(fresh.db, PEOPLE)
  }
}, 3_600_000)
afterAll(async () => {
  await quiet.drop()
  await killed.drop()
})

const law = loadLaw('law')
const templates = await loadTemplates('templates')

async function runHere(fresh: Fresh, now: Instant): Promise<void> {
  const provider = (channel: 'sms' | 'email') =>
    sandboxProvider(fresh.db, { channel, seed: SEED, mix: MIX, patienceMs: 100 })
  const channels = { sms: provider('sms'), email: provider('email') }
  await dispatch(fresh.db, 1n, {
    now,
    today: TODAY,
    say: () => undefined,
    channels,
    law,
    templates,
  })
}

/** One file, because fifty starts of a TypeScript loader would be most of the time. */
async function bundleChild(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'forbear-kill-'))
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: 'test/dispatch-child.ts',
      outDir,
      emptyOutDir: true,
      rollupOptions: { external: ['pg-native'] },
    },
  })
  for (const pack of ['cn', 'au', 'house'])
    await cp(join('law', pack), join(outDir, 'law', pack), { recursive: true })
  return join(outDir, 'dispatch-child.js')
}

/** Starts a run that dies at its n-th query; says whether it did, or came to its end before. */
function runAndDie(program: string, killAtQuery: number): Promise<boolean> {
  const job: ChildJob = {
    url: killed.adminUrl,
    now: MORNING,
    today: TODAY,
    seed: SEED,
    mix: MIX,
    killAtQuery,
    law: join(dirname(program), 'law'),
  }
  const child = spawn(process.execPath, [program, JSON.stringify(job)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (_code, signal) => resolve(signal === 'SIGKILL'))
  })
}

const treatments = (fresh: Fresh) =>
  rows(
    fresh.db,
    `select borrower_id, treatment, state, not_before, state_why->'rules' as rules, state_why->'why' as why
     from treatment order by borrower_id, treatment`,
  )

type Attempt = {
  borrower_id: bigint
  treatment_id: bigint
  state: string
  why: string
  doubted: boolean
  got: bigint
}
const attempts = (fresh: Fresh) =>
  rows<Attempt>(
    fresh.db,
    `select c.borrower_id, t.treatment, c.state, coalesce(c.state_why, '') as why,
       exists (select from contact_event e where e.borrower_id = c.borrower_id and e.contact_id = c.contact_id
         and e.kind = 'unknown') as doubted,
       (select count(*) from sandbox_message m where m.permit = c.attempt_key) as got
     from contact c join treatment t using (tenant_id, borrower_id, treatment_id)
     where c.state <> 'withdrawn' order by c.borrower_id, t.treatment`,
  )

describe(`killed ${KILLS} times at random moments`, () => {
  test('the table is as if nothing had happened, nobody is reached twice, and no cap is passed', async () => {
    const program = await bundleChild()
    let state = SEED
    let died = 0
    for (let n = 0; n < KILLS; n++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      if (await runAndDie(program, 1 + (state % 200))) died += 1
    }
    await rm(dirname(program), { recursive: true })
    const unfinished = await rows(killed.db, `select from treatment where state = 'planned'`)
    // Else the kills came too late to matter.
    expect(died).toBeGreaterThan(KILLS / 2)
    expect(unfinished.length).toBeLessThan(TREATMENTS)
    console.log(
      `seed ${SEED}: ${died} of ${KILLS} runs killed, ${unfinished.length} treatments left for the last`,
    )
    await runHere(killed, MORNING)
    await runHere(quiet, MORNING)
    expect(await treatments(killed)).toEqual(await treatments(quiet))

    const later = (MORNING + 2 * HOUR) as Instant
    for (const fresh of [quiet, killed]) {
      const sms = sandboxProvider(fresh.db, { channel: 'sms', seed: SEED, mix: MIX })
      await collectReceipts(fresh.db, 1n, { channels: { sms }, clock: () => later })
    }
    await compareAttempts()
    await checkProviderLog()
  }, 3_600_000)
})

/** The same ends, save those that were cut off: their end is what the provider's log says. */
async function compareAttempts(): Promise<void> {
  const [there, here] = [await attempts(quiet), await attempts(killed)]
  expect(here.length).toBe(there.length)
  let cutOff = 0
  for (const [i, attempt] of here.entries()) {
    const { doubted, got, ...end } = attempt
    expect(got).toBeLessThanOrEqual(1n)
    expect(end.state).not.toMatch(/permitted|sending|unknown/)
    if (!doubted || got === 1n) {
      const { doubted: _doubted, got: _got, ...expected } = there[i] as Attempt
      expect(end).toEqual(expected)
    } else {
      cutOff += 1
      expect(end).toMatchObject({ state: 'failed', why: 'never_accepted' })
    }
  }
  console.log(`${here.length} attempts, ${cutOff} cut off before the provider had them`)
  expect(cutOff).toBeGreaterThan(0)
}

/** Written apart: reads only what the provider received. */
async function checkProviderLog(): Promise<void> {
  const log = await rows<{ borrower_id: bigint; permit: string; recipient: string }>(
    killed.db,
    'select borrower_id, permit, recipient from sandbox_message',
  )
  expect(log.length).toBeGreaterThan(200)
  expect(new Set(log.map((m) => m.permit)).size).toBe(log.length)
  for (const [i, person] of PEOPLE.entries()) {
    const got = log.filter((m) => m.borrower_id === BigInt(i + 1)).length
    expect(got).toBeLessThanOrEqual(person.jurisdictions === 'au' ? 3 : (person.treatments ?? 1))
  }
}
