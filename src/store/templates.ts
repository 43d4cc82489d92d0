import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Liquid, type Template as Parsed } from 'liquidjs'
import { CHANNELS, type Channel } from '../core/channel.ts'

export type Language = 'zh' | 'en'

/** A message or letter in one language, parsed when the folder is loaded. */
export type Template = {
  readonly channel: Channel
  readonly name: string
  readonly language: Language
  readonly parsed: Parsed[]
}

export type Templates = {
  find(channel: Channel, name: string, language: Language): Template | undefined
  readonly all: readonly Template[]
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

/** Reads `<folder>/<channel>/<name>.<language>.liquid`; a file that is anything else stops the boot. */
export async function loadTemplates(folder: string): Promise<Templates> {
  const all: Template[] = []
  for (const channel of await readdir(folder)) {
    if (!isChannel(channel)) throw new Error(`${join(folder, channel)}: no such channel`)
    for (const file of (await readdir(join(folder, channel))).toSorted()) {
      all.push(await loadOne(join(folder, channel, file), file, channel))
    }
  }
  const byKey = new Map(all.map((t) => [keyOf(t.channel, t.name, t.language), t]))
  return { all, find: (channel, name, language) => byKey.get(keyOf(channel, name, language)) }
}

async function loadOne(path: string, file: string, channel: Channel): Promise<Template> {
  const match = FILE.exec(file)
  if (match?.[1] === undefined) throw new Error(`${path}: expected <name>.<zh|en>.liquid`)
  const text = await readFile(path, 'utf8')
  return {
    channel,
    name: match[1],
    language: match[2] as Language,
    parsed: liquid.parse(text, path),
  }
}

const keyOf = (channel: Channel, name: string, language: Language) =>
  `${channel}/${name}.${language}`

const isChannel = (text: string): text is Channel => (CHANNELS as readonly string[]).includes(text)
