import { mkdtemp, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type Fresh } from '../../test/setup/fresh.ts'
import type { Instant } from '../core/calendar.ts'
import { loadLaw } from '../store/law.ts'
import { ensureDemoStaff } from './demo-staff.ts'
import { keepOnce, sessionSecret } from './secret.ts'
import { startServer, type Running } from './server.ts'
import { TODAY } from './testing.ts'

let fresh: Fresh
let home: string
let running: Running
const said: string[] = []

beforeAll(async () => {
  fresh = await freshDatabase()
  home = await mkdtemp(join(tmpdir(), 'forbear 服务-'))
  const deskFolder = join(home, 'desk')
  await mkdir(join(deskFolder, 'assets'), { recursive: true })
  await writeFile(join(deskFolder, 'index.html'), '<!doctype html><title>Forbear</title>')
  await writeFile(join(deskFolder, 'assets', 'app-1a2b.js'), 'export {}')
  await symlink(join(home, 'session-secret'), join(deskFolder, 'secret.js'))
  running = await start(0, deskFolder)
})
afterAll(async () => {
  await running.stop()
  await fresh.drop()
  await rm(home, { recursive: true, force: true })
})

const start = (port: number, deskFolder?: string) =>
  startServer({
    db: fresh.db,
    adminUrl: fresh.adminUrl,
    home,
    port,
    law: loadLaw(fileURLToPath(new URL('../../law', import.meta.url))),
    deskFolder,
    now: () => Date.parse('2026-11-20T10:00:00Z') as Instant,
    today: () => TODAY,
    clock: 'system',
    say: (words) => said.push(words.en),
    triesPerMinute: 8,
  })

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${running.port}${path}`, { headers })

/** fetch() would tidy the path before it leaves: this one sends it as it is. */
const rawStatus = (path: string) =>
  new Promise<number>((resolve, reject) => {
    request({ host: '127.0.0.1', port: running.port, path }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })

describe('the server', () => {
  test('passes over a taken port, and says so', async () => {
    const taken = createServer()
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port))
    })
    const second = await start(port)
    expect(second.port).not.toBe(port)
    expect(said.at(-1)).toBe(`Port ${port} is taken, so the desk is on port ${second.port}.`)
    await second.stop()
    await new Promise((resolve) => taken.close(resolve))
    const third = await start(port)
    expect(third.port).toBe(port)
    await third.stop()
  })

  test('signs in over a socket: the cookie is for this site and no script', async () => {
    const people = await ensureDemoStaff({
      db: fresh.db,
      signIn: running.signIn,
      home,
      tenantId: 1n,
    })
    expect(people.map((each) => each.email)).toEqual(
      ['collector', 'manager', 'compliance', 'admin'].map((role) => `${role}@demo.forbear.test`),
    )
    const again = await ensureDemoStaff({
      db: fresh.db,
      signIn: running.signIn,
      home,
      tenantId: 1n,
    })
    expect(again).toEqual(people)
    const body = JSON.stringify({ email: people[0]?.email, password: people[0]?.password })
    const response = await post('/v1/sign-in', body)
    expect(response.status).toBe(200)
    const [cookie = ''] = response.headers.getSetCookie()
    expect(cookie).toMatch(/; HttpOnly/)
    expect(cookie).toMatch(/; SameSite=Strict/)
    const me = await get('/v1/me', { Cookie: cookie.split(';')[0] ?? '' })
    expect(await me.json()).toMatchObject({ role: 'collector', today: TODAY, clock: 'system' })
    expect((await stat(join(home, 'demo-sign-ins.json'))).mode & 0o777).toBe(0o600)
  })

  test('too many tries are told to wait', async () => {
    const body = JSON.stringify({ email: 'nobody@demo.forbear.test', password: 'wrong' })
    let last = await post('/v1/sign-in', body)
    expect(last.status).toBe(401)
    for (let i = 0; i < 10 && last.status !== 429; i++) last = await post('/v1/sign-in', body)
    expect([last.status, ((await last.json()) as { code: string }).code]).toEqual([429, 'too_many'])
    expect(Number(last.headers.get('Retry-After'))).toBeGreaterThan(0)
  })

  test('a request that comes from another site changes nothing', async () => {
    const body = JSON.stringify({ email: 'x@demo.forbear.test', password: 'wrong' })
    expect((await post('/v1/sign-in', body, { Origin: 'https://evil.test' })).status).toBe(403)
    expect((await post('/v1/sign-in', body, { Origin: 'null' })).status).toBe(403)
    expect((await post('/v1/sign-in', body, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403)
    expect(
      (await post('/v1/sign-in', body, { Origin: `http://127.0.0.1:${running.port}` })).status,
    ).not.toBe(403)
  })
})

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${running.port}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  })

describe('the built desk', () => {
  test('every page of it answers with the first page; a missing script does not', async () => {
    for (const path of ['/', '/cases/case_0000000000001?at=1', '/today']) {
      const page = await get(path)
      expect([path, page.status, page.headers.get('Content-Type')]).toEqual([
        path,
        200,
        'text/html; charset=utf-8',
      ])
    }
    expect((await get('/assets/app-old.js')).status).toBe(404)
  })

  test('assets keep for ever, the first page is asked for again', async () => {
    const asset = await get('/assets/app-1a2b.js')
    expect(asset.headers.get('Cache-Control')).toContain('immutable')
    const page = await get('/')
    expect(page.headers.get('Cache-Control')).toBe('no-cache')
    expect((await get('/', { 'If-None-Match': page.headers.get('ETag') ?? '' })).status).toBe(304)
  })

  test('text goes packed to whoever reads that, and as it is to whoever does not', async () => {
    const asked = async (accepts: string) => {
      const answer = await get('/assets/app-1a2b.js', { 'Accept-Encoding': accepts })
      const { headers } = answer
      return [headers.get('Content-Encoding'), headers.get('Vary'), await answer.text()]
    }
    expect(await asked('gzip, br')).toEqual(['br', 'Accept-Encoding', 'export {}'])
    expect(await asked('gzip, br;q=0')).toEqual([null, 'Accept-Encoding', 'export {}'])
    expect(await asked('identity')).toEqual([null, 'Accept-Encoding', 'export {}'])
    const etags = await Promise.all(
      ['br', 'identity'].map(async (one) => (await get('/', { 'Accept-Encoding': one })).headers),
    )
    expect(new Set(etags.map((headers) => headers.get('ETag'))).size).toBe(2)
  })

  test('nothing outside its folder is served, not even by a link in it', async () => {
    for (const path of [
      '/../session-secret.js',
      '/%2e%2e/session-secret',
      '/..%2fsession-secret',
      '/secret.js',
      '/a%00.js',
      '/%ff.js',
    ]) {
      expect([path, [400, 404].includes(await rawStatus(path)) || !(await serves(path))]).toEqual([
        path,
        true,
      ])
    }
  })

  test('every answer carries the headers that keep others out', async () => {
    for (const path of ['/', '/v1/me', '/healthz', '/assets/nothing.js']) {
      const { headers } = await get(path)
      expect(headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'")
      expect(headers.get('Content-Security-Policy')).not.toContain('http')
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    }
  })
})

async function serves(path: string): Promise<boolean> {
  const secret = await readFile(join(home, 'session-secret'), 'utf8')
  return (await (await get(path)).text()).includes(secret)
}

describe('secrets', () => {
  test('are made once, for the owner alone, whoever asks first', async () => {
    const made = await Promise.all(
      [1, 2, 3, 4].map((n) => keepOnce(home, 'once', () => `secret ${n}`)),
    )
    expect(new Set(made).size).toBe(1)
    expect((await stat(join(home, 'once'))).mode & 0o777).toBe(0o600)
  })
  test('from the environment they are used, or refused when short', async () => {
    const long = 'x'.repeat(32)
    expect(await sessionSecret(home, { FORBEAR_SECRET: long })).toBe(long)
    await expect(sessionSecret(home, { FORBEAR_SECRET: 'short' })).rejects.toThrow(
      'needs 32 or more',
    )
  })
})
