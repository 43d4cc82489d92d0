import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ACCOUNT, startCarrier, type Carrier } from './carrier.ts'

const BEARERBOX = '/usr/sbin/bearerbox'
const SMSBOX = '/usr/sbin/smsbox'

/** undefined: Kannel is here. Else the one line that says how to have it. */
export const noKannel =
  existsSync(BEARERBOX) && existsSync(SMSBOX)
    ? undefined
    : 'Kannel is not installed, so its tests are skipped: apt-get install kannel'

export type Kannel = {
  readonly sendUrl: string
  readonly username: string
  readonly password: string
  /** The SMSC that bearerbox is connected to. */
  readonly carrier: Carrier
  log(): Promise<string>
  stop(): Promise<void>
}

const USER = { username: 'tester', password: 'kannel-secret' }

/**
 * Real Kannel between us and a carrier: smsbox for HTTP, bearerbox as a client of the carrier's SMSC.
 * `replyUrl` is called for what comes in, with Kannel's own % codes in it.
 */
export async function startKannel(options: { readonly replyUrl: string }): Promise<Kannel> {
  const folder = await mkdtemp(join(tmpdir(), 'kannel-'))
  const carrier = await startCarrier()
  const [admin, box, send] = await freePorts(3)
  const config = join(folder, 'kannel.conf')
  await writeFile(config, configOf({ admin, box, send, carrier: carrier.port, folder, ...options }))
  const children: ChildProcess[] = []
  const run = (program: string) => {
    const child = spawn(program, ['-v', '1', config], { stdio: 'ignore', cwd: folder })
    child.on('error', () => undefined)
    children.push(child)
    return child
  }
  const stop = async () => {
    await Promise.all(children.toReversed().map(endChild))
    await carrier.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await answers(`http://127.0.0.1:${admin}/status.txt?password=admin`, run(BEARERBOX))
    await answers(`http://127.0.0.1:${send}/cgi-bin/sendsms`, run(SMSBOX))
    await carrier.bound()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    sendUrl: `http://127.0.0.1:${send}/cgi-bin/sendsms`,
    ...USER,
    carrier,
    log: async () => {
      const logs = await Promise.all(
        ['bearerbox.log', 'smsbox.log'].map((name) => readFile(join(folder, name), 'utf8')),
      )
      return logs.join('\n')
    },
    stop,
  }
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
  await ended
  clearTimeout(timer)
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) =>
          server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
        ),
    ),
  )
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

/** Any HTTP answer at all: it is up. */
async function answers(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + 20_000
  for (;;) {
    try {
      await fetch(url, { signal: AbortSignal.timeout(1000) })
      return
    } catch (error) {
      if (child.exitCode !== null || Date.now() > until) {
        throw new Error(`Kannel did not start (${child.exitCode}): ${String(error)}`)
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

type Config = {
  readonly admin: number | undefined
  readonly box: number | undefined
  readonly send: number | undefined
  readonly carrier: number
  readonly folder: string
  readonly replyUrl: string
}

const configOf = ({ admin, box, send, carrier, folder, replyUrl }: Config) => `
group = core
admin-port = ${admin}
admin-interface = 127.0.0.1
admin-password = admin
smsbox-port = ${box}
smsbox-interface = 127.0.0.1
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
log-file = "${folder}/bearerbox.log"
log-level = 1
dlr-storage = internal
sms-resend-freq = 1

group = smsc
smsc = smpp
smsc-id = carrier
host = 127.0.0.1
port = ${carrier}
transceiver-mode = true
smsc-username = ${ACCOUNT.systemId}
smsc-password = ${ACCOUNT.password}
system-type = ""
source-addr-autodetect = true
dest-addr-ton = 1
dest-addr-npi = 1
reconnect-delay = 1
enquire-link-interval = 5

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = ${box}
sendsms-port = ${send}
sendsms-interface = 127.0.0.1
sendsms-chars = "0123456789 +-#"
log-file = "${folder}/smsbox.log"
log-level = 1
mo-recode = true

group = sendsms-user
username = ${USER.username}
password = ${USER.password}
max-messages = 10
concatenation = true

group = sms-service
keyword = default
get-url = "${replyUrl}"
max-messages = 0
catch-all = true
`
