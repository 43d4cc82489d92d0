import type { Option } from 'commander'
import type { Add } from './commands.ts'
import type { RemitOptions } from './remit-command.ts'
import type { WordKey } from './words.ts'

type MakeOption = (flags: string, key: WordKey) => Option

/** The command about money that is handed on to a creditor. */
export function addRemitCommand(add: Add, option: MakeOption): void {
  add<RemitOptions>(
    'remit <what> [which]',
    'helpRemit',
    async (...asked) => (await import('./remit-command.ts')).remitCommand(...asked),
    [
      option('--commission <percent>', 'optRemitCommission'),
      option('--minimum <amount>', 'optRemitMinimum'),
      option('--from <day>', 'optRemitFrom'),
      option('--until <day>', 'optRemitUntil'),
      option('--portfolio <code>', 'optPortfolio'),
      option('--csv <file>', 'optRemitCsv'),
      option('--by <staff>', 'optBy'),
      option('--why <words>', 'optWhy'),
      option('--today <day>', 'optToday'),
      option('--now <moment>', 'optNow'),
    ],
  )
}

export const REMIT_EXAMPLES = `  forbear remit terms cn-agency --commission 12.5% --from 2026-01-01 --by ann
  forbear remit terms cn-agency --commission 10% --minimum "CNY 500.00" --from 2027-01-01 --by ann
  forbear remit limit "CNY 200000.00" --by ann
  forbear remit run cn-agency --until 2026-11-30 --by ann
  forbear remit approve 7 --by bob
  forbear remit refuse 7 --by bob --why "A transfer of ours is counted in."
  forbear remit list --portfolio cn-agency --lang zh
  forbear remit show 7 --csv remittance-7.csv`
