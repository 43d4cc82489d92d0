import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Liquid, type Template as Parsed } from 'liquidjs'
import { CHANNELS, type Channel } from '../core/channel.ts'
import type { AllowedTable, TemplateDocument } from '../engine/template-form.ts'
import { loadAllowed, loadTypes, TemplateForm } from './template-data.ts'

export type Language = 'zh' | 'en'

/** Which words these are: what a sent message names for ever. */
export type MadeFrom = { readonly version: number; readonly hash: string }

/** A message or letter in one language, parsed when the folder is loaded. */
export type Template = {
  readonly channel: Channel
  readonly name: string
  readonly language: Language
  readonly parsed: Parsed[]
  /** Of a tenant's current version; absent where a text stands for itself. */
  readonly made?: MadeFrom
}

/** The starting versions that come with the installation, and what goes together. */
export type Shipped = {
  readonly documents: readonly TemplateDocument[]
  readonly allowed: AllowedTable
}

export type Templates = {
  find(channel: Channel, name: string, language: Language): Template | undefined
  readonly all: readonly Template[]
  readonly shipped?: Shipped
  /** Looks whether another version was agreed to since; a long run asks now and then. */
  refresh?(): Promise<void>
}

// A template may name only what it is given, and may change nothing of it.
export const liquid = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  parseLimit: 100_000,
  renderLimit: 1000,
  memoryLimit: 1_000_000,
})

const FILE = /^([a-z0-9-]+)\.(zh|en)\.liquid$/

type Read = Template & { readonly text: string }

/** Reads `<folder>/<channel>/<name>.<language>.liquid`; a file that is anything else stops the boot. */
export async function loadTemplates(
  folder: string,
): Promise<Templates & { readonly shipped: Shipped }> {
  const read: Read[] = []
  for (const channel of await readdir(folder)) {
    // What the texts are, and what goes together, is data beside them.
    if (channel.endsWith('.yaml')) continue
    if (!isChannel(channel)) throw new Error(`${join(folder, channel)}: no such channel`)
    for (const file of (await readdir(join(folder, channel))).toSorted()) {
      read.push(await loadOne(join(folder, channel, file), file, channel))
    }
  }
  const byKey = new Map(read.map((t) => [keyOf(t.channel, t.name, t.language), t]))
  return {
    all: read,
    find: (channel, name, language) => byKey.get(keyOf(channel, name, language)),
    shipped: { documents: await documentsOf(folder, read), allowed: await loadAllowed(folder) },
  }
}

async function loadOne(path: string, file: string, channel: Channel): Promise<Read> {
  const match = FILE.exec(file)
  if (match?.[1] === undefined) throw new Error(`${path}: expected <name>.<zh|en>.liquid`)
  const text = await readFile(path, 'utf8')
  return {
    channel,
    name: match[1],
    language: match[2] as Language,
    parsed: liquid.parse(text, path),
    text,
  }
}

/** A text without a type, or a type without its texts, stops the boot. */
async function documentsOf(folder: string, read: readonly Read[]): Promise<TemplateDocument[]> {
  const types = await loadTypes(folder)
  for (const { channel, name } of read)
    if (types[`${channel}/${name}`] === undefined)
      throw new Error(`${join(folder, 'types.yaml')}: does not say what ${channel}/${name} is`)
  return Object.entries(types).map(([key, type]) => {
    const [channel, name] = key.split('/')
    const text = (language: Language) =>
      read.find((t) => t.channel === channel && t.name === name && t.language === language)?.text
    const made = TemplateForm.safeParse({
      channel,
      name,
      ...type,
      texts: { zh: text('zh'), en: text('en') },
    })
    if (made.success) return made.data
    throw new Error(`${join(folder, 'types.yaml')}: ${key} has no text in both languages`)
  })
}

export const keyOf = (channel: Channel, name: string, language: Language) =>
  `${channel}/${name}.${language}`

const isChannel = (text: string): text is Channel => (CHANNELS as readonly string[]).includes(text)
