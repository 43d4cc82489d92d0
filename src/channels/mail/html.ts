import mjml2html from 'mjml'

export type MailLanguage = 'zh' | 'en'

/** The language of a text, for those who have it read aloud. */
export const languageOf = (text: string): MailLanguage =>
  /\p{Script=Han}/u.test(text) ? 'zh' : 'en'

const FONTS: Readonly<Record<MailLanguage, string>> = {
  zh: "system-ui, -apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
  en: "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif",
}
const TAGS: Readonly<Record<MailLanguage, string>> = { zh: 'zh-CN', en: 'en' }

const TITLE = '@@title@@'
const WORDS = '@@words@@'

const source = (language: MailLanguage): string => `
<mjml lang="${TAGS[language]}" dir="ltr">
  <mj-head>
    <mj-title>${TITLE}</mj-title>
    <mj-raw>
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
      <meta name="format-detection" content="telephone=no" />
    </mj-raw>
    <mj-style>
      :root { color-scheme: light dark; supported-color-schemes: light dark; }
      .words a { color: #0958d9; }
      @media (prefers-color-scheme: dark) {
        body, .page, .page > div { background-color: #141414 !important; }
        .words div, .words p { color: #f0f0f0 !important; }
        .words a { color: #7db1ff !important; }
      }
    </mj-style>
  </mj-head>
  <mj-body css-class="page" background-color="#ffffff" width="600px">
    <mj-section padding="16px 0">
      <mj-column>
        <mj-text css-class="words" font-family="${FONTS[language]}" font-size="16px" line-height="1.6"
          color="#1f1f1f" align="left">${WORDS}</mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>`

const shells = new Map<MailLanguage, Promise<string>>()

/** Made once for a language: only the words differ, and nothing is fetched from anywhere. */
function shellOf(language: MailLanguage): Promise<string> {
  const made =
    shells.get(language) ??
    mjml2html(source(language), { validationLevel: 'strict', fonts: {}, keepComments: false }).then(
      ({ html }) => html,
    )
  shells.set(language, made)
  return made
}

/** The same words as the plain text, in the same order and no others. */
export async function htmlOf(title: string, text: string): Promise<string> {
  const shell = await shellOf(languageOf(text))
  return shell.replaceAll(TITLE, () => escaped(title)).replace(WORDS, () => paragraphs(text))
}

const paragraphs = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}/)
    .map((part) => `<p>${part.split('\n').map(linked).join('<br>\n')}</p>`)
    .join('\n')

/** An address that is written out is a link to itself, and to nothing that counts who opens it. */
const ADDRESS = /https:\/\/[^\s<>"'，。；：！？、）】”’]+[^\s<>"'，。；：！？、）】”’.,;:!?)\]]/g

function linked(line: string): string {
  let out = ''
  let from = 0
  for (const found of line.matchAll(ADDRESS)) {
    const address = escaped(found[0])
    out += `${escaped(line.slice(from, found.index))}<a href="${address}">${address}</a>`
    from = found.index + found[0].length
  }
  return out + escaped(line.slice(from))
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (one) => ESCAPES[one] ?? one)
