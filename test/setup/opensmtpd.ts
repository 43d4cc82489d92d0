import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const SMTPD = '/usr/sbin/smtpd'
const UNSHARE = '/usr/bin/unshare'

/** undefined: OpenSMTPD is here and can be started. Else the one line that says what it needs. */
export const noOpenSmtpd = ((): string | undefined => {
  if (!existsSync(SMTPD))
    return 'OpenSMTPD is not installed, so its tests are skipped: apt-get install opensmtpd'
  if (process.getuid?.() !== 0)
    return 'OpenSMTPD is started by root alone, so its tests are skipped: run them as root'
  if (!existsSync(UNSHARE))
    return 'OpenSMTPD’s folders are hidden from the machine by unshare, so its tests are skipped: apt-get install util-linux'
  return undefined
})()

export type OpenSmtpd = {
  /** Takes what we send, and hands it on to those whom it is for. */
  readonly port: number
  /** The server of those to whom we write, as everybody reaches it. */
  readonly farPort: number
  /** What arrived there, oldest first. */
  arrived(): Promise<Buffer[]>
  /** What came to us, oldest first. */
  cameIn(): Promise<Buffer[]>
  log(): string
  stop(): Promise<void>
}

/** Both ends of a mail. */
export const OURS = 'mail.lender.example'
export const THEIRS = 'home.example'
/** What comes for this domain is handed on by LMTP. */
export const DOOR = 'door.lender.example'

/**
 * Real OpenSMTPD as our server and as theirs. It has its own folders for queue and socket in the program,
 * so it gets a view of the files in which those are empty; nothing of it stays.
 */
export async function startOpenSmtpd(people: readonly string[], doorPort = 24): Promise<OpenSmtpd> {
  const folder = await mkdtemp(join(tmpdir(), 'opensmtpd-'))
  const [far, ours] = [join(folder, 'far'), join(folder, 'ours')]
  // Delivered to by another user.
  await chmod(folder, 0o711)
  for (const box of [far, ours]) {
    await mkdir(box)
    await chmod(box, 0o777)
  }
  const [port = 0, farPort = 0] = await freePorts(2)
  const keep = join(folder, 'keep.sh')
  await writeFile(keep, KEEP)
  await writeFile(
    join(folder, 'smtpd.conf'),
    configOf({ port, farPort, keep, far, ours, people, doorPort }),
  )
  let log = ''
  const child = spawn(UNSHARE, ['--mount', 'sh', '-c', OWN_VIEW, 'sh', join(folder, 'smtpd.conf')])
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => {
      log += part.toString('utf8')
    })
  const stop = async () => {
    await endChild(child)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await Promise.all([port, farPort].map((one) => answers(one, child, () => log)))
  } catch (error) {
    await stop()
    throw error
  }
  return {
    port,
    farPort,
    arrived: () => mailsIn(far),
    cameIn: () => mailsIn(ours),
    log: () => log,
    stop,
  }
}

const OWN_VIEW = `mount --make-rprivate / && mount -t tmpfs none /var/spool && mkdir -m 711 /var/spool/smtpd &&
  mount -t tmpfs none /run && exec ${SMTPD} -d -f "$1"`

type Config = {
  readonly port: number
  readonly farPort: number
  readonly keep: string
  readonly far: string
  readonly ours: string
  readonly people: readonly string[]
  readonly doorPort: number
}

/** A file has its name once all of it is there. */
const KEEP = `f="$1/$(date +%s%N).$$" && cat > "$f" && chmod 644 "$f" && mv "$f" "$f.eml"\n`

const configOf = ({ port, farPort, keep, far, ours, people, doorPort }: Config) => `
table people { ${people.map((name) => `${name} = nobody`).join(', ')} }
table us { reply = nobody }
listen on 127.0.0.1 port ${port} hostname ${OURS} tag OURS
listen on 127.0.0.1 port ${farPort} hostname mx.${THEIRS} tag THEIRS
bounce warn-interval 1h
action "far" mda "sh ${keep} ${far}" virtual <people>
action "ours" mda "sh ${keep} ${ours}" virtual <us>
action "door" relay host "lmtp://127.0.0.1:${doorPort}"
action "relay" relay host "smtp://127.0.0.1:${farPort}"
match tag THEIRS from any for rcpt-to { ${people.map((name) => `"${name}@${THEIRS}"`).join(', ')} } action "far"
match from any for domain "${OURS}" action "ours"
match from any for domain "${DOOR}" action "door"
match tag OURS from any for domain "${THEIRS}" action "relay"
`

async function mailsIn(box: string): Promise<Buffer[]> {
  const names = (await readdir(box)).filter((name) => name.endsWith('.eml')).toSorted()
  return Promise.all(names.map((name) => readFile(join(box, name))))
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

async function answers(port: number, child: ChildProcess, log: () => string): Promise<void> {
  const until = Date.now() + 20_000
  while (!(await greets(port))) {
    if (child.exitCode !== null || Date.now() > until)
      throw new Error(`OpenSMTPD did not start (${child.exitCode}): ${log().slice(-2000)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const greets = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (isUp: boolean) => {
      socket.destroy()
      resolve(isUp)
    }
    socket.once('data', (part: Buffer) => end(part.toString('latin1').startsWith('220')))
    socket.once('error', () => end(false))
    socket.setTimeout(2000, () => end(false))
  })

/** Its other processes end with the first one. */
async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
  await ended
  clearTimeout(timer)
}
