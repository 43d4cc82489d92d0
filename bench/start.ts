import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { rounded, timed, type Figure, type Say } from './figure.ts'

const BIN = resolve(import.meta.dirname, '..', 'bin', 'forbear')

/** From the command to the address of the desk: with nothing there, and with everything there. */
export async function benchStart(options: { say: Say }): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'forbear-start-'))
  try {
    const cold = await timed(() => startOnce(home, options.say))
    const warm = await timed(() => startOnce(home, options.say))
    const figure = (name: string, seconds: number): Figure => ({
      bench: 'start',
      figure: name,
      value: rounded(seconds),
      unit: 's',
    })
    return [
      figure('cold start: database, demo book, cycle, desk', cold.seconds),
      figure('warm start', warm.seconds),
    ]
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** Starts, waits for the address, stops; resolves at the address. */
function startOnce(home: string, say: Say): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(
      process.execPath,
      [BIN, 'serve', '--demo', '--home', home, '--lang', 'en', '--json'],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    )
    let ready = false
    child.stderr.on('data', (text: Buffer) => say(text.toString().trimEnd()))
    child.stdout.once('data', () => {
      ready = true
      child.kill('SIGINT')
    })
    child.once('exit', (code) =>
      ready ? done() : failed(new Error(`the start ended with ${code}`)),
    )
  })
}
