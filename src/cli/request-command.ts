import { REQUEST_NAMES, whyAsked } from '../api/requests.ts'
import { inEvent, inTenant } from '../store/db.ts'
import { EXECUTORS } from '../store/request-executors.ts'
import { answerSecond, openRequests } from '../store/second-person.ts'
import { bad, granted, moneyText, needed, reading, type AgreeOptions } from './agree-tools.ts'
import { tenantOf, whenOf, withDatabase, type Context } from './context.ts'
import { tableText } from './talk.ts'

const LIST_MAX = 1000

/** `list`, `approve ID --by`, `decline ID --by --why`: what one person asked for and another one answers. */
export async function requestCommand(
  context: Context,
  options: AgreeOptions,
  what?: string,
  which?: string,
): Promise<undefined> {
  if (what === 'list') return list(context, options)
  if (what !== 'approve' && what !== 'decline') throw bad(context, 'request', what ?? '')
  return answer(context, options, { id: needed(context, 'ID', which), approve: what === 'approve' })
}

async function list(context: Context, options: AgreeOptions): Promise<undefined> {
  const { talk, tenantId } = context
  return reading(context, options, async (tx, { today }) => {
    const items = await openRequests(tx, tenantId, { today, limit: LIST_MAX })
    talk.data(items, () =>
      items.length === 0
        ? talk.word('requestNone')
        : tableText(
            [
              talk.word('colId'),
              '',
              talk.word('colAmount'),
              talk.word('colWho'),
              talk.word('colReason'),
              talk.word('colDay'),
            ],
            items.map((one) => [
              String(one.requestId),
              REQUEST_NAMES[one.kind][talk.language],
              moneyText(one.amountMinor, one.currency),
              one.name,
              whyAsked(one.why, talk.language),
              one.expiresOn,
            ]),
          ),
    )
  })
}

async function answer(
  context: Context,
  options: AgreeOptions,
  { id, approve }: { readonly id: string; readonly approve: boolean },
): Promise<undefined> {
  const { talk, tenantId } = context
  if (!/^[0-9]{1,18}$/.test(id)) throw bad(context, 'request', id)
  const by = needed(context, '--by', options.by)
  await withDatabase(context, async (open) => {
    const { zone } = await tenantOf(open)
    const at = whenOf(context, zone, { today: options.today })
    const items = await inTenant(open.db, tenantId, (tx) =>
      openRequests(tx, tenantId, { today: at.today, limit: LIST_MAX }),
    )
    const found = items.find((one) => one.requestId === BigInt(id))
    const made = await inEvent(open.db, tenantId, (tx) =>
      answerSecond(
        tx,
        tenantId,
        {
          borrowerId: found?.borrowerId ?? 0n,
          requestId: BigInt(id),
          by,
          approve,
          why: options.why,
          executors: EXECUTORS,
        },
        at,
      ),
    )
    const done = granted(context, made)
    talk.data(done, () =>
      talk.word('requestDone', {
        id,
        answer: talk.word(done.approved ? 'requestYes' : 'requestNo'),
      }),
    )
  })
  return undefined
}
