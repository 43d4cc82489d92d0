import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { connectAdmin } from '../store/db.ts'
import { loadLaw } from '../store/law.ts'
import { loadStrategies } from '../store/strategy.ts'
import { loadTemplates } from '../store/templates.ts'
import { aheadMs } from './clock.ts'
import { ROOT, withDatabase, type Context } from './context.ts'
import { isDeskBuilt } from './desk-build.ts'
import { EXIT, tableText } from './talk.ts'
import type { WordKey } from './words.ts'

type Finding = { readonly what: WordKey; readonly ok: boolean; readonly found: string }

/** Checks this machine and this installation; ends with 3 where something is wrong. */
export async function doctorCommand(context: Context): Promise<number> {
  const { talk } = context
  const findings: Finding[] = [
    { what: 'doctorNode', ok: true, found: process.version },
    await tried('doctorHome', () => writable(context.home)),
    ...(await databaseFindings(context)),
    await tried(
      'doctorLaw',
      () => `${loadLaw(join(ROOT, 'law'), join(context.home, 'law')).files.length}`,
    ),
    await tried('doctorStrategies', async () =>
      (await loadStrategies(join(ROOT, 'strategies')))
        .map((s) => `${s.strategy.name} v${s.strategy.version}`)
        .join(', '),
    ),
    await tried(
      'doctorTemplates',
      async () => `${(await loadTemplates(join(ROOT, 'templates'))).all.length}`,
    ),
    {
      what: 'doctorClock',
      ok: true,
      found:
        aheadMs(context.home) === 0
          ? talk.word('clockReal')
          : talk.word('clockMoved', { hours: aheadMs(context.home) / 3_600_000 }),
    },
    {
      what: 'doctorDesk',
      ok: true,
      found: talk.word(isDeskBuilt() ? 'deskBuilt' : 'deskNotBuilt'),
    },
  ]
  talk.data(
    findings.map((f) => ({
      check: f.what.replace('doctor', '').toLowerCase(),
      ok: f.ok,
      found: f.found,
    })),
    () =>
      tableText(
        ['', '', ''],
        findings.map((f) => [
          talk.word(f.what),
          talk.word(f.ok ? 'doctorOk' : 'doctorBad'),
          f.found,
        ]),
      ).trimStart(),
  )
  return findings.every((f) => f.ok) ? EXIT.ok : EXIT.refused
}

async function tried(what: WordKey, work: () => string | Promise<string>): Promise<Finding> {
  try {
    return { what, ok: true, found: await work() }
  } catch (error) {
    return { what, ok: false, found: error instanceof Error ? error.message : String(error) }
  }
}

function writable(home: string): string {
  if (!existsSync(home)) mkdirSync(home, { recursive: true })
  accessSync(home, constants.W_OK)
  return home
}

async function databaseFindings(context: Context): Promise<Finding[]> {
  const findings: Finding[] = []
  const database = await tried('doctorDatabase', () =>
    withDatabase(context, async (open) => {
      const admin = connectAdmin(open.database.adminUrl)
      try {
        const settings = await admin.query<{ version: string; durable: string; applied: bigint }>(
          `select current_setting('server_version') as version,
             concat_ws(' ', current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')) as durable,
             (select count(*) from migration) as applied`,
        )
        const row = settings.rows[0]
        findings.push({
          what: 'doctorDurable',
          ok: row?.durable === 'on on on',
          found: row?.durable ?? '-',
        })
        findings.push({ what: 'doctorSchema', ok: true, found: `${row?.applied ?? 0n}` })
        return `PostgreSQL ${row?.version ?? '?'}`
      } finally {
        await admin.end()
      }
    }),
  )
  return [database, ...findings]
}
