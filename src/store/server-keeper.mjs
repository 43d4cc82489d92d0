// Keeps one PostgreSQL server for all the processes that use one home: each of them holds a
// connection to this process's socket, and the kernel closes it however they end. When the last
// one is gone the server is stopped. Plain JavaScript, because it is started without a loader.
import { spawn } from 'node:child_process'
import { readFileSync, renameSync, statSync, unlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

const plan = JSON.parse(process.argv[2] ?? '')
const FIRST_GUEST_MS = 15_000
const FAST_STOP_MS = 120_000

// Root is needed for nothing from here on.
if (plan.runAs !== undefined) {
  process.setgroups([])
  process.setgid(plan.runAs.gid)
  process.setuid(plan.runAs.uid)
}
process.umask(0o077)
// A closed terminal or its Ctrl-C ends the guests, and by that, in order, the server.
for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => undefined)
process.on('SIGTERM', () => stop())

const server = spawn(plan.postgres, plan.args, {
  stdio: ['ignore', 'inherit', 'inherit'],
  cwd: '/',
  env: plan.env,
  detached: true,
})
server.on('error', (error) => {
  console.error(`The server could not be started: ${error.message}`)
  process.exit(1)
})

// If this process is killed, its end of the pipe closes and the shell stops the server, but only
// the one that still holds the data folder.
const watch = 'read -r _; [ "$(head -n 1 "$2" 2>/dev/null)" = "$1" ] && kill -INT "$1"'
const pidFile = join(plan.data, 'postmaster.pid')
const watcher = spawn('/bin/sh', ['-c', watch, 'sh', String(server.pid), pidFile], {
  stdio: ['pipe', 'ignore', 'ignore'],
  cwd: '/',
  env: plan.env,
  detached: true,
})
watcher.on('error', () => undefined)
watcher.stdin.on('error', () => undefined)

const door = join(plan.sockets, 'keeper')
const ownDoor = `${door}-${process.pid}`
const guests = new Set()
let isReady = false
let isStopping = false
let hadGuest = false

const listener = createServer({ allowHalfOpen: true }, (guest) => {
  hadGuest = true
  guests.add(guest)
  guest.on('error', () => undefined)
  guest.on('data', () => undefined)
  if (isReady) guest.write('ready\n')
  const leave = () => {
    if (!guests.delete(guest)) return
    // The last guest's own connection is closed after the server: then leaving means stopped.
    if (guests.size === 0) stop(guest)
    else guest.destroy()
  }
  guest.on('end', leave)
  guest.on('close', leave)
})
listener.on('error', (error) => {
  console.error(`The keeper could not listen: ${error.message}`)
  stop()
})

function stop(lastGuest) {
  if (isStopping) return
  isStopping = true
  closeDoor()
  server.once('exit', () => lastGuest?.destroy())
  server.kill('SIGINT')
  setTimeout(() => server.kill('SIGQUIT'), FAST_STOP_MS).unref()
}

/** A newer keeper may have put its own door in this place: then that one stays. */
function closeDoor() {
  try {
    if (statSync(door).ino === doorNumber) unlinkSync(door)
  } catch {
    // Nobody can knock any more, which is all that is wanted.
  }
  listener.close()
}

server.once('exit', (code, signal) => {
  closeDoor()
  watcher.kill('SIGKILL')
  if (!isStopping) console.error(`The server ended by itself (${signal ?? code}).`)
  setImmediate(() => process.exit(isStopping && code === 0 ? 0 : 1))
})

let doorNumber = 0

/** The server writes its pid into the data folder's lock file, and 'ready' into the eighth line. */
function look() {
  const lines = readLines()
  if (lines[0] !== String(server.pid)) return
  if (doorNumber === 0) {
    doorNumber = statSync(ownDoor).ino
    renameSync(ownDoor, door)
    setTimeout(() => hadGuest || stop(), FIRST_GUEST_MS).unref()
  }
  if (lines[7]?.trim() !== 'ready') return
  isReady = true
  clearInterval(looking)
  for (const guest of guests) guest.write('ready\n')
}

function readLines() {
  try {
    return readFileSync(pidFile, 'utf8').split('\n')
  } catch {
    return []
  }
}

let looking
listener.listen(ownDoor, () => {
  looking = setInterval(look, 5)
})
