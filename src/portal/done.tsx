/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { sha256Of } from '../channels/letter/folder.ts'
import type { Typesetter } from '../channels/letter/typeset.ts'
import type { Day } from '../core/calendar.ts'
import {
  keepCertificate,
  readCertificate,
  readCertificateFile,
  readClosed,
  readSoldOn,
  type Certificate,
  type Closed,
} from '../store/closure.ts'
import { inTenant } from '../store/db.ts'
import { readOwed, type Owed } from '../store/pay-owed.ts'
import { randomText } from '../store/pay-try.ts'
import { readHouse } from '../store/portal-read.ts'
import { dayText } from '../store/render.ts'
import type { Language } from '../store/templates.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { gonePage } from './identity.tsx'
import { show, type House } from './page.tsx'
import { sessionOf, type PortalSession } from './session.ts'
import { say } from './words.ts'

type View = {
  readonly house: House
  readonly owed: Owed
  readonly closed: Closed | undefined
  readonly made: Certificate | undefined
  /** Somebody else owns the debt since then. */
  readonly soldOn: Day | undefined
}

async function viewOf(deps: PortalDeps, of: PortalSession): Promise<View | undefined> {
  return inTenant(deps.db, of.tenantId, async (tx) => {
    const house = await readHouse(tx, of.tenantId)
    const owed = await readOwed(tx, of.tenantId, of)
    if (house === undefined || owed === undefined) return undefined
    const closed = await readClosed(tx, of, deps.today())
    const soldOn = owed.kind === 'own' ? await readSoldOn(tx, of) : undefined
    return { house, owed, closed, made: await readCertificate(tx, of), soldOn }
  })
}

/** That an account is closed and paid: made at the first look, the same ever after. */
export async function donePage(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const session = sessionOf(c, deps)
  const view = session && (await viewOf(deps, session))
  if (session === undefined || view === undefined) return gonePage(c)
  const { closed } = view
  // One that was made stays; what the book says since is said beside it by the other pages.
  const made = view.made ?? (closed && (await make(deps, session, { closed, house: view.house })))
  const lang = c.get('lang')
  const { house, owed, soldOn } = view
  if (soldOn !== undefined) {
    const day = dayText(soldOn, lang)
    const words = say(lang, 'doneSoldOn', { day, phone: house.phone })
    return show(c, { title: say(lang, 'doneSoldHead'), house, children: <p>{words}</p> })
  }
  const children =
    made === undefined ? (
      <>
        <p>
          {closed === undefined
            ? say(lang, 'doneNotYet')
            : say(lang, 'doneNoSetter', { phone: house.phone })}
        </p>
        {closed === undefined && owed.kind === 'own' ? <p>{say(lang, 'doneOwn')}</p> : null}
      </>
    ) : (
      <Made lang={lang} owed={owed} made={made} phone={house.phone} />
    )
  const isClosed = made !== undefined && owed.kind === 'host'
  return show(c, { title: say(lang, isClosed ? 'doneClosed' : 'doneTitle'), house, children })
}

type MadeOf = { lang: Language; owed: Owed; made: Certificate; phone: string }

function Made({ lang, owed, made, phone }: MadeOf) {
  const { creditor, accountRef } = owed
  const closed = dayText(made.closedOn, lang)
  return (
    <>
      <p class="good">{say(lang, 'doneIs', { closed, creditor, tail: accountRef.slice(-4) })}</p>
      <dl>
        <dt>{say(lang, 'doneNumber')}</dt>
        <dd>{shownNumber(made.number)}</dd>
        <dt>{say(lang, 'doneIssued')}</dt>
        <dd>{dayText(made.issuedOn, lang)}</dd>
      </dl>
      <section aria-labelledby="get">
        <h2 id="get">{say(lang, 'doneGet')}</h2>
        <ul class="acts">
          {([lang, lang === 'zh' ? 'en' : 'zh'] as const).map((one, i) => (
            <li key={one}>
              <a class={i === 0 ? 'button' : 'button second'} href={`/p/done/${one}`}>
                {say(lang, `doneGet_${one}`)}
              </a>
            </li>
          ))}
        </ul>
      </section>
      <p>{say(lang, 'doneCheck')}</p>
      <p class="hint">
        {say(lang, 'doneHash')}
        <br />
        zh {made.sha256.zh}
        <br />
        en {made.sha256.en}
      </p>
      {owed.kind === 'own' ? null : (
        <section aria-labelledby="sold">
          <h2 id="sold">{say(lang, 'doneSoldTitle')}</h2>
          <p>{say(lang, 'doneSold', { creditor })}</p>
          <p>{say(lang, 'doneSoldWho', { phone, creditor })}</p>
        </section>
      )}
    </>
  )
}

/** The file as it was made. */
export async function doneFile(c: Context<PortalEnv>, deps: PortalDeps): Promise<Response> {
  const session = sessionOf(c, deps)
  const language = c.req.param('language')
  if (session === undefined || (language !== 'zh' && language !== 'en')) return gonePage(c)
  const pdf = await inTenant(deps.db, session.tenantId, (tx) =>
    readCertificateFile(tx, session, language),
  )
  return pdf === undefined ? gonePage(c) : pdfOf(c, pdf, `certificate-${language}.pdf`)
}

export const pdfOf = (c: Context<PortalEnv>, pdf: Buffer, name: string): Response =>
  c.body(new Uint8Array(pdf), 200, {
    'Content-Type': 'application/pdf',
    'Content-Disposition': `attachment; filename="${name}"`,
  })

export const shownNumber = (number: string): string =>
  (number.toUpperCase().match(/.{4}/g) ?? []).join('-')

type Of = { readonly closed: Closed; readonly house: House }

async function make(
  deps: PortalDeps,
  session: PortalSession,
  of: Of,
): Promise<Certificate | undefined> {
  const { typesetter } = deps
  if (typesetter === undefined) return undefined
  const number = randomText().slice(0, 16)
  const issuedOn = deps.today()
  const set = (language: Language) =>
    setOne(deps, typesetter, { ...of, number, issuedOn, language })
  const [zh, en] = [await set('zh'), await set('en')]
  if (zh === undefined || en === undefined) return undefined
  const { closedOn } = of.closed
  const sha256 = { zh: sha256Of(zh), en: sha256Of(en) }
  return inTenant(deps.db, session.tenantId, (tx) =>
    keepCertificate(tx, session, { number, closedOn, issuedOn, sha256, pdf: { zh, en } }),
  )
}

type One = Of & { readonly number: string; readonly issuedOn: Day; readonly language: Language }

async function setOne(
  deps: PortalDeps,
  typesetter: Typesetter,
  { closed, house, number, issuedOn, language }: One,
): Promise<Buffer | undefined> {
  const day = dayText(issuedOn, language)
  const body = say(language, closed.isPaid ? 'doneLetter' : 'doneLetterClosed', {
    sender: house.name,
    day,
    name: closed.name,
    closed: dayText(closed.closedOn, language),
    tail: closed.accountRef.slice(-4),
    creditor: closed.creditor,
    number: shownNumber(number),
    url: `${deps.pay.portalUrl}/p/real`,
    phone: house.phone,
  })
  const set = await typesetter.set({
    kind: closed.isPaid ? 'settled_in_full' : 'account_closed',
    language,
    sender: { name: house.name, phone: house.phone, url: house.url },
    to: [closed.name],
    date: day,
    reference: shownNumber(number),
    body,
    signatory: undefined,
    link: undefined,
    madeAt: Math.floor(deps.now() / 1000),
  })
  if (!('declined' in set)) return set.pdf
  deps.log(`A closure certificate could not be set: ${set.why}`)
  return undefined
}
