import type { Option } from 'commander'
import type { Add } from './commands.ts'
import type { MessageOptions } from './message-command.ts'
import type { WordKey } from './words.ts'

export function addMessageCommand(add: Add, option: (flags: string, key: WordKey) => Option): void {
  add<MessageOptions>(
    'message [what]',
    'helpMessage',
    async (...asked) => (await import('./message-command.ts')).messageCommand(...asked),
    [
      option('--to <account>', 'optMessageTo'),
      option('--provider <name>', 'optMessageProvider'),
      option('--name <name>', 'optMessageName'),
      option('--evidence <words>', 'optMessageEvidence'),
      option('--opt-in', 'optMessageOptIn'),
      option('--code <code>', 'optMessageCode'),
      option('--language <language>', 'optMessageLanguage'),
      option('--state <state>', 'optMessageState'),
      option('--why <words>', 'optMessageWhy'),
      option('--by <staff>', 'optBy'),
      option('--today <day>', 'optToday'),
      option('--now <moment>', 'optNow'),
    ],
  )
}
