import type { Option } from 'commander'
import type { WordKey } from './words.ts'

/** The flags of `forbear pay`; light, because every start of the program reads them. */
export const payOptions = (option: (flags: string, key: WordKey) => Option): Option[] => [
  option('--amount <amount>', 'optPayAmount'),
  option('--days <n>', 'optPayDays'),
  option('--on <day>', 'optPayOn'),
  option('--out <file>', 'optPayOut'),
  option('--dry-run', 'optDryRun'),
  option('--ref <ref>', 'optPayRef'),
  option('--holder <name>', 'optPayHolder'),
  option('--iban <iban>', 'optPayIban'),
  option('--bic <bic>', 'optPayBic'),
  option('--notice <n>', 'optPayNotice'),
  option('--why <words>', 'optWhy'),
  option('--by <staff>', 'optBy'),
  option('--today <day>', 'optToday'),
  option('--now <moment>', 'optNow'),
]

export const PAY_EXAMPLES = `  forbear pay link CN00042-1 --amount 25.00
  forbear pay mandate add DE00007-1 --ref M-7 --holder "Ann Weber" --iban DE89370400440532013000 --on 2026-11-01
  forbear pay collect --on 2026-12-07 --out debit.xml
  forbear pay settle DD-1-20261207-1 --on 2026-12-07
  forbear pay returns report.xml
  forbear pay status
  forbear pay replay`
