import { inTenant } from '../store/db.ts'
import { findTenant, withDatabase, type Context, type Open } from './context.ts'
import { EXIT, Stop } from './talk.ts'

export type TenantWords = {
  readonly name: string
  readonly tradingName?: string
  readonly phone: string
  readonly url: string
  readonly zone: string
}

export async function initCommand(context: Context, options: TenantWords): Promise<undefined> {
  if (!isZone(options.zone))
    throw new Stop(`--zone: "${options.zone}" ≠ Asia/Shanghai, Europe/London …`, EXIT.usage)
  await withDatabase(context, async (open) => {
    const made = await makeTenant(open, options)
    const tenant = await findTenant(open)
    const values = {
      tenant: String(open.tenantId),
      name: tenant?.name ?? options.name,
      home: open.home,
    }
    open.talk.data({ ...values, made }, () =>
      open.talk.word(made ? 'initDone' : 'initThere', values),
    )
  })
}

/** Makes the tenant once; an existing one is left as it is. */
export async function makeTenant(open: Open, words: TenantWords): Promise<boolean> {
  const result = await inTenant(open.db, open.tenantId, (tx) =>
    tx.query(
      `insert into tenant (tenant_id, name, trading_name, check_phone, check_url, zone)
       values ($1, $2, $3, $4, $5, $6) on conflict (tenant_id) do nothing`,
      [
        open.tenantId,
        words.name,
        words.tradingName ?? words.name,
        words.phone,
        words.url,
        words.zone,
      ],
    ),
  )
  return result.rowCount === 1
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
