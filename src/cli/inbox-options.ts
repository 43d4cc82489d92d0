import type { Option } from 'commander'
import { CHANNELS } from '../core/channel.ts'
import type { Add } from './commands.ts'
import type { InboxOptions } from './inbox-command.ts'
import type { ReceiveOptions } from './receive-command.ts'
import type { WordKey } from './words.ts'

type MakeOption = (flags: string, key: WordKey) => Option

/** The commands about what comes in. */
export function addInboxCommands(add: Add, option: MakeOption): void {
  const when = [option('--today <day>', 'optToday'), option('--now <moment>', 'optNow')]
  add<InboxOptions>(
    'inbox [what] [account]',
    'helpInbox',
    async (...asked) => (await import('./inbox-command.ts')).inboxCommand(...asked),
    [option('--by <staff>', 'optBy'), option('--words <words>', 'optCareWords'), ...when],
  )
  add<ReceiveOptions>(
    'receive [text]',
    'helpReceive',
    async (...asked) => (await import('./receive-command.ts')).receiveCommand(...asked),
    [
      option('--channel <channel>', 'optInboxChannel').choices([...CHANNELS]),
      option('--from <address>', 'optInboxFrom'),
      option('--to <address>', 'optInboxTo'),
      option('--ref <text>', 'optInboxRef'),
      option('--reply <key>', 'optInboxReply'),
      ...when,
    ],
  )
}
