import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findPackage, settleBinaries } from './server-binaries.ts'
import { checkServer } from './server-check.ts'
import { findServer } from './server-orphan.ts'
import { settlePlace } from './server-place.ts'
import { openDatabase } from './server.ts'

const GUEST = fileURLToPath(new URL('../../test/setup/guest.ts', import.meta.url))
const TSX = import.meta.resolve('tsx')
const isRoot = process.getuid?.() === 0
const quiet = () => undefined

let folder: string
let home: string
let prepared: string
const guests = new Set<ChildProcess>()

beforeAll(async () => {
  prepared = await mkdtemp('/tmp/fb-')
  const database = await openDatabase({
    home: prepared,
    say: quiet,
    throwaway: true,
    databaseUrl: '',
  })
  await database.stop()
})

afterAll(() => rm(prepared, { recursive: true }))

/** A home that has its data already: making them is the slow part, and seldom the question. */
async function copyPrepared(): Promise<void> {
  await mkdir(home, { mode: 0o711 })
  spawnSync('cp', ['-a', join(prepared, 'postgres'), join(home, 'postgres')])
}

beforeEach(async () => {
  folder = await mkdtemp('/tmp/fb-')
  await chmod(folder, 0o755)
  home = join(folder, 'home')
})

afterEach(async () => {
  for (const guest of guests) guest.kill('SIGKILL')
  guests.clear()
  await until('the server is gone', async () => (await serverPid()) === undefined)
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
})

type Guest = {
  readonly process: ChildProcess
  ask(statement: string): Promise<string>
  readonly lines: string[]
}

/** Another process that opens the home, as another terminal would. */
async function guest(options: { home?: string; uid?: number; mode?: string } = {}): Promise<Guest> {
  const args = ['--import', TSX, GUEST, options.home ?? home, options.mode ?? 'throwaway']
  const who = options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }
  const child = spawn(process.execPath, args, { ...who, stdio: ['pipe', 'pipe', 'inherit'] })
  guests.add(child)
  const lines: string[] = []
  const waiting: ((line: string) => void)[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    if (!line.startsWith('say ')) waiting.shift()?.(line)
  })
  const next = () => new Promise<string>((resolve) => waiting.push(resolve))
  const opened = next()
  const ended = new Promise<string>((resolve) =>
    child.once('exit', (code) => resolve(`exit ${code}`)),
  )
  expect(await Promise.race([opened, ended])).toBe('open')
  const ask = (statement: string) => {
    const answer = next()
    child.stdin.write(`${statement}\n`)
    return answer
  }
  return { process: child, ask, lines }
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 30_000
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`)
    await sleep(20)
  }
}

const serverPid = async (of = home) => (await findServer(join(of, 'postgres', 'data')))?.pid

function childrenOf(parent: number): number[] {
  const all = spawnSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).stdout.trim().split('\n')
  const pairs = all.map((line) => line.trim().split(/\s+/).map(Number))
  return pairs.filter(([, ppid]) => ppid === parent).map(([pid]) => Number(pid))
}

async function keeperPid(): Promise<number> {
  const server = String(await serverPid())
  return Number(spawnSync('ps', ['-o', 'ppid=', '-p', server], { encoding: 'utf8' }).stdout)
}

const kill = (pid: number) => process.kill(pid, 'SIGKILL')

describe('users of one home share one server', () => {
  beforeEach(copyPrepared)

  test('the second joins it, and only the last one stops it', async () => {
    const first = await guest()
    const pid = await serverPid()
    const second = await guest()
    expect(await second.ask('create table seen (n int)')).toMatch(/^ok/)
    expect(await first.ask('stop')).toBe('stopped')
    expect(await serverPid()).toBe(pid)
    expect(await second.ask('select count(*) from seen')).toBe('ok 0')
    expect(await second.ask('stop')).toBe('stopped')
    expect(await serverPid()).toBeUndefined()
  })

  test('three that start at once have one server', async () => {
    const all = await Promise.all([guest(), guest(), guest()])
    const starts = await Promise.all(
      all.map((each) => each.ask('select pg_postmaster_start_time()::text')),
    )
    expect(new Set(starts).size).toBe(1)
    expect(await Promise.all(all.map((each) => each.ask('stop')))).toEqual(Array(3).fill('stopped'))
    expect(await serverPid()).toBeUndefined()
  })

  test('a start while the last user leaves waits its turn', async () => {
    for (let round = 0; round < 2; round++) {
      const leaving = await guest()
      const [said, coming] = await Promise.all([leaving.ask('stop'), guest()])
      expect(said).toBe('stopped')
      expect(await coming.ask('select 1')).toBe('ok 1')
      expect(await coming.ask('stop')).toBe('stopped')
    }
  })
})

describe('after kill -9', () => {
  beforeEach(copyPrepared)

  test('of the only user the server ends by itself, and what was committed is there', async () => {
    const first = await guest()
    await first.ask('create table paid (n int)')
    await first.ask('insert into paid values (42)')
    first.process.kill('SIGKILL')
    await until('the server is gone', async () => (await serverPid()) === undefined)
    const second = await guest()
    expect(await second.ask('select n from paid')).toBe('ok 42')
  })

  test('of one of two users the other goes on', async () => {
    const [first, second] = [await guest(), await guest()]
    const pid = await serverPid()
    first.process.kill('SIGKILL')
    await sleep(500)
    expect(await second.ask('select 1')).toBe('ok 1')
    expect(await serverPid()).toBe(pid)
  })

  test('of the server, its users are given a new one with every committed row', async () => {
    const user = await guest({ mode: 'durable' })
    await user.ask('create table paid (n int)')
    expect(await user.ask('insert into paid values (7) returning n')).toBe('ok 7')
    const pid = Number(await serverPid())
    kill(pid)
    await until(
      'another server is there',
      async () => ![pid, undefined].includes(await serverPid()),
    )
    await until('it answers', async () => (await user.ask('select n from paid')) === 'ok 7')
    expect(user.lines.filter((line) => line.startsWith('say '))).toContainEqual(
      expect.stringContaining('being started again'),
    )
  })

  test('of the keeper, its users are given a new server', async () => {
    const user = await guest()
    const pid = Number(await serverPid())
    kill(await keeperPid())
    await until(
      'another server is there',
      async () => ![pid, undefined].includes(await serverPid()),
    )
    await until('it answers', async () => (await user.ask('select 1')) === 'ok 1')
    expect(await user.ask('stop')).toBe('stopped')
    expect(await serverPid()).toBeUndefined()
  })

  test('of everything but the server, the next start stops that and recovers', async () => {
    const user = await guest()
    await user.ask('create table paid (n int)')
    await user.ask('insert into paid values (5)')
    const [server, keeper] = [Number(await serverPid()), await keeperPid()]
    const watchers = childrenOf(keeper).filter((pid) => pid !== server)
    expect(watchers).toHaveLength(1)
    for (const pid of watchers) kill(pid)
    kill(keeper)
    user.process.kill('SIGKILL')
    await sleep(300)
    expect(await serverPid()).toBe(server)
    const next = await guest()
    expect(await serverPid()).not.toBe(server)
    expect(await next.ask('select n from paid')).toBe('ok 5')
    expect(next.lines[0]).toMatch(/left over by a crash/)
  })

  test('a lock file whose number is now another process is no obstacle', async () => {
    const first = await guest()
    const data = join(home, 'postgres', 'data')
    const lock = await readFile(join(data, 'postmaster.pid'), 'utf8')
    expect(await first.ask('stop')).toBe('stopped')
    await writeFile(join(data, 'postmaster.pid'), lock.replace(/^\d+/, String(process.pid)))
    const second = await guest()
    expect(await second.ask('select 1')).toBe('ok 1')
  })
})

describe('no acknowledged write may be lost', () => {
  beforeEach(copyPrepared)

  const DURABLE = `select concat_ws(' ', current_setting('fsync'), current_setting('synchronous_commit'),
    current_setting('full_page_writes'), current_setting('TimeZone'), current_setting('listen_addresses'))`

  test('a home is durable, in UTC, and open on no port', async () => {
    const user = await guest({ mode: 'durable' })
    expect(await user.ask(DURABLE.replaceAll('\n', ' '))).toBe('ok on on on UTC ')
  })

  test('not even a changed configuration makes it careless', async () => {
    const user = await guest({ mode: 'durable' })
    await user.ask('alter system set fsync = off')
    await user.ask('stop')
    const again = await guest({ mode: 'durable' })
    expect(await again.ask(DURABLE.replaceAll('\n', ' '))).toBe('ok on on on UTC ')
  })

  test('a careless server of one’s own is refused, unless its data may be lost', async () => {
    const database = await openDatabase({ home, say: quiet, throwaway: true, databaseUrl: '' })
    const url = database.adminUrl
    await expect(openDatabase({ home, say: quiet, databaseUrl: url })).rejects.toThrow(
      /may lose what it has acknowledged \(fsync, synchronous_commit, full_page_writes off\)/,
    )
    await checkServer(url, { throwaway: true })
    await database.stop()
  })

  test('a server that is not there is named in one sentence', async () => {
    const databaseUrl = 'postgresql://forbear@127.0.0.1:9/forbear'
    await expect(openDatabase({ home, say: quiet, databaseUrl })).rejects.toThrow(/did not answer/)
  })
})

describe('wherever the home lies', () => {
  test.each([
    ['with spaces and Chinese', 'a b/催收 系统'],
    ['with quotes', `o'brien "q", \\x`],
    ['deeper than a socket may lie', 'x'.repeat(60) + '/' + 'y'.repeat(60)],
  ])('%s', async (_, path) => {
    home = join(folder, path)
    const user = await guest()
    expect(await user.ask('select 1')).toBe('ok 1')
    expect(await user.ask('stop')).toBe('stopped')
    await rm((await settlePlace(home)).sockets, { recursive: true })
  })

  test('three that start at once on an empty home make it once', async () => {
    const all = await Promise.all([guest(), guest(), guest()])
    expect(await all[0]?.ask('create table seen (n int)')).toMatch(/^ok/)
    expect(await all[2]?.ask('select count(*) from seen')).toBe('ok 0')
  })

  test('a umask of 077 closes nothing that the server needs', async () => {
    const before = process.umask(0o077)
    try {
      const user = await guest()
      expect(await user.ask('select 1')).toBe('ok 1')
    } finally {
      process.umask(before)
    }
  })

  test.runIf(isRoot)('an ordinary user runs it as that user, and root may join', async () => {
    await mkdir(home)
    await chown(home, 65534, 65534)
    const user = await guest({ uid: 65534 })
    expect((await stat(join(home, 'postgres', 'data'))).uid).toBe(65534)
    const root = await guest()
    expect(await user.ask('stop')).toBe('stopped')
    expect(await root.ask('select 1')).toBe('ok 1')
  })

  test.runIf(isRoot)(
    'under a folder closed to others the data lie where the server may go',
    async () => {
      await chmod(folder, 0o700)
      const user = await guest()
      const place = await settlePlace(home)
      expect(place.data).toMatch(/^\/var\/lib\/forbear\/[0-9a-f]{16}-\w{6}\/data$/)
      expect(await user.ask('select 1')).toBe('ok 1')
      expect(await user.ask('stop')).toBe('stopped')
      await rm(join(place.data, '..'), { recursive: true })
    },
  )

  test.runIf(isRoot)('data of another user are refused to an ordinary one', async () => {
    const user = await guest()
    await user.ask('stop')
    await chown(join(home, 'postgres', 'data'), 1, 1)
    const refused = spawnSync(process.execPath, ['--import', TSX, GUEST, home], {
      uid: 65534,
      encoding: 'utf8',
    })
    expect(refused.stderr).toMatch(/belongs to user 1, and you are user 65534/)
  })
})

describe('the programs from npm', () => {
  const LINK = 'lib/libpq.so.5'

  test('are used where they lie when they are whole, else copied with their links', async () => {
    const shipped = await findPackage()
    const broken = join(folder, 'native')
    await cp(shipped.folder, broken, { recursive: true, verbatimSymlinks: true })
    const links = JSON.parse(await readFile(join(broken, 'pg-symlinks.json'), 'utf8')) as {
      target: string
    }[]
    for (const { target } of links) await unlink(join(folder, target)).catch(quiet)
    for (const sub of ['lib', 'bin', 'share', '']) await chmod(join(broken, sub), 0o555)
    const place = await settlePlace(home)
    const settled = await settleBinaries(place, quiet, { ...shipped, folder: broken })
    expect(settled.folder).toContain(join(home, 'postgres', `postgres-${shipped.version}`))
    expect((await stat(join(settled.folder, LINK))).isFile()).toBe(true)
    await expect(stat(join(broken, LINK))).rejects.toThrow(/ENOENT/)
    expect(await settleBinaries(place, quiet, { ...shipped, folder: broken })).toEqual(settled)
    for (const sub of ['', 'lib', 'bin', 'share']) await chmod(join(broken, sub), 0o755)
  })
})
