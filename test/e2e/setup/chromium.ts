import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

/** How long a page is waited for: no limit that a test holds, only longer than any busy machine needs. */
export const PATIENCE_MS = 90_000

const USUAL = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

const HOW_TO_HAVE_IT =
  'Install Chromium (Debian and Ubuntu: apt-get install chromium), or name one: CHROMIUM=/path/to/chromium'

/** Where the browser is; undefined where this machine has none. A wrong CHROMIUM is an error. */
export function chromiumPath(): string | undefined {
  const named = process.env['CHROMIUM']
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROMIUM=${named} does not exist. ${HOW_TO_HAVE_IT}`)
    return named
  }
  const found = USUAL.find((path) => existsSync(path))
  if (found === undefined) {
    process.stderr.write(`Skipped: the desk in a browser. ${HOW_TO_HAVE_IT}\n`)
  }
  return found
}

export const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
