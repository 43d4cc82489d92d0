import { useEffect } from 'react'
import { preferences } from '../preferences.ts'

export type CommandGroup = 'go' | 'case' | 'list' | 'ladder' | 'desk'

type Command = {
  readonly group: CommandGroup
  /** The first letters of the Chinese label in pinyin: how it is found without an input method. */
  readonly pinyin: string
  /** Written as tinykeys reads them. Never with Alt, which other layouts need for letters. */
  readonly keys: readonly string[]
  /** Where it can be run; elsewhere it is shown disabled, with this as the reason. */
  readonly when:
    | 'always'
    | 'list'
    | 'case'
    | 'ladder'
    | 'work'
    | 'money'
    | 'inbox'
    | 'quality'
    | 'act'
}

/** Every act of the desk that has a name. The palette, the sheet and the keys all read this table. */
export const COMMANDS = {
  'today.open': { group: 'go', pinyin: 'dkjt', keys: ['g t'], when: 'always' },
  'work.open': { group: 'go', pinyin: 'dkgz', keys: ['g w'], when: 'always' },
  'my_day.open': { group: 'go', pinyin: 'dkwdyt', keys: ['g y'], when: 'always' },
  'inbox.open': { group: 'go', pinyin: 'dksjx', keys: ['g i'], when: 'always' },
  'money.open': { group: 'go', pinyin: 'dkdpplk', keys: ['g m'], when: 'always' },
  'quality.open': { group: 'go', pinyin: 'dkthzj', keys: ['g v'], when: 'always' },
  'decisions.open': { group: 'go', pinyin: 'dkjdrz', keys: ['g d'], when: 'always' },
  'rules.open': { group: 'go', pinyin: 'dkgzdjc', keys: ['g r'], when: 'always' },
  'holds.open': { group: 'go', pinyin: 'dktckb', keys: ['g h'], when: 'always' },
  'limits.open': { group: 'go', pinyin: 'dkpcysd', keys: [], when: 'always' },
  'access.open': { group: 'go', pinyin: 'dkfwsc', keys: [], when: 'always' },
  'changes.open': { group: 'go', pinyin: 'dkbgrl', keys: [], when: 'always' },
  'queue.open': { group: 'go', pinyin: 'dkdbdl', keys: ['g q'], when: 'always' },
  'cases.open': { group: 'go', pinyin: 'dkqbaj', keys: ['g c'], when: 'always' },
  'strategies.open': { group: 'go', pinyin: 'dkclb', keys: ['g s'], when: 'always' },
  'portfolio.open': { group: 'go', pinyin: 'dkzhfx', keys: ['g p'], when: 'always' },
  'templates.open': { group: 'go', pinyin: 'dkmb', keys: ['g e'], when: 'always' },
  'trials.open': { group: 'go', pinyin: 'dksy', keys: ['g x'], when: 'always' },
  'remittances.open': { group: 'go', pinyin: 'dkjs', keys: ['g o'], when: 'always' },
  'portal_settings.open': { group: 'go', pinyin: 'dkjkrymsz', keys: [], when: 'always' },
  'app_texts.open': { group: 'go', pinyin: 'dkyymb', keys: [], when: 'always' },
  'letters.open': { group: 'go', pinyin: 'dkxh', keys: [], when: 'always' },
  'rewards.open': { group: 'go', pinyin: 'dkyh', keys: [], when: 'always' },
  'keys.open': { group: 'go', pinyin: 'dkmy', keys: [], when: 'always' },
  'webhooks.open': { group: 'go', pinyin: 'dksjts', keys: [], when: 'always' },
  'events.open': { group: 'go', pinyin: 'dksj', keys: [], when: 'always' },
  'reference.open': { group: 'go', pinyin: 'dkjkwd', keys: [], when: 'always' },
  'ladder.undo': { group: 'ladder', pinyin: 'cxclxg', keys: ['u'], when: 'ladder' },
  'case.next': { group: 'case', pinyin: 'xygaj', keys: ['n'], when: 'always' },
  'work.call': { group: 'case', pinyin: 'bd', keys: ['c'], when: 'work' },
  'work.identity': { group: 'case', pinyin: 'qrsf', keys: ['i'], when: 'work' },
  'work.wrap': { group: 'case', pinyin: 'thjg', keys: ['w'], when: 'work' },
  'work.release': { group: 'case', pinyin: 'thaj', keys: ['r'], when: 'work' },
  'work.callback': { group: 'case', pinyin: 'ydhd', keys: ['b'], when: 'case' },
  'case.hold': { group: 'case', pinyin: 'sztc', keys: ['h'], when: 'case' },
  'case.payment': { group: 'case', pinyin: 'djhk', keys: [], when: 'case' },
  'case.promise': { group: 'case', pinyin: 'djcn', keys: ['p'], when: 'case' },
  'case.plan': { group: 'case', pinyin: 'fqfa', keys: ['l'], when: 'case' },
  'case.budget': { group: 'case', pinyin: 'szb', keys: [], when: 'case' },
  // The second one works while somebody types.
  'case.care': { group: 'case', pinyin: 'jlkn', keys: ['v', '$mod+.'], when: 'case' },
  'list.down': { group: 'list', pinyin: 'lbxyh', keys: ['j'], when: 'list' },
  'list.up': { group: 'list', pinyin: 'lbsyh', keys: ['k'], when: 'list' },
  'list.open': { group: 'list', pinyin: 'dksxaj', keys: ['Enter'], when: 'list' },
  'money.accept': { group: 'list', pinyin: 'cnsgjy', keys: ['Enter'], when: 'money' },
  'money.split': { group: 'list', pinyin: 'cfkx', keys: ['s'], when: 'money' },
  'money.aside': { group: 'list', pinyin: 'gzkx', keys: ['x'], when: 'money' },
  'money.undo': { group: 'list', pinyin: 'cxgcdjd', keys: ['u'], when: 'money' },
  'inbox.take': { group: 'list', pinyin: 'lqdh', keys: ['t'], when: 'inbox' },
  'inbox.close': { group: 'list', pinyin: 'bj', keys: ['e'], when: 'inbox' },
  'inbox.answer': { group: 'list', pinyin: 'hf', keys: ['a'], when: 'inbox' },
  'inbox.mistake': { group: 'list', pinyin: 'sbyw', keys: ['w'], when: 'inbox' },
  'inbox.dispute': { group: 'list', pinyin: 'djyy', keys: ['d'], when: 'inbox' },
  'quality.agree': { group: 'list', pinyin: 'tyfx', keys: ['y'], when: 'quality' },
  'quality.disagree': { group: 'list', pinyin: 'btyfx', keys: ['f'], when: 'quality' },
  // Behind the undo of a page of its own, which has the key first.
  'act.undo': { group: 'desk', pinyin: 'cxgcdcz', keys: ['u'], when: 'act' },
  'search.focus': { group: 'desk', pinyin: 'ss', keys: ['/', 'Shift+/'], when: 'always' },
  'palette.open': { group: 'desk', pinyin: 'dkmlmb', keys: ['$mod+k'], when: 'always' },
  'sheet.open': { group: 'desk', pinyin: 'ckjpsm', keys: ['?', 'Shift+?'], when: 'always' },
  'language.switch': { group: 'desk', pinyin: 'qhdyw', keys: [], when: 'always' },
  'mode.switch': { group: 'desk', pinyin: 'qhssqs', keys: [], when: 'always' },
  'keys.switch': { group: 'desk', pinyin: 'kqgbdj', keys: [], when: 'always' },
  sign_out: { group: 'desk', pinyin: 'tcdl', keys: [], when: 'always' },
} as const satisfies Record<string, Command>

export type CommandId = keyof typeof COMMANDS
export const COMMAND_IDS = Object.keys(COMMANDS) as CommandId[]
/** With the keys that this person gave it, where they gave it others. */
export function commandOf(id: CommandId): Command {
  const own = preferences().keys[id]
  return own === undefined ? COMMANDS[id] : { ...COMMANDS[id], keys: own === '' ? [] : [own] }
}

/** Another command that the same keys would run where this one runs too. */
export function takenBy(id: CommandId, keys: string): CommandId | undefined {
  const when = placeOf(id)
  return COMMAND_IDS.find((other) => {
    if (other === id || !commandOf(other).keys.includes(keys)) return false
    if (isUndo(id) && isUndo(other)) return false
    const there = placeOf(other)
    return there === when || there === 'always' || when === 'always' || isBoth(there, when)
  })
}

/** What was done last can be taken back anywhere. */
const placeOf = (id: CommandId) => (COMMANDS[id].when === 'act' ? 'always' : COMMANDS[id].when)

/** Each page's undo goes before that of the last act, under one key. */
const isUndo = (id: CommandId) => id.endsWith('.undo')

/** The Work page is a case's page too. */
const isBoth = (a: string, b: string) => [a, b].toSorted().join(' ') === 'case work'

/** What a page gives for a command while it is on screen. */
export type Binding = {
  readonly run: () => void
  readonly disabledBecause?: string | undefined
}
export type Bindings = Partial<Record<CommandId, Binding>>

export type Layer = 'page' | 'shell'

const LAYERS: readonly Layer[] = ['page', 'shell']
const bound: Record<Layer, Set<Bindings>> = { page: new Set(), shell: new Set() }

/** A page's binding goes before the shell's. */
export function bindingOf(id: CommandId): Binding | undefined {
  const all = LAYERS.flatMap((layer) => [...bound[layer]])
  return all.find((bindings) => bindings[id] !== undefined)?.[id]
}

/** Binds commands for as long as the component is on screen. */
export function useCommands(layer: Layer, bindings: Bindings): void {
  useEffect(() => {
    bound[layer].add(bindings)
    return () => {
      bound[layer].delete(bindings)
    }
  })
}

/** `because`: a page's own words, or 'list' or 'case' for the page that the command needs. */
export type Standing = { readonly run: () => void } | { readonly because: string }

/** Whether a command can run now, else why not: the same answer for palette, sheet and keys. */
export function standingOf(id: CommandId): Standing {
  const binding = bindingOf(id)
  if (binding === undefined) return { because: commandOf(id).when }
  if (binding.disabledBecause !== undefined) return { because: binding.disabledBecause }
  return { run: binding.run }
}
