import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CreateCall, WireDo, WireEvent } from '../../src/channels/voice/contract.ts'
import { playCall, type Fate, type Told } from '../../src/channels/voice/fates.ts'
import { bodyOf } from './hook-server.ts'

export const SECRET_TEXT = `whsec_${Buffer.alloc(32, 5).toString('base64')}`
const KEY = Buffer.alloc(32, 5)

/** Standard Webhooks, written here a second time: what both sides get wrong alike, no test finds. */
export function sign(id: string, body: string | Buffer, atMs: number): Record<string, string> {
  const seconds = Math.floor(atMs / 1000)
  const mac = createHmac('sha256', KEY).update(`${id}.${seconds}.`).update(body).digest('base64')
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${mac}`,
  }
}

export type Weather = 'plain' | 'twice' | 'late'

export type VoiceGateway = {
  readonly url: string
  readonly taken: CreateCall[]
  /** What it answers to a call instead of taking it. */
  answer: { readonly status: number; readonly body?: unknown } | 'take' | 'take_and_hang_up'
  fate: Fate
  fact: string
  choice: string
  /** 'twice': each event is told two times. 'late': what needs no answer is told after the end. */
  weather: Weather
  /** Everything that we were told to say to the person, in order. */
  readonly said: string[]
  /** Answers that were not as at the first telling. */
  readonly differing: string[]
  recording: Buffer | undefined
  /** Tells the events of every call that was taken and not played yet. */
  play(): Promise<void>
  tell(
    event: Omit<WireEvent, 'type'>,
    id: string,
  ): Promise<{ status: number; does: readonly WireDo[] }>
  stop(): Promise<void>
}

/** A gateway on a free loopback port that signs, and checks what is signed. */
export async function startVoiceGateway(clock: () => number): Promise<VoiceGateway> {
  const played = new Set<string>()
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const say = (status: number, answer?: unknown) =>
        response
          .writeHead(status, { 'Content-Type': 'application/json' })
          .end(JSON.stringify(answer))
      const given = (name: string) => String(request.headers[name] ?? '')
      const wanted = sign(given('webhook-id'), body, Number(given('webhook-timestamp')) * 1000)
      const [ours, theirs] = [wanted['webhook-signature'] ?? '', given('webhook-signature')]
      const isSigned =
        ours.length === theirs.length && timingSafeEqual(Buffer.from(ours), Buffer.from(theirs))
      if (!isSigned) return say(401, { code: 'not_signed' })
      if (request.method === 'GET' && request.url?.startsWith('/recordings/'))
        return response.writeHead(200, { 'Content-Type': 'audio/wav' }).end(gateway.recording)
      if (request.method === 'GET') return say(404)
      if (typeof gateway.answer === 'object') return say(gateway.answer.status, gateway.answer.body)
      const call = JSON.parse(body.toString('utf8')) as CreateCall
      gateway.taken.push(call)
      if (gateway.answer === 'take_and_hang_up') return request.socket.destroy()
      return say(201, { ref: `gw-${gateway.taken.length}` })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const gateway: VoiceGateway = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: [],
    answer: 'take',
    fate: 'conversation',
    fact: '0000',
    choice: '2',
    weather: 'plain',
    said: [],
    differing: [],
    recording: undefined,
    play: async () => {
      for (const call of gateway.taken) {
        if (played.has(call.call)) continue
        played.add(call.call)
        await playOne(gateway, call, clock)
      }
    },
    tell: async (event, id) => {
      const call = gateway.taken.find((one) => one.call === event.call) ?? gateway.taken[0]
      const body = JSON.stringify({ type: 'call.event', ...event })
      const answer = await fetch(call?.events ?? '', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...sign(id, body, clock()) },
        body,
      })
      const read = (await answer.json()) as { do?: readonly WireDo[] }
      return { status: answer.status, does: read.do ?? [] }
    },
    stop: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  }
  return gateway
}

/** One call under the gateway's weather: told twice, and what needs no answer after the end. */
async function playOne(of: VoiceGateway, call: CreateCall, clock: () => number): Promise<void> {
  const late: (() => Promise<unknown>)[] = []
  let n = 0
  const hears = (does: readonly WireDo[]) =>
    of.said.push(...does.flatMap((one) => ('say' in one ? [one.say] : [])))
  const tell = async (told: Told): Promise<readonly WireDo[]> => {
    n += 1
    const id = `${call.call}.${n}`
    const event = { call: call.call, at: new Date(clock()).toISOString(), ...told }
    const once = () => of.tell(event, id)
    const needsNoAnswer = told.event === 'ringing' || told.event === 'answered'
    if (of.weather === 'late' && needsNoAnswer) {
      late.push(once)
      return []
    }
    const { does } = await once()
    if (of.weather !== 'plain') {
      const again = (await once()).does
      if (JSON.stringify(again) !== JSON.stringify(does)) of.differing.push(id)
      late.push(once)
    }
    hears(does)
    return does
  }
  const answers = !['busy', 'no_answer'].includes(of.fate)
  if (answers && of.fate !== 'voicemail') hears(call.on_answer)
  const { fate, fact, choice } = of
  await playCall({ call, fate, fact, choice, tell })
  for (const again of late.toReversed()) await again()
}
