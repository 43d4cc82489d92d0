import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bodyOf } from '../../test/setup/hook-server.ts'
import { hearModel } from './hear-model.ts'

let server: Server
let url: string
let answer: { status?: number; body?: string; mute?: true }
let asked: { body: unknown; headers: IncomingMessage['headers'] }[]
beforeAll(async () => {
  server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      asked.push({ body: JSON.parse(body.toString()), headers: request.headers })
      if (answer.mute !== true) response.writeHead(answer.status ?? 200).end(answer.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hear`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const ask = (given: typeof answer, timeoutMs = 5000) => {
  answer = given
  asked = []
  return hearModel({ url, secret: 'of-this-test', timeoutMs })('leave it be, will you', 'en')
}
const model = { name: 'acme-hear', version: '2026.11' }
const heard = (classes: unknown) => ({ body: JSON.stringify({ model, classes }) })

describe('a model of the tenant’s own', () => {
  test('gets the words and nothing else, and its meanings come back unsure, in the writer’s words alone', async () => {
    const classes = [
      { what: 'stop', words: 'leave it be' },
      { what: 'abuse', words: 'you swine' },
      { what: 'lawyer' },
    ]
    expect(await ask(heard(classes))).toEqual({
      is: 'heard',
      name: 'acme-hear/2026.11',
      classes: [
        { what: 'stop', certainty: 'unsure', words: 'leave it be' },
        { what: 'abuse', certainty: 'unsure', words: '' },
        { what: 'lawyer', certainty: 'unsure', words: '' },
      ],
    })
    expect(asked).toMatchObject([
      {
        body: { apiVersion: 'hear/v1', text: 'leave it be, will you', language: 'en' },
        headers: { authorization: 'Bearer of-this-test' },
      },
    ])
    expect(Object.keys(asked[0]?.body ?? {})).toEqual(['apiVersion', 'text', 'language'])
  })

  test.each<[string, typeof answer, string]>([
    ['an error of its own', { status: 500, body: '{}' }, 'HTTP 500'],
    ['no JSON', { body: 'stop' }, 'not_readable'],
    ['a class that there is not', heard([{ what: 'calm' }]), 'not_readable'],
    ['a word more than the contract', heard([{ what: 'stop', sure: true }]), 'not_readable'],
    ['no name', { body: JSON.stringify({ classes: [] }) }, 'not_readable'],
    ['too much', { body: ' '.repeat(300_000) }, 'answer_too_long'],
  ])('%s is silence', async (_, given, why) => {
    expect(await ask(given)).toEqual({ is: 'silent', why })
  })

  test('one that does not answer in time is silence, and so is one that is not there', async () => {
    expect(await ask({ mute: true }, 100)).toMatchObject({ is: 'silent' })
    const nobody = hearModel({ url: 'http://127.0.0.1:9/', timeoutMs: 1000 })
    expect(await nobody('x', 'zh')).toMatchObject({ is: 'silent' })
  })
})
