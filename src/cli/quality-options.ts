import type { Option } from 'commander'
import type { Add } from './commands.ts'
import { addInboxCommands } from './inbox-options.ts'
import type { QualityOptions } from './quality-command.ts'
import type { ScriptOptions } from './script-command.ts'
import type { WordKey } from './words.ts'

type MakeOption = (flags: string, key: WordKey) => Option

/** The commands about what is said: what comes in, scripts before a call, review after it. */
export function addTalkCommands(add: Add, option: MakeOption): void {
  addInboxCommands(add, option)
  add<ScriptOptions>(
    'script <what> [files...]',
    'helpScript',
    async (...asked) => (await import('./script-command.ts')).scriptCommand(...asked),
    [
      option('--language <zh|en>', 'optScriptLanguage').choices(['zh', 'en']),
      option('--answers <list>', 'optScriptAnswers'),
    ],
  )
  add<QualityOptions>(
    'quality [what] [file]',
    'helpQuality',
    async (...asked) => (await import('./quality-command.ts')).qualityCommand(...asked),
    [
      option('--day <day>', 'optQualityDay'),
      option('--rate <percent>', 'optQualityRate'),
      option('--least <n>', 'optQualityLeast'),
      option('--call <id>', 'optQualityCall'),
      option('--recording <file>', 'optQualityRecording'),
      option('--sha256 <hash>', 'optQualitySha'),
      option('--by <staff>', 'optBy'),
      option('--today <day>', 'optToday'),
      option('--now <moment>', 'optNow'),
    ],
  )
}

export const SCRIPT_EXAMPLES = `  forbear script check scripts/*.yaml
  forbear script try scripts/uk-arrears.yaml --answers 1,1,1,1
  forbear script try scripts/cn-arrears.yaml --lang zh --answers "1,我不想活了,1,1"`

export const QUALITY_EXAMPLES = `  forbear quality sample --day 2026-11-21
  forbear quality transcript call.txt --call ctc_… --recording call.wav
  forbear quality precision --lang zh`
