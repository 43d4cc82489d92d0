import { inTenant, type Db } from './db.ts'
import { documentIn, templateFaults } from './template-document.ts'
import {
  currentTemplates,
  entryCount,
  keepShipped,
  type CurrentTemplate,
} from './template-version.ts'
import {
  keyOf,
  liquid,
  type Language,
  type Shipped,
  type Template,
  type Templates,
} from './templates.ts'

/**
 * The words of one tenant: of each template the version that two people agreed to last, or the one that
 * came with the installation. What has none, or does not pass the linter, is not there, and nothing
 * leaves in its name.
 */
export async function tenantTemplates(
  db: Db,
  tenantId: bigint,
  given: Templates,
): Promise<Templates> {
  const { shipped } = given
  if (shipped === undefined) return given
  await keepShipped(db, tenantId, shipped)
  const read = () =>
    inTenant(db, tenantId, async (tx) => ({
      // Counted first: what is agreed to between the two is read, and counted the next time.
      count: await entryCount(tx, tenantId),
      current: await currentTemplates(tx, tenantId),
    }))
  let { count, current } = await read()
  let byKey = keyed(current, shipped)
  return {
    get all() {
      return [...byKey.values()].map((one) => one.template)
    },
    find: (channel, name, language) => {
      const found = byKey.get(keyOf(channel, name, language))
      return found?.isSound() === true ? found.template : undefined
    },
    shipped,
    refresh: async () => {
      const now = await inTenant(db, tenantId, (tx) => entryCount(tx, tenantId))
      if (now === count) return
      ;({ count, current } = await read())
      byKey = keyed(current, shipped)
    },
  }
}

type Held = { readonly template: Template; readonly isSound: () => boolean }

const LANGUAGES: readonly Language[] = ['zh', 'en']

function keyed(current: readonly CurrentTemplate[], shipped: Shipped): Map<string, Held> {
  return new Map(
    current.flatMap((one) => {
      const held = heldOf(one, shipped)
      return LANGUAGES.map((language) => [
        keyOf(one.channel, one.name, language),
        { template: held.byLanguage[language], isSound: held.isSound },
      ])
    }),
  )
}

type Parsed = {
  readonly byLanguage: Readonly<Record<Language, Template>>
  readonly isSound: () => boolean
}

const KEPT_MAX = 2000
const parsed = new Map<string, Parsed>()

/** Parsed and linted once a content, in this process: what it holds is its name, so it is never stale. */
function heldOf(one: CurrentTemplate, shipped: Shipped): Parsed {
  const { channel, name, version, hash } = one
  const key = `${channel}/${name} ${version} ${hash}`
  const known = parsed.get(key)
  if (known !== undefined) return known
  const document = documentIn(one.document)
  const inLanguage = (language: Language): Template => ({
    channel,
    name,
    language,
    parsed: parsedText(document.texts[language]),
    made: { version, hash },
  })
  let sound: boolean | undefined
  const made: Parsed = {
    byLanguage: { zh: inLanguage('zh'), en: inLanguage('en') },
    // Nobody dispatches to third persons: a text for them never goes to a borrower.
    isSound: () =>
      (sound ??=
        document.audience === 'borrower' && templateFaults(document, shipped).length === 0),
  }
  parsed.set(key, made)
  const [oldest] = parsed.keys()
  if (parsed.size > KEPT_MAX && oldest !== undefined) parsed.delete(oldest)
  return made
}

/** What cannot be parsed is not sound either, and stops nothing but itself. */
function parsedText(text: string): Template['parsed'] {
  try {
    return liquid.parse(text)
  } catch {
    return []
  }
}
