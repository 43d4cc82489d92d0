/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { HouseRow } from '../store/portal-read.ts'
import type { Language } from '../store/templates.ts'
import type { PortalEnv } from './deps.ts'
import { cameTo, LOOK } from './look.ts'
import { say } from './words.ts'

/** Who writes, as every page says it. */
export type House = HouseRow

export type Shown = {
  readonly title: string
  readonly house: House | undefined
  readonly children: Child
  readonly status?: 200 | 403 | 404 | 422 | 429 | 503
  /** Of a form's answer: the address under which the very same page stands. */
  readonly at?: string
  /** Of a form's answer: what it came to, where asking again could come to something else. */
  readonly look?: string | undefined
}

/** One page: plain HTML from here, that works without a script and asks nobody else for anything. */
export async function show(c: Context<PortalEnv>, shown: Shown): Promise<Response> {
  const lang = c.get('lang')
  const { house, hours } = await c.get('shell')(shown.house)
  const page = (
    <html
      lang={lang === 'zh' ? 'zh-CN' : 'en'}
      class={c.get('text') === 'large' ? 'large' : undefined}
    >
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="format-detection" content="telephone=no" />
        <title>
          {shown.house === undefined ? shown.title : `${shown.title} · ${shown.house.name}`}
        </title>
        <link rel="stylesheet" href="/p/portal.css" />
      </head>
      <body>
        <a class="skip" href="#text">
          {say(lang, 'skip')}
        </a>
        {c.get('isKnown') ? (
          <div class="leave">
            <a href={`/p/leave?lang=${lang}`} rel="noreferrer nofollow">
              {say(lang, 'leave')}
            </a>
          </div>
        ) : null}
        <header>
          {shown.house === undefined ? null : <span class="name">{shown.house.name}</span>}
          <Choices c={c} lang={lang} shown={shown} />
        </header>
        <main id="text">
          <h1>{shown.title}</h1>
          {shown.children}
        </main>
        <Foot lang={lang} house={house} hours={hours} isKnown={c.get('isKnown')} />
      </body>
    </html>
  )
  // Without it a browser reads the page as one of the last century, and tables keep their own size of text.
  return c.html(html`<!doctype html>${page}`, shown.status ?? 200)
}

/** The same page in the other language or size, with everything that was answered on the way to it. */
function Choices({ c, lang, shown }: { c: Context<PortalEnv>; lang: Language; shown: Shown }) {
  const other = lang === 'zh' ? 'en' : 'zh'
  const isLarge = c.get('text') === 'large'
  const size = { lang, text: isLarge ? 'normal' : 'large' }
  const tongue = { lang: other === 'zh' ? 'zh-CN' : 'en', hreflang: other }
  const sizeWords = say(lang, isLarge ? 'smaller' : 'larger')
  const form = shown.status === 404 || shown.at !== undefined ? undefined : c.get('form')
  if (form === undefined)
    return (
      <nav aria-label={say(lang, 'around')}>
        <a href={sameWith(c, shown, size)}>{sizeWords}</a>
        <a href={sameWith(c, shown, { lang: other })} {...tongue}>
          {say(lang, 'other')}
        </a>
      </nav>
    )
  const look = shown.look ?? cameTo(form)
  return (
    <nav aria-label={say(lang, 'around')}>
      <form method="post" action={sameWith(c, shown, size)}>
        {[...form].map(([name, value]) =>
          name === LOOK ? null : <input key={name} type="hidden" name={name} value={value} />,
        )}
        {look === undefined ? null : <input type="hidden" name={LOOK} value={look} />}
        <button type="submit" class="plain">
          {sizeWords}
        </button>
        <button
          type="submit"
          class="plain"
          formaction={sameWith(c, shown, { lang: other })}
          lang={tongue.lang}
        >
          {say(lang, 'other')}
        </button>
      </form>
    </nav>
  )
}

/** The address of the page with what was asked in it; of an answer to the first question, the question. */
function sameWith(
  c: Context<PortalEnv>,
  { at }: Shown,
  chosen: Readonly<Record<string, string>>,
): string {
  const [path = '', search] = (at ?? c.req.path.replace(/\/check$/, '')).split('?')
  const asked = new URLSearchParams(search ?? new URL(c.req.url).search)
  for (const name of ['lang', 'text']) asked.delete(name)
  for (const [name, value] of Object.entries(chosen)) asked.set(name, value)
  return `${path}?${asked.toString()}`
}

type FootOf = {
  readonly lang: Language
  readonly house: House | undefined
  readonly hours: string | undefined
  readonly isKnown: boolean
}

/** In one place on every page: a person, when they answer, and what we owe everybody who reads this. */
function Foot({ lang, house, hours, isKnown }: FootOf) {
  if (house === undefined) return null
  const of = house.tenantId.toString(32)
  return (
    <footer>
      <p>
        <strong>
          {say(lang, 'person', { phone: '' })}
          <span>{house.phone}</span>
        </strong>
        {hours === undefined ? null : (
          <>
            <br />
            {say(lang, 'hours', { hours })}
          </>
        )}
      </p>
      <p>{house.url}</p>
      <nav aria-label={say(lang, 'about')}>
        {isKnown ? <a href={`/p/home?lang=${lang}`}>{say(lang, 'toHome')}</a> : null}
        <a href={`/p/real/${of}?lang=${lang}`}>{say(lang, 'realLink')}</a>
        <a href={`/p/complaints/${of}?lang=${lang}`}>{say(lang, 'complaintsTitle')}</a>
        <a href={`/p/privacy/${of}?lang=${lang}`}>{say(lang, 'privacyTitle')}</a>
      </nav>
    </footer>
  )
}

/** What is wrong, where it is read first. */
export const Wrong = ({ words }: { words: string }) => (
  <p class="wrong" role="alert" id="wrong">
    {words}
  </p>
)
