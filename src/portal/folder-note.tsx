/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { putRecording } from '../channels/voice/recordings.ts'
import { holdsCardNumber } from '../core/card-number.ts'
import type { Day } from '../core/calendar.ts'
import { fileKind } from '../core/file-kind.ts'
import { sealReceipt, type Receipt } from '../evidence/receipt.ts'
import { sha256Of } from '../evidence/seal.ts'
import { inTenant } from '../store/db.ts'
import { FILE_BYTES_MAX, keepItem, lockBytes, type ItemGiven } from '../store/folder.ts'
import { lockBorrower } from '../store/guard-facts.ts'
import { Area, Facts, Fault, Go, Kept, Line, Once, opened, Way, type Form } from './asking.tsx'
import { cardPage } from './card-page.tsx'
import { readDayText } from './day-typed.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { evidenceFolder } from '../evidence/folder-receipt.ts'
import { offPage, toolsOf, type Tools } from './folder.tsx'
import { gonePage } from './identity.tsx'
import { noteText, type Note } from './note-text.ts'
import { show, type House } from './page.tsx'
import type { PortalSession } from './session.ts'
import type { Language } from '../store/templates.ts'
import { sayFolder } from './words-evidence.ts'

const SAID_MAX = 5000

const noteOf = (form: Form | undefined): Note => ({
  day: (form?.get('day') ?? '').trim().slice(0, 20),
  time: (form?.get('time') ?? '').normalize('NFKC').trim().slice(0, 10),
  who: (form?.get('who') ?? '').trim().slice(0, 100),
  number: (form?.get('number') ?? '').trim().slice(0, 40),
  said: (form?.get('said') ?? '').trim(),
})

type Step = 'when' | 'who' | 'said'

/** What a page of the note lacks; undefined: it may go on. */
function faultOf(step: Step, note: Note, of: { readonly lang: Language; readonly today: Day }) {
  const day = readDayText(note.day)
  if (step === 'when' && (day === undefined || day > of.today)) return sayFolder(of.lang, 'whenBad')
  if (step === 'when' && note.time !== '' && !/^([01]?\d|2[0-3])[:.][0-5]\d$/.test(note.time))
    return sayFolder(of.lang, 'timeBad')
  if (step === 'said' && (note.said === '' || note.said.length > SAID_MAX))
    return sayFolder(of.lang, 'saidBad', { n: String(SAID_MAX) })
  return undefined
}

/** A note of a call, a question a page: when, who, what was said; the last page shows the others. */
export async function notePage(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  form?: Form,
): Promise<Response> {
  const here = await opened(c, deps, async () => ({}))
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const note = noteOf(form)
  const today = deps.today()
  const from = form?.get('step')
  const wants = from === 'when' ? 'who' : from === 'who' || from === 'said' ? 'said' : 'when'
  const isBadDay = wants !== 'when' && faultOf('when', note, { lang, today }) !== undefined
  const fault = isBadDay
    ? faultOf('when', note, { lang, today })
    : from === 'said'
      ? faultOf('said', note, { lang, today })
      : undefined
  if (from === 'said' && fault === undefined && form !== undefined)
    return keepNote(c, deps, { session: here.session, house: here.house, note, form })
  const step = isBadDay ? 'when' : wants
  return stepPage(c, here.house, { step, note, fault, form })
}

type Stepping = {
  readonly step: Step
  readonly note: Note
  readonly fault: string | undefined
  readonly form: Form | undefined
}

function stepPage(c: Context<PortalEnv>, house: House, of: Stepping) {
  const lang = c.get('lang')
  const { step, note, fault } = of
  const isWrong = fault !== undefined
  const children = (
    <>
      <Fault words={fault} />
      {step === 'said' ? <SoFar lang={lang} note={note} /> : null}
      <form method="post" action={`/p/folder/note?lang=${lang}`}>
        <Once form={of.form} />
        <Kept values={{ step, ...kept(step, note) }} />
        <Questions lang={lang} {...of} />
        <Go words={sayFolder(lang, step === 'said' ? 'keepNote' : 'next')} />
      </form>
      <Way to="/p/folder" words={sayFolder(lang, 'back')} lang={lang} />
    </>
  )
  const status = isWrong ? 422 : 200
  return show(c, { title: sayFolder(lang, 'addNote'), house, children, status })
}

/** The questions of one page. */
function Questions({ lang, step, note, fault }: Stepping & { lang: Language }) {
  if (step === 'said')
    return (
      <Area
        name="said"
        label={sayFolder(lang, 'said')}
        hint={sayFolder(lang, 'saidHint')}
        value={note.said}
        most={SAID_MAX}
      />
    )
  if (step === 'who')
    return (
      <>
        <Line
          name="who"
          label={sayFolder(lang, 'who')}
          hint={sayFolder(lang, 'whoHint')}
          most={100}
        />
        <Line
          name="number"
          label={sayFolder(lang, 'number')}
          hint={sayFolder(lang, 'numberHint')}
          most={40}
          mode="tel"
        />
      </>
    )
  return (
    <>
      <Line
        name="day"
        label={sayFolder(lang, 'when')}
        hint={sayFolder(lang, 'whenHint')}
        value={note.day}
        most={20}
        isWrong={fault !== undefined}
      />
      <Line
        name="time"
        label={sayFolder(lang, 'time')}
        hint={sayFolder(lang, 'timeHint')}
        value={note.time}
        most={10}
      />
    </>
  )
}

const kept = (step: Step, { day, time, who, number }: Note) =>
  step === 'when' ? {} : step === 'who' ? { day, time } : { day, time, who, number }

function SoFar({ lang, note }: { lang: Language; note: Note }) {
  const or = (text: string) => (text === '' ? sayFolder(lang, 'unknown') : text)
  return (
    <>
      <h2>{sayFolder(lang, 'soFar')}</h2>
      <Facts
        rows={[
          [sayFolder(lang, 'when'), `${note.day} ${note.time}`.trim()],
          [sayFolder(lang, 'who'), or(note.who)],
          [sayFolder(lang, 'number'), or(note.number)],
        ]}
      />
      <Way to="/p/folder/note" words={sayFolder(lang, 'change')} lang={lang} />
    </>
  )
}

type Keeping = {
  readonly session: PortalSession
  readonly house: House
  readonly note: Note
  readonly form: Form
}

async function keepNote(c: Context<PortalEnv>, deps: PortalDeps, { note, ...of }: Keeping) {
  const tools = toolsOf(deps)
  if (tools === undefined) return offPage(c, of.house)
  const text = noteText(note)
  const bytes = Buffer.from(text, 'utf8')
  const title = `${readDayText(note.day) ?? ''} ${note.time} ${note.who}`.trim()
  return keep(c, deps, {
    ...of,
    tools,
    bytes,
    title,
    kind: 'note',
    type: 'text/plain',
    words: text,
  })
}

/** A file from a telephone: known by its content, kept under its hash, never changed. */
export async function filePage(
  c: Context<PortalEnv>,
  deps: PortalDeps,
  fault?: string,
): Promise<Response> {
  const here = await opened(c, deps, async () => ({}))
  if (here === undefined) return gonePage(c)
  const lang = c.get('lang')
  const mb = String(FILE_BYTES_MAX / 1024 / 1024)
  const children = (
    <>
      <Fault words={fault} />
      <form method="post" action={`/p/folder/file?lang=${lang}`} enctype="multipart/form-data">
        <p>
          <label for="file">{sayFolder(lang, 'fileLabel')}</label>
        </p>
        <p class="hint" id="file-hint">
          {sayFolder(lang, 'fileHint', { mb })}
        </p>
        <p>
          <input
            type="file"
            id="file"
            name="file"
            accept="image/*,audio/*,application/pdf"
            aria-describedby="file-hint"
          />
        </p>
        <Line
          name="title"
          label={sayFolder(lang, 'fileWhat')}
          hint={sayFolder(lang, 'fileWhatHint')}
          most={100}
        />
        <p class="hint">{sayFolder(lang, 'lawNote')}</p>
        <Go words={sayFolder(lang, 'fileGo')} />
      </form>
      <Way to="/p/folder" words={sayFolder(lang, 'back')} lang={lang} />
    </>
  )
  const status = fault === undefined ? 200 : 422
  return show(c, { title: sayFolder(lang, 'fileTitle'), house: here.house, children, status })
}

export async function takeFile(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const here = await opened(c, deps, async () => ({}))
  if (here === undefined) return gonePage(c)
  const tools = toolsOf(deps)
  if (tools === undefined) return offPage(c, here.house)
  const lang = c.get('lang')
  const form = await c.req.parseBody().catch(() => undefined)
  const given = form?.['file']
  const named = form?.['title']
  const title = typeof named === 'string' ? named.trim().slice(0, 100) : ''
  if (holdsCardNumber(title)) return cardPage(c)
  if (!(given instanceof File) || given.size === 0)
    return filePage(c, deps, sayFolder(lang, 'fileMissing'))
  if (given.size > FILE_BYTES_MAX) return tooLarge(c, deps)
  const bytes = Buffer.from(await given.arrayBuffer())
  const kind = fileKind(bytes)
  if (kind === undefined) return filePage(c, deps, sayFolder(lang, 'fileKind'))
  return keep(c, deps, {
    ...here,
    tools,
    bytes,
    title: title === '' ? `${sayFolder(lang, 'fileOf')} .${kind.ending}` : title,
    kind: 'file',
    type: kind.type,
    words: undefined,
  })
}

export const tooLarge = (c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> =>
  filePage(
    c,
    deps,
    sayFolder(c.get('lang'), 'fileLarge', { mb: String(FILE_BYTES_MAX / 1024 / 1024) }),
  )

type Handed = {
  readonly session: PortalSession
  readonly house: House
  readonly tools: Tools
  readonly bytes: Buffer
  readonly title: string
  readonly kind: ItemGiven['kind']
  readonly type: string
  readonly words: string | undefined
}

/** The bytes lie there before the row says so; the same bytes again are the same item. */
async function keep(c: Context<PortalEnv>, deps: PortalDeps, of: Handed): Promise<Response> {
  const { session, tools, bytes } = of
  const house = of.house.name
  const { tenantId, accountId } = session
  const sha256 = sha256Of(bytes)
  const given = { accountId, sha256, bytes: bytes.length, mediaType: of.type, kind: of.kind }
  const item = { ...given, title: of.title.slice(0, 200), words: of.words }
  const sealed = (receipt: Receipt) => sealReceipt(tools.seal, receipt)
  const tick = { now: deps.now(), today: deps.today(), house, sealReceipt: sealed }
  const made = await inTenant(
    deps.db,
    tenantId,
    async (tx) => {
      await lockBorrower(tx, session)
      await lockBytes(tx, tenantId, sha256)
      await putRecording(evidenceFolder(tools.home, tenantId), bytes)
      return keepItem(tx, session, item, tick)
    },
    { retries: 3 },
  )
  const lang = c.get('lang')
  if ('declined' in made) return filePage(c, deps, sayFolder(lang, 'full'))
  return c.redirect(`/p/folder/${made.itemNo}?lang=${lang}&is=kept`, 303)
}
