import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addDays } from '../core/calendar.ts'
import { loadFiles } from '../intake/load.ts'
import { inTenant } from '../store/db.ts'
import { ROOT, type Open, type When } from './context.ts'
import { makeTenant } from './init.ts'
import type { Language } from './words.ts'

/** A tenant of its own: what is tried out is in nobody's figures. */
export const SANDBOX_TENANT = 9_000_001n

export const sandboxRef = (language: Language): string =>
  language === 'zh' ? 'SANDBOX-7001' : 'SANDBOX-7002'

const COLUMNS =
  'account_ref,borrower_ref,portfolio,product,currency,name,language,zones,mobile,email,opened_on,principal,balance,arrears,oldest_unpaid_due_on,next_due_on,next_due'

/**
 * An invented person of each language, with a loan in arrears, in a tenant of the sandbox; loaded as a
 * lender would, so that nothing of it is special.
 */
export async function ensureSandbox(open: Open, { now, today }: When): Promise<Open> {
  const sandbox: Open = { ...open, tenantId: SANDBOX_TENANT }
  await makeTenant(sandbox, {
    name: 'Sandbox',
    tradingName: '示例信贷 Sample Credit',
    phone: '000-0000-0000',
    url: 'https://check.forbear.example',
    zone: 'Asia/Shanghai',
  })
  const there = await inTenant(open.db, SANDBOX_TENANT, (tx) =>
    tx.query('select from account where tenant_id = $1 limit 1', [SANDBOX_TENANT]),
  )
  if (there.rows.length > 0) return sandbox
  const folder = join(open.home, 'sandbox')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'accounts.csv')
  const person = (language: Language, rest: string) =>
    `${sandboxRef(language)},SANDBOX-B-${language},${rest},${addDays(today, -200)},10000.00,8000.00,500.00,${addDays(today, -5)},${addDays(today, 20)},500.00`
  writeFileSync(
    path,
    `${[
      COLUMNS,
      person(
        'zh',
        'cn-online,personal-loan,CNY,王小明,zh,Asia/Shanghai,+8613800000000,zh@sandbox.example',
      ),
      person(
        'en',
        'uk-store,personal-loan,GBP,Alex Taylor,en,Europe/London,+447700900000,en@sandbox.example',
      ),
    ].join('\n')}\n`,
  )
  const result = await loadFiles(open.db, SANDBOX_TENANT, {
    path,
    mapping: 'generic',
    mappings: join(ROOT, 'mappings'),
    asOf: today,
    today,
    now,
    dryRun: false,
    say: () => undefined,
    tempFolder: folder,
  })
  if (!('done' in result))
    throw new Error(`bug: the sandbox was refused: ${JSON.stringify(result)}`)
  return sandbox
}
