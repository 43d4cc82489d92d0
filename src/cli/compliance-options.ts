import type { Option } from 'commander'
import type { Add } from './commands.ts'
import type { ExportOptions, VerifyOptions } from './export-command.ts'
import { addReceiptCommand } from './receipt-command.ts'
import type { WordKey } from './words.ts'

type MakeOption = (flags: string, key: WordKey) => Option

/** The commands that hand out what is kept, and that check what was handed out. */
export function addEvidenceCommands(add: Add, option: MakeOption): void {
  add<ExportOptions>(
    'export <what> <case>',
    'helpExport',
    async (...asked) => (await import('./export-command.ts')).exportCommand(...asked),
    [
      option('--out <folder>', 'optExportOut').makeOptionMandatory(),
      option('--reason <words>', 'optExportReason').makeOptionMandatory(),
      option('--by <staff>', 'optBy'),
      option('--now <moment>', 'optNow'),
    ],
  )
  add<VerifyOptions>(
    'verify <path>',
    'helpVerify',
    async (...asked) => (await import('./export-command.ts')).verifyCommand(...asked),
    [option('--key <hex>', 'optVerifyKey')],
  )
  addReceiptCommand(add, option)
}

export const EXPORT_EXAMPLES =
  '  forbear export person CN00042-1 --out ./for-her --reason "She asked on 3 November" --by mei'
export const VERIFY_EXAMPLES =
  '  forbear verify ./for-her\n  forbear verify B42-2026-11-22.tar --key 3d40…660c'
