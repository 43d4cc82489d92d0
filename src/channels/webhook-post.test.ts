import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postWebhook } from './webhook-post.ts'

const server = createServer((_, answer) => answer.writeHead(204).end())
beforeAll(() => new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening())))
afterAll(() => new Promise<void>((closed) => server.close(() => closed())))

const url = () => `http://receiver.test:${(server.address() as AddressInfo).port}/hook`
const told = { headers: {}, body: '{}' }
const here = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }])

describe('what an endpoint is told', () => {
  test('goes to the address that its name was found at', async () => {
    expect(await postWebhook(url(), { ...told, sandbox: true, resolve: here })).toEqual({
      status: 204,
    })
  })

  test('waits no longer for a name than for an answer', async () => {
    const silent = () => new Promise<never>(() => undefined)
    const asked = { ...told, sandbox: true, timeoutMs: 50, resolve: silent }
    expect(await postWebhook(url(), asked)).toEqual({ why: 'timeout' })
  })

  test('goes nowhere where the name has no address, or one of its addresses is within', async () => {
    const nowhere = () => Promise.reject(new Error('ENOTFOUND'))
    expect(await postWebhook(url(), { ...told, sandbox: true, resolve: nowhere })).toEqual({
      why: 'not_found',
    })
    const secure = url().replace('http:', 'https:')
    for (const address of ['127.0.0.1', '10.1.2.3', '169.254.169.254']) {
      const both = () =>
        Promise.resolve([
          { address: '93.184.216.34', family: 4 },
          { address, family: 4 },
        ])
      const asked = { ...told, sandbox: false, resolve: both }
      expect(await postWebhook(secure, asked)).toEqual({ why: 'private_address' })
    }
  })
})
