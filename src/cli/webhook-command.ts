import { inTenant } from '../store/db.ts'
import { putDeliveries } from '../store/webhook-delivery.ts'
import {
  changeEndpoint,
  listEndpoints,
  makeEndpoint,
  readEndpoint,
} from '../store/webhook-endpoint.ts'
import { needed as neededWord } from './agree-tools.ts'
import { sandboxOf } from './background.ts'
import { tenantOf, whenOf, withDatabase, type Context, type Open } from './context.ts'
import { administrator, needed, numberOf } from './key-command.ts'
import { EXIT, Stop, tableText } from './talk.ts'
import { loadTenantFile } from './tenant-file.ts'
import { webhookKeysOf } from './webhook-key.ts'

type Options = { readonly by?: string; readonly today?: string }
type Ask = Open & { readonly options: Options; readonly given: string | undefined }

const WHAT: Readonly<Record<string, (ask: Ask) => Promise<void>>> = { list, add, test, end }

/** Where events are sent to. */
export async function webhookCommand(
  context: Context,
  options: Options,
  what = 'list',
  given?: string,
): Promise<undefined> {
  if (what === 'keep') {
    const file = neededWord(context, 'FILE', given)
    return loadTenantFile(context, options, { name: 'events', file })
  }
  const run = Object.hasOwn(WHAT, what) ? WHAT[what] : undefined
  if (run === undefined) throw new Stop(context.talk.word('keyBad', { text: what }), EXIT.usage)
  await withDatabase(context, (open) => run({ ...open, options, given }))
}

async function list({ talk, db, tenantId }: Ask): Promise<void> {
  const all = await inTenant(db, tenantId, (tx) => listEndpoints(tx, tenantId, { limit: 200 }))
  talk.data(all, () =>
    tableText(
      ['', '', '', ''],
      all.map((one) => [
        String(one.endpointId),
        one.url,
        one.types?.join(',') ?? '*',
        one.offWhy ?? '',
      ]),
    ),
  )
}

async function add(ask: Ask): Promise<void> {
  const { talk, db, tenantId } = ask
  const url = needed(ask, 'URL', ask.given)
  const isPlain = sandboxOf(false) && url.startsWith('http://')
  if (!URL.canParse(url) || !(url.startsWith('https://') || isPlain))
    throw new Stop(talk.word('keyBad', { text: url }), EXIT.usage)
  const by = await administrator(ask, ask.options.by)
  const { now } = whenOf(ask, (await tenantOf(ask)).zone, {})
  const given = { url, about: null, types: null, scheme: 'v1', by } as const
  const made = await inTenant(db, tenantId, (tx) => makeEndpoint(tx, tenantId, given, now))
  const secret = (await webhookKeysOf(ask.home)).shown({ tenantId, ...made }, made.scheme)
  const number = String(made.endpointId)
  talk.data({ endpoint: number, secret }, () => talk.word('hookMade', { number, secret }))
}

async function test(ask: Ask): Promise<void> {
  const { talk, db, tenantId } = ask
  const endpointId = numberOf(ask, ask.given)
  await administrator(ask, ask.options.by)
  const { now } = whenOf(ask, (await tenantOf(ask)).zone, {})
  const at = new Date(now).toISOString()
  const event = { eventNo: BigInt(now), borrowerId: 0n, type: 'test.fired', data: {}, at }
  const found = await inTenant(db, tenantId, async (tx) => {
    const endpoint = await readEndpoint(tx, tenantId, endpointId)
    if (endpoint !== undefined)
      await putDeliveries(tx, tenantId, { endpointId, events: [event], madeFor: 'test', now })
    return endpoint
  })
  if (found === undefined) throw new Stop(talk.word('hookNone'))
  const number = String(endpointId)
  talk.data({ endpoint: number }, () => talk.word('hookTested', { number }))
}

async function end(ask: Ask): Promise<void> {
  const { talk, db, tenantId } = ask
  const endpointId = numberOf(ask, ask.given)
  const by = await administrator(ask, ask.options.by)
  const { now } = whenOf(ask, (await tenantOf(ask)).zone, {})
  const ended = await inTenant(db, tenantId, (tx) =>
    changeEndpoint(tx, tenantId, { endpointId }, { is: 'end', by, at: now }),
  )
  if (ended === undefined) throw new Stop(talk.word('hookNone'))
  const number = String(endpointId)
  talk.data({ endpoint: number }, () => talk.word('hookEnded', { number }))
}
