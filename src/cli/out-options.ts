import type { Option } from 'commander'
import type { Add } from './commands.ts'
import type { KeyOptions } from './key-command.ts'
import type { StaffOptions } from './staff-command.ts'
import type { WordKey } from './words.ts'

/** Who may come in: people, programs by their keys, and where programs are told. */
export function addOutCommands(add: Add, option: (flags: string, key: WordKey) => Option): void {
  add<StaffOptions>(
    'staff [what] [given...]',
    'helpStaff',
    async (context, options, what, ...given) =>
      (await import('./staff-command.ts')).staffCommand(context, options, what, ...given.flat()),
    [
      option('--name <name>', 'optStaffName'),
      option('--as <role>', 'optStaffRole'),
      option('--reason <reason>', 'optStaffReason'),
      option('--by <email>', 'optStaffBy'),
      option('--password-stdin', 'optStaffStdin'),
      option('--now <moment>', 'optNow'),
    ],
  )
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
