import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureDemoStaff } from '../../../src/api/demo-staff.ts'
import { startServer } from '../../../src/api/server.ts'
import { openTypesetter } from '../../../src/channels/letter/typeset.ts'
import { day, type Instant } from '../../../src/core/calendar.ts'
import { inTenant } from '../../../src/store/db.ts'
import { loadLaw } from '../../../src/store/law.ts'
import { fillSearch } from '../../../src/store/search-keys.ts'
import { loadTemplates } from '../../../src/store/templates.ts'
import type { StaffRole } from '../../../src/store/staff.ts'
import { publishStrategy, readStrategies } from '../../../src/store/strategy.ts'
import { freshDatabase, type Fresh } from '../../setup/fresh.ts'
import { builtDesk } from './build.ts'
import { seedBook } from './seed.ts'

export const TODAY = day('2026-11-20')
/** A Friday, 09:30 in Shanghai: night in London, Thursday evening in New York. */
export const NOW = Date.parse('2026-11-20T01:30:00Z') as Instant

export const PASSWORDS: Readonly<Record<StaffRole, string>> = {
  collector: 'collector-password',
  manager: 'manager-password',
  compliance: 'compliance-password',
  admin: 'admin-password-x',
}

const here = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

export type DeskWorld = Fresh & {
  readonly url: string
  readonly home: string
  stop(): Promise<void>
}

/** The desk as it is now, on a server of its own over a small book of a known day. */
export async function openDesk(): Promise<DeskWorld> {
  const home = await mkdtemp(join(tmpdir(), 'forbear-desk-'))
  const deskFolder = await builtDesk()
  const fresh = await freshDatabase()
  const { files, findings } = await readStrategies(here('strategies'), undefined)
  if (findings.length > 0) throw new Error('the starter strategies do not check')
  await inTenant(fresh.db, 1n, async (tx) => {
    for (const file of files) await publishStrategy(tx, 1n, file)
    await seedBook(tx)
  })
  await fillSearch(fresh.db, 1n)
  const typesetter = await openTypesetter()
  const server = await startServer({
    db: fresh.db,
    adminUrl: fresh.adminUrl,
    home,
    port: 0,
    law: loadLaw(here('law')),
    shipped: (await loadTemplates(here('templates'))).shipped,
    typesetter: 'declined' in typesetter ? undefined : typesetter,
    deskFolder,
    now: () => NOW,
    today: () => TODAY,
    clock: 'movable',
    say: () => undefined,
    log: (line) => process.stderr.write(`${line}\n`),
  })
  await ensureDemoStaff({
    db: fresh.db,
    signIn: server.signIn,
    home,
    tenantId: 1n,
    now: NOW,
    passwords: PASSWORDS,
  })
  const stop = async () => {
    await server.stop()
    await fresh.drop()
    await rm(home, { recursive: true, force: true })
  }
  return { ...fresh, url: server.url, home, stop }
}
