import type { Option } from 'commander'
import type { WordKey } from './words.ts'

export const ledgerOptions = (
  option: (flags: string, key: WordKey) => Option,
): readonly Option[] => [
  option('--from <day>', 'optLedgerFrom'),
  option('--to <day>', 'optLedgerTo'),
  option('--as-of <day>', 'optLedgerAsOf'),
  option('--known-at <moment>', 'optLedgerKnownAt'),
  option('--on <day>', 'optLedgerOn'),
  option('--ref <text>', 'optLedgerRef'),
  option('--part <part>', 'optLedgerPart'),
  option('--account <account>', 'optLedgerAccount'),
  option('--portfolio <code>', 'optLedgerPortfolio'),
  option('--older-than <days>', 'optLedgerOlder'),
  option('--chargeback', 'optLedgerChargeback'),
  option('--key <text>', 'optLedgerKey'),
  option('--by <staff>', 'optBy'),
  option('--why <words>', 'optWhy'),
  option('--today <day>', 'optToday'),
  option('--now <moment>', 'optNow'),
]
