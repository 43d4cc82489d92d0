import type { Option } from 'commander'
import type { Add } from './commands.ts'
import type { ScriptOptions } from './script-command.ts'
import type { WordKey } from './words.ts'

type MakeOption = (flags: string, key: WordKey) => Option

/** The commands about what is said in calls: scripts before, review after. */
export function addQualityCommands(add: Add, option: MakeOption): void {
  add<ScriptOptions>(
    'script <what> [files...]',
    'helpScript',
    async (...asked) => (await import('./script-command.ts')).scriptCommand(...asked),
    [
      option('--language <zh|en>', 'optScriptLanguage').choices(['zh', 'en']),
      option('--answers <list>', 'optScriptAnswers'),
    ],
  )
}

export const SCRIPT_EXAMPLES = `  forbear script check scripts/*.yaml
  forbear script try scripts/uk-arrears.yaml --answers 1,1,1,1
  forbear script try scripts/cn-arrears.yaml --lang zh --answers "1,我不想活了,1,1"`
