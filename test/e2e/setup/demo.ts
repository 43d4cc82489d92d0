import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { moveClock } from '../../../src/cli/clock.ts'
import { withDatabase, type Open } from '../../../src/cli/context.ts'
import { makeTalk } from '../../../src/cli/talk.ts'
import type { StaffRole } from '../../../src/store/staff.ts'

const BIN = resolve(import.meta.dirname, '..', '..', '..', 'bin', 'forbear')

export type Demo = {
  readonly url: string
  readonly home: string
  readonly passwords: Readonly<Record<StaffRole, string>>
  /** The same database, attached to from here, to see what happened. */
  readonly open: Open
  stop(): Promise<void>
}

/** `npm start` as a person has it, in a home of its own, beginning at an instant that is chosen. */
export async function startDemo(at: number): Promise<Demo> {
  const home = await mkdtemp(join(tmpdir(), 'forbear-day-'))
  moveClock(home, at - Date.now())
  const child = spawn(
    process.execPath,
    [BIN, '--json', '--lang', 'en', 'serve', '--demo', '--port', '0'],
    {
      env: { ...process.env, FORBEAR_HOME: home, DATABASE_URL: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const ended = new Promise<number | null>((done) => child.once('close', done))
  let said = ''
  child.stderr.on('data', (text: Buffer) => (said += text.toString()))
  const url = await new Promise<string>((ready, failed) => {
    let out = ''
    child.stdout.on('data', (text: Buffer) => {
      out += text.toString()
      const found = /"url":\s*"([^"]+)"/.exec(out)?.[1]
      if (found !== undefined) ready(found)
    })
    void ended.then((code) => failed(new Error(`serve ended with ${code}\n${said}`)))
  })
  const attached = await attach(home)
  const signIns = await readFile(join(home, 'demo-sign-ins.json'), 'utf8')
  return {
    url,
    home,
    passwords: JSON.parse(signIns) as Demo['passwords'],
    open: attached.open,
    stop: async () => {
      await attached.end()
      child.kill('SIGINT')
      await ended
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** Moves the demo's clock to an instant, as `forbear clock` does. */
export const moveTo = (demo: Demo, at: number): void => moveClock(demo.home, at - Date.now())

async function attach(home: string): Promise<{ open: Open; end: () => Promise<void> }> {
  let end = () => {}
  const signal = new AbortController().signal
  const context = { talk: makeTalk({ quiet: true, lang: 'en' }), home, tenantId: 1n, signal }
  let ended: Promise<void> = Promise.resolve()
  const open = await new Promise<Open>((found, failed) => {
    ended = withDatabase(context, (opened) => {
      found(opened)
      return new Promise<void>((stop) => (end = stop))
    })
    ended.catch(failed)
  })
  return {
    open,
    end: async () => {
      end()
      await ended
    },
  }
}
