import { readdirSync, readFileSync } from 'node:fs'
import type { Pool } from 'pg'

/** Seconds of CPU that a piece of work took: by this process, and by the database with all its backends. */
export type Cpu = { readonly process: number; readonly database: number }

/** Ticks of the system clock in a second, on every Linux that Node runs on. */
const TICKS = 100

/**
 * What is compared on a machine that others use too: their work makes everything slower, and takes no CPU
 * of ours. The database's is read from /proc, so it is NaN elsewhere.
 */
export async function cpuOf<T>(
  admin: Pool,
  work: () => Promise<T>,
): Promise<{ readonly cpu: Cpu; readonly result: T }> {
  const server = await serverOf(admin)
  const before = { process: process.cpuUsage(), database: secondsOf(server) }
  const result = await work()
  const { user, system } = process.cpuUsage(before.process)
  const cpu = { process: (user + system) / 1e6, database: secondsOf(server) - before.database }
  return { cpu, result }
}

export const sum = ({ process: own, database }: Cpu): number => own + database

/** The process whose children the backends are. */
async function serverOf(admin: Pool): Promise<number> {
  const found = await admin.query<{ pid: number }>('select pg_backend_pid() as pid')
  return statOf(String(found.rows[0]?.pid))?.parent ?? NaN
}

/** Of the server, of its children, and of those that have ended. */
function secondsOf(server: number): number {
  const own = statOf(String(server))
  if (own === undefined) return NaN
  let ticks = own.ticks + own.endedTicks
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const one = statOf(pid)
    if (one?.parent === server) ticks += one.ticks
  }
  return ticks / TICKS
}

type Stat = { readonly parent: number; readonly ticks: number; readonly endedTicks: number }

/** undefined: it has ended meanwhile, or this system tells no such thing. */
function statOf(pid: string): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name stands in brackets and may hold blanks; the fields after it are numbered from the third.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const field = (no: number) => Number(fields[no - 3])
    return {
      parent: field(4),
      ticks: field(14) + field(15),
      endedTicks: field(16) + field(17),
    }
  } catch {
    return undefined
  }
}
