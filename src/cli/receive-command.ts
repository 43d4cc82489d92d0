import { createHash, randomUUID } from 'node:crypto'
import { CLASS_NAMES, effectWords } from '../api/inbox-words.ts'
import { CHANNELS } from '../core/channel.ts'
import { borrowerNames } from '../store/borrower-names.ts'
import { inTenant } from '../store/db.ts'
import { takeMessage, type Took } from '../store/message-in.ts'
import { capKey } from './cap-key.ts'
import { earOf } from './channels-open.ts'
import { tenantOf, whenOf, withDatabase, type Context, type Open } from './context.ts'
import { EXIT, Stop } from './talk.ts'

export type ReceiveOptions = {
  readonly channel?: string
  readonly from?: string
  readonly to?: string
  readonly ref?: string
  readonly reply?: string
  readonly today?: string
  readonly now?: string
}

/** A message as if a provider had brought it: kept, heard, and what it stops is stopped. */
export async function receiveCommand(
  context: Context,
  options: ReceiveOptions,
  text = '',
): Promise<undefined> {
  const { talk } = context
  if (text === 'mail' && options.from === undefined)
    return (await import('./receive-mail.ts')).receiveMail(context, options)
  const channel = CHANNELS.find((one) => one === (options.channel ?? 'sms'))
  const { from } = options
  if (channel === undefined || from === undefined || text === '')
    throw new Stop(
      talk.word('inboxNeeds', { key: from === undefined ? '--from' : 'TEXT' }),
      EXIT.usage,
    )
  if (!isSender(channel, from)) throw new Stop(talk.word('inboxNoSender', { from }), EXIT.usage)
  await withDatabase(context, async (open) => {
    const tenant = await tenantOf(open)
    const { now, today } = whenOf(open, tenant.zone, options)
    const received = {
      provider: 'by-hand',
      providerRef: options.ref ?? randomUUID(),
      channel,
      from,
      to: options.to ?? '',
      text,
      at: now,
      inReplyTo: options.reply,
      rawHash: createHash('sha256').update(text).digest(),
    }
    const ear = await earOf(open)
    const tick = { now, today, personKey: await capKey(open.home), after: ear.after }
    await tell(open, await takeMessage(open.db, open.tenantId, received, tick))
    await ear.idle()
  })
}

async function tell({ talk, db, tenantId }: Open, took: Took): Promise<void> {
  const { language } = talk
  if (took.is === 'again') {
    talk.data({ is: 'again' }, () => talk.word('receiveAgain'))
    return
  }
  const heard = took.heard.classes
    .map(
      ({ what, certainty }) => `${CLASS_NAMES[what][language]}${certainty === 'sure' ? '' : '?'}`,
    )
    .join(', ')
  if (took.is === 'unmatched') {
    talk.data({ is: 'unmatched', heard: took.heard }, () =>
      talk.word('receiveUnmatched', { heard }),
    )
    return
  }
  const { borrowerId, effects } = took
  const names = await inTenant(db, tenantId, (tx) => borrowerNames(tx, tenantId, [borrowerId]))
  const what = effects.map((one) => effectWords(one.kind, one.what, language))
  talk.data({ is: 'matched', borrowerId, heard: took.heard, effects }, () =>
    [
      talk.word('receiveMatched', { name: names.get(borrowerId) ?? '', heard }),
      what.length === 0
        ? talk.word('receiveNothing')
        : talk.word('receiveDid', { what: what.join(language === 'zh' ? '；' : '; ') }),
    ].join('\n'),
  )
}

/** A number, a short one too, or an address; an app names people as it likes. */
const isSender = (channel: string, from: string): boolean =>
  channel === 'message' ||
  (/^\+?[0-9][0-9 ()-]{2,24}$/.test(from.trim()) && channel !== 'email') ||
  /^[^\s@]+@[^\s@]+$/.test(from.trim())
