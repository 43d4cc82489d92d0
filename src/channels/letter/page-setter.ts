import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toString as qrText } from 'qrcode'
import type { CjkFont } from './fonts.ts'
import { HEADINGS, PAGE_WORDS } from './kinds.ts'
import { partsOf } from './parts.ts'
import type { Letter, SetLetter } from './typeset.ts'

/** Results that the compiler remembers this many letters long. */
const REMEMBERS = 8

/** Sets pages where it is called: 20 to 50 ms each, and a second of reading fonts before the first. */
export class PageSetter {
  readonly #page = readFileSync(join(import.meta.dirname, 'page.typ'), 'utf8')
  readonly #compiler: NodeCompiler
  readonly #font: CjkFont

  constructor(compilerOf: typeof NodeCompiler, font: CjkFont) {
    this.#font = font
    this.#compiler = compilerOf.create({
      workspace: import.meta.dirname,
      fontArgs: [{ fontPaths: [font.folder] }],
    })
  }

  async set(letter: Letter, also?: 'svg'): Promise<SetLetter> {
    const data = JSON.stringify({ ...(await dataOf(letter)), font: this.#font.family })
    const compiler = this.#compiler
    const made = compiler.compile({ mainFileContent: this.#page, inputs: { letter: data } })
    const document = made.result
    if (document === null) return cannot(made.takeDiagnostics()?.shortDiagnostics)
    try {
      const pdf = compiler.pdf(document, {
        pdfStandard: 'ua-1',
        creationTimestamp: letter.madeAt,
      })
      const svg = also === 'svg' ? compiler.plainSvg(document) : undefined
      return { pdf, pages: document.numOfPages, svg }
    } catch (error) {
      // A sign that no font has would be a blank for the eye and for the ear.
      return cannot(error instanceof Error ? error.message : error)
    } finally {
      compiler.evictCache(REMEMBERS)
    }
  }
}

const cannot = (why: unknown): SetLetter => ({
  declined: 'cannot_be_set',
  why: (typeof why === 'string' ? why : JSON.stringify(why ?? 'unknown')).slice(0, 300),
})

async function dataOf(letter: Letter) {
  const { language, sender, signatory, link } = letter
  const heading = HEADINGS[letter.kind][language]
  const { note, parts } = partsOf(letter.body, {
    sender: sender.name,
    date: letter.date,
    heading,
  })
  const words = Object.fromEntries(
    Object.entries(PAGE_WORDS).map(([key, said]) => [key, said[language]]),
  )
  return {
    lang: language,
    region: language === 'zh' ? 'cn' : 'gb',
    title: `${heading} · ${sender.name}`,
    heading,
    letterhead: signatory?.firm ?? sender.name,
    sender,
    to: letter.to,
    date: letter.date,
    reference: letter.reference,
    note,
    parts,
    words,
    signed:
      signatory === undefined
        ? [sender.name]
        : [
            signatory.name,
            PAGE_WORDS.licence[language].replace('{licence}', signatory.licence),
            signatory.firm,
          ],
    link:
      link === undefined
        ? null
        : { ...link, shown: shownUrl(link.typedAt), qr: await qrOf(link.url) },
  }
}

const shownUrl = (url: string): string => url.replace(/^https:\/\//, '')

const qrOf = (url: string): Promise<string> =>
  qrText(url, { type: 'svg', margin: 0, errorCorrectionLevel: 'M' })
