import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toString as qrText } from 'qrcode'
import type { Language } from '../../store/templates.ts'
import { findCjkFont, fontFolders } from './fonts.ts'
import { HEADINGS, PAGE_WORDS, type LetterKind } from './kinds.ts'
import { partsOf } from './parts.ts'

export type Signatory = { readonly name: string; readonly licence: string; readonly firm: string }

/** Where a letter's code leads; neither tells of a debt. */
export type LetterLink = {
  /** What the square opens. */
  readonly url: string
  /** Where the code is typed. */
  readonly typedAt: string
  readonly code: string
}

export type Letter = {
  readonly kind: LetterKind
  readonly language: Language
  readonly sender: { readonly name: string; readonly phone: string; readonly url: string }
  /** Name and address, as lines of the window. */
  readonly to: readonly string[]
  /** As the text itself writes it. */
  readonly date: string
  readonly reference: string
  readonly body: string
  readonly signatory: Signatory | undefined
  readonly link: LetterLink | undefined
  /** Seconds; of the moment it was set, so that the same letter has the same bytes. */
  readonly madeAt: number
}

export type SetLetter =
  | { readonly pdf: Buffer; readonly pages: number }
  | { readonly declined: 'cannot_be_set'; readonly why: string }

export type Typesetter = { set(letter: Letter): Promise<SetLetter> }

/** Why no letter can be set here; said in words by whoever asked. */
export type NoTypesetter = { readonly declined: 'no_program' | 'no_font'; readonly looked: string }

/** Results that the compiler remembers this many letters long. */
const REMEMBERS = 8

/** Sets letters as PDF/UA-1, or says what is missing: the program for this machine, or a font. */
export async function openTypesetter(
  folders: readonly string[] = fontFolders(),
): Promise<Typesetter | NoTypesetter> {
  const compilerOf = await loadCompiler()
  if (compilerOf === undefined)
    return { declined: 'no_program', looked: `${process.platform} ${process.arch}` }
  const font = await findCjkFont(folders)
  if (font === undefined) return { declined: 'no_font', looked: folders.join(', ') }
  const page = await readFile(join(import.meta.dirname, 'page.typ'), 'utf8')
  // Reading the fonts takes longer than setting a letter: only where there is one.
  let opened: InstanceType<typeof compilerOf> | undefined
  const compilerHere = () =>
    (opened ??= compilerOf.create({
      workspace: import.meta.dirname,
      fontArgs: [{ fontPaths: [font.folder] }],
    }))
  return {
    set: async (letter) => {
      const compiler = compilerHere()
      const data = JSON.stringify({ ...(await dataOf(letter)), font: font.family })
      const made = compiler.compile({ mainFileContent: page, inputs: { letter: data } })
      const document = made.result
      if (document === null) return cannot(made.takeDiagnostics()?.shortDiagnostics)
      try {
        const pdf = compiler.pdf(document, {
          pdfStandard: 'ua-1',
          creationTimestamp: letter.madeAt,
        })
        return { pdf, pages: document.numOfPages }
      } catch (error) {
        // A sign that no font has would be a blank for the eye and for the ear.
        return cannot(error instanceof Error ? error.message : error)
      } finally {
        compiler.evictCache(REMEMBERS)
      }
    },
  }
}

const cannot = (why: unknown): SetLetter => ({
  declined: 'cannot_be_set',
  why: (typeof why === 'string' ? why : JSON.stringify(why ?? 'unknown')).slice(0, 300),
})

/** Published for Linux on x64 alone: where it is not, there is nothing to load. */
async function loadCompiler() {
  try {
    return (await import('@myriaddreamin/typst-ts-node-compiler')).NodeCompiler
  } catch {
    return undefined
  }
}

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
