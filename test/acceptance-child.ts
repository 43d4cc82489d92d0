import { lawOfFourCaps } from '../bench/permits-world.ts'
import { ALWAYS_PROMPT, sandboxProvider, type Mix } from '../src/channels/sandbox.ts'
import type { Day, Instant } from '../src/core/calendar.ts'
import { connectApp } from '../src/store/db.ts'
import { loadLaw } from '../src/store/law.ts'
import { loadTemplates } from '../src/store/templates.ts'
import { dispatch } from '../src/worker/dispatch.ts'

/** One worker of the acceptance run; it is killed from outside, at any moment. */
export type AcceptanceJob = {
  readonly url: string
  readonly now: number
  readonly today: string
  readonly from: string
  readonly until: string | null
  /** The packs of the place alone: reading all of them would be most of a short life. */
  readonly law: string
}

const LANES = 8
export const MIX: Mix = {
  ...ALWAYS_PROMPT,
  prompt: 940,
  silent: 30,
  error_after_accept: 30,
}

const given = process.argv[2]
if (given?.startsWith('{') === true) {
  const job = JSON.parse(given) as AcceptanceJob
  const db = connectApp(job.url, { connectionsMax: LANES })
  const sms = sandboxProvider(db, { channel: 'sms', seed: 7, mix: MIX, patienceMs: 2000 })
  const templates = await loadTemplates('templates')
  const law = lawOfFourCaps(loadLaw(job.law))
  process.stdout.write('ready\n')
  const counts = await dispatch(db, 1n, {
    now: job.now as Instant,
    today: job.today as Day,
    say: () => undefined,
    channels: { sms },
    law,
    templates,
    lanes: LANES,
    bucket: {
      from: BigInt(job.from),
      until: job.until === null ? undefined : BigInt(job.until),
    },
  })
  process.stdout.write(`${JSON.stringify(counts)}\n`)
  await db.end()
}
