import { createServer as createHttp } from 'node:http'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { readChannelFile } from './channel-file.ts'
import { openMailDoor } from './mail/door.ts'
import { isWell, probeIn, probeMailDoor } from './probe-in.ts'

const open: Server[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

async function listening<S extends Server>(server: S): Promise<number> {
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

describe('the door for mail', () => {
  test('opens where forbear listens', async () => {
    const door = await openMailDoor({
      port: 0,
      bytesMax: 100_000,
      recipientsMax: 3,
      connectionsMax: 2,
      routeOf: () => undefined,
      take: () => Promise.reject(new Error('nobody hands anything over')),
      trouble: () => undefined,
    })
    const found = await probeMailDoor(door.port)
    expect([found.is, isWell(found)]).toEqual(['opens', true])
    await door.close()
    expect(await probeMailDoor(door.port)).toMatchObject({
      is: 'not_listening',
      why: 'ECONNREFUSED',
    })
  })

  test.each([
    ['a mail server that knows no LMTP', '220 mail.example ESMTP\r\n', '502 no such command\r\n'],
    ['somebody else’s LMTP', '220 dovecot ready\r\n', '250 dovecot\r\n'],
    ['no mail server at all', 'HTTP/1.1 400 Bad Request\r\n', ''],
  ])('is not ours where %s listens', async (_, greeting, answer) => {
    const port = await listening(
      createServer((socket) => {
        socket.on('error', () => undefined)
        socket.write(greeting)
        socket.on('data', () => (answer === '' ? socket.end() : socket.write(answer)))
      }),
    )
    const found = await probeMailDoor(port)
    expect([found.is, isWell(found)]).toEqual(['not_forbear', false])
  })
})

describe('a tenant’s own model', () => {
  const fileOf = (port: number) => {
    const file = readChannelFile(`apiVersion: channels/v1
publicUrl: https://collect.lender.example
tenants:
  1:
    hear: { url: 'http://127.0.0.1:${port}/hear', timeoutSeconds: 1 }
`)
    if ('faults' in file) throw new Error(JSON.stringify(file.faults))
    return file.read
  }
  const MODEL = { model: { name: 'acme-hear', version: '2' }, classes: [] }

  test.each([
    ['by the contract', 200, JSON.stringify(MODEL), { is: 'answers', model: 'acme-hear/2' }],
    ['in words of its own', 200, '{"stop": true}', { is: 'silent', why: 'not_readable' }],
    ['that our secret is wrong', 401, '{}', { is: 'silent', why: 'HTTP 401' }],
  ])('is asked and answers %s', async (_, status, body, found) => {
    const port = await listening(
      createHttp((_request, response) => void response.writeHead(status).end(body)),
    )
    expect(await probeIn(fileOf(port), {})).toMatchObject([{ of: 'hear', tenant: '1', ...found }])
  })

  test.each([
    ['by the contract', '{"found": []}', { is: 'answers' }],
    ['in words of its own', '{"people": []}', { is: 'silent', why: 'not_readable' }],
  ])('a source of addresses is asked about nobody, and answers %s', async (_, body, found) => {
    let said = ''
    const port = await listening(
      createHttp((request, response) => {
        request.on('data', (part: Buffer) => {
          said += part.toString()
        })
        request.on('end', () => response.writeHead(200).end(body))
      }),
    )
    const { hear: _hear, ...rest } = fileOf(port).tenants['1'] ?? { senders: {} }
    const one = {
      kind: 'http',
      name: 'core',
      purpose: 'to reach the borrower',
      ground: 'contract',
      url: `http://127.0.0.1:${port}/trace`,
      timeoutSeconds: 1,
    } as const
    const tenants = { 1: { ...rest, trace: [one] } }
    expect(await probeIn({ ...fileOf(port), tenants }, {})).toMatchObject([
      { of: 'trace', tenant: '1', ...found },
    ])
    expect(JSON.parse(said)).toEqual({ apiVersion: 'trace/v1', probe: true })
  })

  test('is silent where nobody listens, and is not asked where there is none', async () => {
    const port = await listening(createServer())
    await new Promise((resolve) => open.splice(0)[0]?.close(resolve))
    const [found] = await probeIn(fileOf(port), {})
    expect(found?.is).toBe('silent')
    const { hear: _, ...rest } = fileOf(port).tenants['1'] ?? { senders: {} }
    expect(await probeIn({ ...fileOf(port), tenants: { 1: rest } }, {})).toEqual([])
  })
})
