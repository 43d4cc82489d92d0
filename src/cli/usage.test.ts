import { Command, CommanderError, Option } from 'commander'
import { describe, expect, test } from 'vitest'
import { helpWords, usageOutput } from './usage.ts'

type Language = 'zh' | 'en'

/** What a person reads who typed this; the reader of commands is the real one. */
function said(language: Language, ...typed: string[]): string {
  let text = ''
  const program = new Command('forbear')
    .exitOverride()
    .configureOutput({ writeErr: (more) => (text += more), writeOut: (more) => (text += more) })
    .configureOutput(usageOutput(language, 'forbear'))
    .configureHelp(helpWords(language))
    .addOption(new Option('--lang <zh|en>', 'x').choices(['zh', 'en']))
    .showSuggestionAfterError()
  program
    .command('load <path>')
    .exitOverride()
    .configureOutput(usageOutput(language, 'forbear load'))
    .requiredOption('--mapping <name>')
    .action(() => undefined)
  try {
    program.parse(typed, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
  }
  return text
}

const WRONG: readonly (readonly [typed: string[], names: string])[] = [
  [['nonsense'], 'nonsense'],
  [['laod'], 'load'],
  [['load', 'x'], '--mapping'],
  [['load', '--mapping', 'x'], 'path'],
  [['load', 'x', '--mapping'], '--mapping'],
  [['load', 'x', 'y', '--mapping', 'z'], '1'],
  [['load', 'x', '--mapping', 'z', '--nonsense'], '--nonsense'],
  [['--lang', 'fr', 'load'], 'fr'],
]

describe('words that are wrong', () => {
  test.each(WRONG)('%j is answered in Chinese, by name, with where help is', (typed, names) => {
    const text = said('zh', ...typed)
    expect(text).toContain(names)
    expect(text).not.toMatch(/error|mean|Expected|Allowed|specified/)
    expect(text).toMatch(/用法见：forbear( load)? --help\n$/)
  })

  test.each(WRONG)('%j is answered in English too', (typed, names) => {
    const text = said('en', ...typed)
    expect(text).toContain(names)
    expect(text).toMatch(/See: forbear( load)? --help\n$/)
  })
})

test('a help page has headings in the reader’s language', () => {
  expect(said('zh', '--help')).toMatch(/用法：[\s\S]*选项：[\s\S]*可选：[\s\S]*命令：/)
  expect(said('en', '--help')).toMatch(/Usage:[\s\S]*Options:[\s\S]*choices:[\s\S]*Commands:/)
})
