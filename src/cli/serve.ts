import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureDemoStaff, type DemoSignIn } from '../api/demo-staff.ts'
import type { SignIn } from '../api/sign-in.ts'
import type { ApiDeps } from '../api/env.ts'
import { startServer, type Running } from '../api/server.ts'
import type { MessageSettings } from '../channels/message-hook.ts'
import type { VoiceDesk } from '../channels/voice/configured.ts'
import { loadFiles } from '../intake/load.ts'
import { inTenant } from '../store/db.ts'
import { loadLaw } from '../store/law.ts'
import { readWorkFile } from '../store/work-file.ts'
import { applyWorkFile } from '../store/work-people.ts'
import { readSetup } from '../store/work-setup.ts'
import { openBackground, sandboxOf } from './background.ts'
import { openHooks, openSources, sandboxChannels, sayUnreached } from './channels-open.ts'
import { aheadMs, dayIn, nowOf } from './clock.ts'
import { ROOT, tenantOf, whenOf, withDatabase, type Context, type Open } from './context.ts'
import { dayWork, publishStrategies, sendDueOf, workTools, type WorkTools } from './day-work.ts'
import { DEMO, writeDemoBook, writeDemoPurchased } from './demo.ts'
import { ensureDemoOfficial } from './demo-official.ts'
import { ensureDemoRemittances } from './demo-remittances.ts'
import { ensureDesk } from './desk-build.ts'
import { keepDeskUrl } from './desk-url.ts'
import { makeTenant } from './init.ts'
import { showLoad } from './load-command.ts'
import { mailDoorOf } from './mail-door.ts'
import { openNudges, type Nudges } from './nudge.ts'
import { openPay, type PayOpen } from './pay-open.ts'
import { EXIT, Stop, tableText } from './talk.ts'
import { makeKeys } from './search-command.ts'
import { sayNobodyYet } from './staff-command.ts'
import { webhookKeysOf } from './webhook-key.ts'
import { openVoice } from './voice-open.ts'
import { sandboxDesk } from './voice-sandbox.ts'

const PORT = 8080
/** How often the server looks for a new day and for contacts whose hour has come. */
const TICK_MS = 30_000
/** Between two events of a call that reaches nobody, so that a person can follow it. */
const DIAL_PACE_MS = 1500

export async function serveCommand(
  context: Context,
  options: { demo?: boolean; port?: string },
): Promise<number> {
  const { talk } = context
  const port = Number(options.port ?? PORT)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Stop(talk.word('badPort', { text: String(options.port) }), EXIT.usage)
  }
  const started = Date.now()
  const deskFolder = await ensureDesk(talk)
  await withDatabase(context, async (open) => {
    if (options.demo) await ensureDemoBook(open)
    // The invented people of the demo are reached by nobody, whatever is set up.
    const tools = await workTools(open, options.demo ? sandboxChannels(open) : undefined)
    try {
      await serveBook(open, tools, { ...options, port, deskFolder, started })
    } finally {
      await tools.close()
    }
  })
  talk.say('stopped')
  return EXIT.ok
}

type Serving = {
  readonly demo?: boolean
  readonly port: number
  readonly deskFolder: string
  readonly started: number
}

async function serveBook(open: Open, tools: WorkTools, options: Serving): Promise<void> {
  const { talk } = open
  const { demo = false, port, deskFolder, started } = options
  const messages = demo ? undefined : await openHooks(open)
  if (!demo) void sayUnreached(open).catch(() => undefined)
  await publishStrategies(open)
  await wholeDay(open, tools)
  const { zone } = await tenantOf(open)
  const pay = await openPay(open, {
    now: () => nowOf(open.home),
    today: () => dayIn(zone, nowOf(open.home)),
    demo,
    log: (line) => talk.line({ en: line, zh: line }),
    codes: tools,
    typesetter: tools.typesetter,
  })
  const nudges = nudgesOf(open, tools, zone)
  const dials = demo ? sandboxDesk(open, { paceMs: DIAL_PACE_MS }) : undefined
  const voice = dials === undefined ? await openVoice(open) : [dials]
  const background = await openBackground(open, {
    zone,
    sandbox: sandboxOf(demo),
    say: (error) => sayTrouble(open, error),
  })
  const webhooks = { keys: await webhookKeysOf(open.home), sandbox: sandboxOf(demo) }
  const running = await serve(open, tools, {
    webhooks,
    soon: background.soon,
    port,
    deskFolder,
    zone,
    pay,
    messages,
    nudges,
    voice,
    sources: await openSources(open, demo),
  })
  pay.at(running.url)
  await keepDeskUrl(open.home, running.url)
  let mailDoor: Awaited<ReturnType<typeof mailDoorOf>>
  try {
    if (!demo) mailDoor = await mailDoorOf(open, tools.after)
    const signIns = demo ? await ensureDemoHouse(open, running.signIn, zone) : []
    talk.say('ready', { seconds: ((Date.now() - started) / 1000).toFixed(1) })
    announce(open, running, signIns)
    if (!demo) await sayNobodyYet(open)
    // People work meanwhile: a large book that was never searched takes minutes.
    void makeKeys(open).catch((error: unknown) => sayTrouble(open, error))
    await untilStopped(open, tools)
    talk.say('stopping')
  } finally {
    // Nobody is heard any more before the connections of what is sent are closed.
    await mailDoor?.close()
    await running.stop()
    await dials?.close()
    await nudges.stop()
    await background.stop()
    await pay.stop()
  }
}

function serve(
  open: Open,
  tools: WorkTools,
  options: {
    port: number
    deskFolder: string
    zone: string
    pay: PayOpen
    messages: MessageSettings | undefined
    nudges: Nudges
    voice: readonly VoiceDesk[]
    sources: ApiDeps['sources']
    webhooks: ApiDeps['webhooks']
    soon: () => void
  },
): Promise<Running> {
  return startServer({
    db: open.db,
    adminUrl: open.database.adminUrl,
    home: open.home,
    port: options.port,
    law: loadLaw(join(ROOT, 'law'), join(open.home, 'law')),
    deskFolder: options.deskFolder,
    templates: tools.templates.all,
    shipped: tools.templates.shipped,
    typesetter: tools.typesetter,
    capKey: tools.capKey,
    pay: options.pay.settings,
    portal: options.pay.portal,
    messages: options.messages,
    voice: options.voice,
    sources: options.sources,
    afterKept: tools.after,
    nudge: options.nudges.nudge,
    webhooks: options.webhooks,
    soon: options.soon,
    now: () => nowOf(open.home),
    today: () => dayIn(options.zone, nowOf(open.home)),
    clock: aheadMs(open.home) === 0 ? 'system' : 'movable',
    say: open.talk.line,
  })
}

/** The demo's people get hours once: whatever somebody set since speaks. */
/** Who works in the demo, when, and what is its own. */
async function ensureDemoHouse(
  open: Open,
  signIn: SignIn,
  zone: string,
): Promise<readonly DemoSignIn[]> {
  const now = nowOf(open.home)
  const signIns = await ensureDemoStaff({ ...open, signIn, now })
  await ensureDemoHours(open)
  await ensureDemoOfficial(open, dayIn(zone, now))
  await ensureDemoRemittances(open, whenOf(open, zone, {}))
  return signIns
}

async function ensureDemoHours(open: Open): Promise<void> {
  const { db, tenantId, talk } = open
  const { setupNo } = await inTenant(db, tenantId, (tx) => readSetup(tx, tenantId))
  if (setupNo !== undefined) return
  const file = readWorkFile(await readFile(join(ROOT, 'worklists', 'demo.yaml'), 'utf8'))
  if (!('people' in file)) throw new Error('bug: the demo’s worklists are not sound')
  const where = { db, adminUrl: open.database.adminUrl, tenantId, say: talk.line }
  const set = await applyWorkFile(where, file, 'demo')
  if ('unknown' in set) throw new Error(`bug: the demo has no ${set.unknown.join(', ')}`)
}

function announce(open: Open, running: Running, signIns: readonly DemoSignIn[]): void {
  const { talk } = open
  talk.data({ url: running.url, sign_ins: signIns }, () => {
    const rows = signIns.map((one) => [`  ${one.role}`, one.email, one.password])
    const people =
      rows.length === 0
        ? []
        : [talk.word('signIns'), tableText(['', '', ''], rows).trimStart().replace(/^/, '  ')]
    return [talk.word('serving', { url: running.url }), ...people].join('\n')
  })
  talk.say('stopHint')
}

/** Works each new day once, and sends what waited for its hour, until somebody stops it. */
async function untilStopped(open: Open, tools: WorkTools): Promise<void> {
  while (!open.signal.aborted) {
    await sleep(TICK_MS, undefined, { signal: open.signal }).catch(() => undefined)
    if (!open.signal.aborted) await tick(open, tools)
  }
}

/** A tick that fails is said and tried again at the next: people go on working meanwhile. */
async function tick(open: Open, tools: WorkTools): Promise<void> {
  try {
    await wholeDay({ ...open, talk: { ...open.talk, say: () => undefined } }, tools)
  } catch (error) {
    sayTrouble(open, error)
  }
}

async function wholeDay(open: Open, tools: WorkTools): Promise<void> {
  await dayWork(open, tools, tickOf(open, (await tenantOf(open)).zone))
}

/** A clock that somebody moved stands still while contacts leave. */
const tickOf = (open: Open, zone: string) => ({
  ...whenOf(open, zone, {}),
  ...(aheadMs(open.home) === 0 ? { clock: () => nowOf(open.home) } : {}),
})

/** Other tenants are sent for by their own process. */
const nudgesOf = (open: Open, tools: WorkTools, zone: string): Nudges =>
  openNudges(
    () => nowOf(open.home),
    async ({ tenantId, borrowerId }) => {
      if (tenantId === open.tenantId) await sendDueOf(open, tools, borrowerId, tickOf(open, zone))
    },
    (error) => sayTrouble(open, error),
  )

function sayTrouble(open: Open, error: unknown): void {
  if (open.signal.aborted) return
  const why = error instanceof Error ? error.message : String(error)
  open.talk.line({
    en: `The day's work stopped, and is taken up again shortly: ${why}`,
    zh: `当日工作中断，稍后将继续：${why}`,
  })
}

/** Makes the tenant and the demo book once; a book that is there is kept. */
async function ensureDemoBook(open: Open): Promise<void> {
  const { talk } = open
  await makeTenant(open, {
    name: DEMO.name,
    tradingName: 'Sample Credit 示例信贷',
    phone: '000-0000-0000',
    url: 'https://check.forbear.example',
    zone: 'UTC',
  })
  const accounts = await inTenant(open.db, open.tenantId, (tx) =>
    tx.query<{ n: bigint }>('select count(*) as n from account where tenant_id = $1', [
      open.tenantId,
    ]),
  )
  const there = accounts.rows[0]?.n ?? 0n
  if (there > 0n) return talk.say('demoThere', { accounts: String(there) })
  const when = whenOf(open, 'UTC', {})
  talk.say('demoMaking', { borrowers: DEMO.borrowers })
  const book = writeDemoBook(open.home, when.today)
  const purchased = writeDemoPurchased(open.home, when.today)
  talk.say('demoLoading')
  await loadDemo(open, { path: book, mapping: 'demo' })
  await loadDemo(open, { path: purchased, mapping: 'purchased' })
}

async function loadDemo(open: Open, of: { path: string; mapping: string }): Promise<void> {
  const when = whenOf(open, 'UTC', {})
  const result = await loadFiles(open.db, open.tenantId, {
    ...when,
    ...of,
    mappings: join(ROOT, 'mappings'),
    asOf: when.today,
    dryRun: false,
    say: open.talk.line,
  })
  if ('declined' in result) {
    showLoad(open.talk, result)
    throw new Error('bug: the demo book was refused')
  }
}
