import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { previewLetter } from '../channels/letter/preview.ts'
import { openTypesetter, type Typesetter } from '../channels/letter/typeset.ts'
import { htmlOf } from '../channels/mail/html.ts'
import { readPayConfig } from '../channels/pay/config.ts'
import type { Day } from '../core/calendar.ts'
import type { TemplateDocument } from '../engine/template-form.ts'
import type { Sender } from '../engine/template-lint.ts'
import type { Lawyer } from '../store/letter.ts'
import type { PreviewPerson } from '../store/template-people.ts'
import type { Preview } from '../store/template-preview.ts'
import type { Context } from './context.ts'

export type ToWrite = {
  readonly document: TemplateDocument
  readonly people: readonly PreviewPerson[]
  readonly shown: readonly Preview[]
  readonly sender: Sender
  readonly today: Day
  readonly lawyer: Lawyer | undefined
}

/** Every preview as files to open: what is posted as its pages, a mail as a mail program shows it. */
export async function writePreviews(context: Context, out: string, of: ToWrite): Promise<void> {
  const { talk } = context
  const { channel } = of.document
  await mkdir(out, { recursive: true })
  if (channel === 'letter' || channel === 'visit') return writeLetters(context, out, of)
  const files: string[] = []
  const write = async (name: string, words: string) => {
    await writeFile(join(out, name), words)
    files.push(name)
  }
  for (const one of of.shown) {
    const name = nameOf(of, one)
    await write(`${name}.txt`, `${one.rendered.whole}\n`)
    if (channel === 'email')
      await write(`${name}.html`, await htmlOf(one.rendered.subject ?? '', one.rendered.body))
  }
  talk.say('templateWritten', { files: files.join(' ') })
}

async function writeLetters(context: Context, out: string, of: ToWrite): Promise<void> {
  const { talk } = context
  const typesetter = await openTypesetter()
  if ('declined' in typesetter)
    return talk.say(`letters_${typesetter.declined}`, { looked: typesetter.looked })
  const pay = await readPayConfig(context.home)
  const files: string[] = []
  for (const one of of.shown) {
    const name = nameOf(of, one)
    const set = await pageOf(typesetter, of, one, pay?.portalUrl)
    if ('declined' in set) {
      talk.say('templateNotSet', { file: name, why: set.why })
      continue
    }
    await writeFile(join(out, `${name}.pdf`), set.pdf)
    await writeFile(join(out, `${name}.svg`), set.svg)
    files.push(`${name}.pdf`, `${name}.svg`)
  }
  talk.say('templateWritten', { files: files.join(' ') })
}

function pageOf(
  typesetter: Typesetter,
  of: ToWrite,
  { language, person, rendered }: Preview,
  portalUrl: string | undefined,
) {
  const whose = of.people.find((one) => one.kind === person && one.language === language)
  const { tradingName: name, checkPhone: phone, checkUrl: url } = of.sender
  return previewLetter(typesetter, {
    template: of.document.name,
    language,
    person,
    name: whose?.facts.borrowerName ?? '',
    body: rendered.body,
    sender: { name, phone, url },
    today: of.today,
    lawyer: of.lawyer,
    portalUrl,
  })
}

const nameOf = ({ document }: ToWrite, { language, person }: Preview): string =>
  `${document.name}.${person}.${language}`
