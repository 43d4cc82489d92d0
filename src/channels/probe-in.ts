import { createConnection } from 'node:net'
import type { ChannelFile } from './channel-file.ts'
import { modelsOf, reachedOf } from './configured.ts'
import { probeSource } from './trace-source.ts'

/** How the ways in stand: the door for mail of this machine, each tenant's own model and sources. */
export type ProbedIn =
  | { readonly of: 'mailIn'; readonly where: string; readonly is: 'opens' }
  | {
      readonly of: 'mailIn'
      readonly where: string
      /** not_forbear: somebody else listens there, whose answer is told. */
      readonly is: 'not_listening' | 'not_forbear'
      readonly why: string
    }
  | {
      readonly of: 'hear'
      readonly tenant: string
      readonly where: string
      readonly is: 'answers'
      readonly model: string
    }
  | {
      readonly of: 'trace'
      readonly tenant: string
      readonly where: string
      readonly is: 'answers'
    }
  | {
      readonly of: 'hear' | 'trace'
      readonly tenant: string
      readonly where: string
      readonly is: 'silent'
      readonly why: string
    }

export const isWell = ({ is }: ProbedIn): boolean => is === 'opens' || is === 'answers'

/**
 * All are asked as they will be in earnest: the door by the first words of LMTP, a model for one harmless text,
 * a source by the question that is about nobody.
 */
export async function probeIn(
  file: ChannelFile,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly ProbedIn[]> {
  const models = modelsOf(file, env)
  const heard = Object.entries(file.tenants).flatMap(([tenant, { hear }]) => {
    const model = models.get(BigInt(tenant))
    if (hear === undefined || model === undefined) return []
    return model('hello', 'en').then((answer): ProbedIn => {
      const of = { of: 'hear', tenant, where: hear.url } as const
      return answer.is === 'heard'
        ? { ...of, is: 'answers', model: answer.name }
        : { ...of, is: 'silent', why: answer.why }
    })
  })
  const sources = Object.entries(file.tenants).flatMap(([tenant, { trace = [] }]) =>
    trace.flatMap((one) => {
      const reached = one.kind === 'sandbox' ? undefined : reachedOf(one, env)
      return reached === undefined ? [] : [probeTrace(tenant, reached)]
    }),
  )
  const door = file.mailIn === undefined ? [] : [probeMailDoor(file.mailIn.port)]
  return Promise.all([...door, ...heard, ...sources])
}

async function probeTrace(
  tenant: string,
  reached: Parameters<typeof probeSource>[0],
): Promise<ProbedIn> {
  const of = { of: 'trace', tenant, where: reached.url } as const
  const answer = await probeSource(reached)
  return answer.is === 'found' ? { ...of, is: 'answers' } : { ...of, is: 'silent', why: answer.why }
}

const PATIENCE_MS = 5000
const LINE_MAX = 100

/** Greets as a mail server does that hands over, and leaves: no mail is handed over. */
export function probeMailDoor(port: number): Promise<ProbedIn> {
  const of = { of: 'mailIn', where: `lmtp://127.0.0.1:${port}` } as const
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    const end = (found: ProbedIn) => {
      clearTimeout(timer)
      resolve(found)
      socket.destroy()
    }
    const timer = setTimeout(() => end({ ...of, is: 'not_forbear', why: 'no_answer' }), PATIENCE_MS)
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', (part: string) => {
      const isFirst = text === ''
      text += part
      const said = text.split('\r\n').slice(0, -1)
      const [greeting = '', ...more] = said
      const whole = more.findLast((line) => /^[0-9]{3} /.test(line))
      const is = whole?.startsWith('250 ') && greeting.includes('forbear') ? 'opens' : 'not_forbear'
      const why = (greeting.startsWith('220 ') ? `${greeting} ${whole ?? ''}` : greeting).trim()
      // Whoever speaks before the greeting is over is sent away.
      if (isFirst && greeting.startsWith('220 ')) socket.write('LHLO localhost\r\n')
      else if (is === 'opens') end({ ...of, is })
      else if (whole !== undefined || (greeting !== '' && !greeting.startsWith('220')))
        end({ ...of, is, why: why.slice(0, LINE_MAX) })
      else if (text.length > 10_000) end({ ...of, is, why: 'no_answer' })
    })
    socket.on('error', ({ code = 'error' }: NodeJS.ErrnoException) =>
      end({ ...of, is: 'not_listening', why: code }),
    )
    socket.on('close', () => end({ ...of, is: 'not_forbear', why: 'closed' }))
  })
}
