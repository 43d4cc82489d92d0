import type { Words } from '../core/words.ts'
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
  const { talk } = context
  if (!isZone(options.zone)) throw new Stop(WORDS.zone[talk.language](options.zone), EXIT.usage)
  if (options.name.trim() === '') throw new Stop(WORDS.noName[talk.language], EXIT.usage)
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
    if (values.name !== options.name) talk.line(otherName(options.name))
  })
}

const WORDS = {
  zone: {
    en: (zone: string) =>
      `--zone: "${zone}" is not a time zone; write it like Asia/Shanghai or Europe/London.`,
    zh: (zone: string) => `--zone：“${zone}”不是时区，请写成 Asia/Shanghai 或 Europe/London。`,
  },
  noName: { en: '--name: give the name of your organisation.', zh: '--name：请填写机构名称。' },
}

/** Whoever meant a book of his own would else load it into that of somebody else, or of the demo. */
const otherName = (name: string): Words => ({
  en: `Nothing was changed: "${name}" is not made. For a book of its own name another folder (--home FOLDER) or another tenant (--tenant 2).`,
  zh: `未作任何改动，“${name}”没有创建。如需独立的账簿，请另选数据目录（--home 文件夹）或租户（--tenant 2）。`,
})

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
