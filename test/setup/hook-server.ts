import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Instant } from '../../src/core/calendar.ts'
import type { MessageHook } from '../../src/channels/message-hook.ts'
import type { Sinks } from './sms-message.ts'

export type HookServer = {
  readonly url: string
  /** Whose hook it is, and where what it hears goes. */
  hook: MessageHook | undefined
  sink: Sinks
  readonly refused: string[]
  stop(): Promise<void>
}

/** Where a provider tells of messages and receipts, on a free loopback port. */
export async function startHookServer(sink: Sinks): Promise<HookServer> {
  const server: Server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { hook } = desk
      if (hook === undefined) return response.writeHead(404).end()
      const heard = hook.hear(
        {
          method: request.method === 'GET' ? 'GET' : 'POST',
          url: `http://${request.headers.host}${request.url}`,
          header: (name) => {
            const value = request.headers[name]
            return typeof value === 'string' ? value : undefined
          },
          body,
        },
        Date.now() as Instant,
      )
      if (heard.is === 'heard') {
        desk.sink.kept.push(...heard.received)
        desk.sink.told.push(...heard.receipts)
      } else desk.refused.push(heard.why)
      const reply = hook.replies[heard.is === 'heard' ? 'taken' : 'refused']
      return response.writeHead(reply.status, { 'Content-Type': reply.type }).end(reply.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const desk: HookServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    hook: undefined,
    sink,
    refused: [],
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  }
  return desk
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts)
}
