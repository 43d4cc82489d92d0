import type { Option } from 'commander'
import type { Add } from './commands.ts'
import type { LettersOptions } from './letters-command.ts'
import { addMessageCommand } from './message-options.ts'
import { addSpareCommand } from './spare-options.ts'
import { addOutCommands } from './out-options.ts'
import type { OfficialOptions } from './official-command.ts'
import type { VoiceOptions } from './voice-command.ts'
import type { WordKey } from './words.ts'

type MakeOption = (flags: string, key: WordKey) => Option

/** The commands about the ways to a person: what is set up, letters on paper, and what is ours. */
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
  addOutCommands(add, option)
  addMessageCommand(add, option)
  addSpareCommand(add, option)
  add<VoiceOptions>(
    'voice [what] [given...]',
    'helpVoice',
    async (context, options, what, ...given) =>
      (await import('./voice-command.ts')).voiceCommand(context, options, what, ...given.flat()),
    [
      option('--by <staff>', 'optBy'),
      option('--words <words>', 'optCareWords'),
      option('--out <file>', 'optVoiceOut'),
      option('--seed <number>', 'optVoiceSeed'),
      option('--calls <number>', 'optVoiceCalls'),
      option('--days <number>', 'optVoiceDays'),
      option('--today <day>', 'optToday'),
      option('--now <moment>', 'optNow'),
    ],
  )
  add<OfficialOptions>(
    'official [what] [given...]',
    'helpOfficial',
    async (context, options, what, ...given) =>
      (await import('./official-command.ts')).officialCommand(
        context,
        options,
        what,
        ...given.flat(),
      ),
    [
      option('--by <staff>', 'optBy'),
      option('--about <text>', 'optOfficialAbout'),
      option('--at <url>', 'optOfficialAt'),
      option('--person <staff>', 'optOfficialPerson'),
      option('--creditor <name>', 'optOfficialCreditor'),
      option('--from <day>', 'optOfficialFrom'),
      option('--now <moment>', 'optNow'),
    ],
  )
}
