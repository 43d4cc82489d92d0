import type { Option } from 'commander'
import type { Add } from './commands.ts'
import type { KeyOptions } from './key-command.ts'
import type { WordKey } from './words.ts'

/** The commands for programs: their keys, and where they are told. */
export function addOutCommands(add: Add, option: (flags: string, key: WordKey) => Option): void {
  add<KeyOptions>(
    'key [what] [given]',
    'helpKey',
    async (...asked) => (await import('./key-command.ts')).keyCommand(...asked),
    [
      option('--as <role>', 'optKeyRole'),
      option('--scopes <scopes>', 'optKeyScopes'),
      option('--days <days>', 'optKeyDays'),
      option('--reason <reason>', 'optKeyReason'),
      option('--by <staff>', 'optBy'),
    ],
  )
  add<{ by?: string }>(
    'webhook [what] [given]',
    'helpWebhook',
    async (...asked) => (await import('./webhook-command.ts')).webhookCommand(...asked),
    [option('--by <staff>', 'optBy')],
  )
}
