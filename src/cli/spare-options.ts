import type { Option } from 'commander'
import type { Add } from './commands.ts'
import type { SpareOptions } from './spare-command.ts'
import type { WordKey } from './words.ts'

export function addSpareCommand(add: Add, option: (flags: string, key: WordKey) => Option): void {
  add<SpareOptions>(
    'spare <account>',
    'helpSpare',
    async (...asked) => (await import('./spare-command.ts')).spareCommand(...asked),
    [
      option('--from <time>', 'optSpareFrom'),
      option('--until <time>', 'optSpareUntil'),
      option('--days <days>', 'optSpareDays'),
      option('--place <place>', 'optSparePlace').choices(['home', 'work']),
      option('--channel <channel>', 'optSpareChannel'),
      option('--until-on <day>', 'optSpareUntilOn'),
      option('--end <n>', 'optSpareEnd'),
      option('--words <words>', 'optSpareWords'),
      option('--by <staff>', 'optBy'),
      option('--now <moment>', 'optNow'),
    ],
  )
}
