import type { Option } from 'commander'
import type { Add } from './commands.ts'
import type { LettersOptions } from './letters-command.ts'
import type { WordKey } from './words.ts'

type MakeOption = (flags: string, key: WordKey) => Option

/** The commands about the ways to a person: what is set up, and letters on paper. */
export function addWayCommands(add: Add, option: MakeOption): void {
  add('channels <what>', 'helpChannels', async (...asked) =>
    (await import('./channels-command.ts')).channelsCommand(...asked),
  )
  add<LettersOptions>(
    'letters [what] [given]',
    'helpLetters',
    async (...asked) => (await import('./letters-command.ts')).lettersCommand(...asked),
    [
      option('--by <staff>', 'optBy'),
      option('--name <name>', 'optLetterName'),
      option('--licence <number>', 'optLetterLicence'),
      option('--firm <name>', 'optLetterFirm'),
      option('--today <day>', 'optToday'),
      option('--now <moment>', 'optNow'),
    ],
  )
}
