/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { Language } from '../store/templates.ts'
import type { PortalEnv } from './deps.ts'
import { say } from './words.ts'

/** Who writes, as every page says it. */
export type House = { readonly name: string; readonly phone: string; readonly url: string }

export type Shown = {
  readonly title: string
  readonly house: House | undefined
  readonly children: Child
  readonly status?: 200 | 403 | 404 | 422 | 429 | 503
}

/** One page: plain HTML from here, that works without a script and asks nobody else for anything. */
export function show(c: Context<PortalEnv>, shown: Shown): Response | Promise<Response> {
  const lang = c.get('lang')
  return c.html(
    <html lang={lang === 'zh' ? 'zh-CN' : 'en'}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <title>
          {shown.house === undefined ? shown.title : `${shown.title} · ${shown.house.name}`}
        </title>
        <link rel="stylesheet" href="/p/portal.css" />
      </head>
      <body>
        <header>
          <span class="name">{shown.house?.name ?? ''}</span>
          <OtherLanguage c={c} lang={lang} />
        </header>
        <main>
          <h1>{shown.title}</h1>
          {shown.children}
        </main>
        {shown.house === undefined ? null : (
          <footer>
            <p>{say(lang, 'person', { phone: shown.house.phone })}</p>
            <p>{shown.house.url}</p>
          </footer>
        )}
      </body>
    </html>,
    shown.status ?? 200,
  )
}

/** The same page in the other language; of a form's answer, the page that the form is on. */
function OtherLanguage({ c, lang }: { c: Context<PortalEnv>; lang: Language }) {
  const other = lang === 'zh' ? 'en' : 'zh'
  const path = c.req.path.replace(/\/check$/, '')
  return (
    <a href={`${path}?lang=${other}`} lang={other === 'zh' ? 'zh-CN' : 'en'} hreflang={other}>
      {say(lang, 'other')}
    </a>
  )
}

/** What is wrong, where it is read first. */
export const Wrong = ({ words }: { words: string }) => (
  <p class="wrong" role="alert" id="wrong">
    {words}
  </p>
)

export const CSS = `
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;font:18px/1.6 system-ui,-apple-system,"Noto Sans","Noto Sans CJK SC",sans-serif;color:#1f1f1f;background:#fff}
header,main,footer{max-width:36rem;margin:0 auto;padding:1rem}
header{display:flex;justify-content:space-between;align-items:center;border-bottom:1px solid #d9d9d9}
header .name{font-weight:600;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.3;margin:1rem 0}
h2{font-size:1.15rem;margin:1.5rem 0 .5rem}
a{color:#0958d9;display:inline-block;min-height:24px}
footer{border-top:1px solid #d9d9d9;margin-top:2rem;color:#404040;overflow-wrap:anywhere}
label,legend{font-weight:600}
fieldset{border:0;margin:1rem 0;padding:0}
.hint{color:#404040;margin:.25rem 0}
input[type=text],select,textarea{font:inherit;width:100%;max-width:20rem;background:#fff;color:inherit;min-height:44px;padding:.25rem .75rem;border:2px solid #595959;border-radius:4px}
.choice{display:flex;gap:.75rem;align-items:center;min-height:44px}
.choice input{width:24px;height:24px;flex:none}
.choice label{font-weight:400}
button{font:inherit;font-weight:600;min-height:44px;padding:.25rem 1.5rem;border:0;border-radius:4px;background:#0958d9;color:#fff}
textarea{max-width:100%}
button.second{background:#fff;color:#0958d9;border:2px solid #0958d9}
:focus-visible{outline:3px solid #1f1f1f;outline-offset:2px}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.4rem 0;border-bottom:1px solid #d9d9d9;vertical-align:top;font-weight:400}
td{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums;padding-left:1rem}
tr.sum th,tr.sum td{font-weight:600}
.wrong{border-left:4px solid #cf1322;padding:.5rem 1rem;background:#fff1f0}
.good{border-left:4px solid #2b7a0b;padding:.5rem 1rem;background:#f6ffed}
.code{max-width:16rem}
.code svg{width:100%;height:auto;display:block}
dl{margin:0}dt{color:#404040}dd{margin:0 0 .75rem;font-weight:600;overflow-wrap:anywhere}
`
