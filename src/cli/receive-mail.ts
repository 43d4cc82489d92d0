import type { Readable } from 'node:stream'
import { readMailBytes } from '../channels/mail/bytes.ts'
import { takeMail } from '../channels/mail/take.ts'
import { capKey } from './cap-key.ts'
import { earOf } from './channels-open.ts'
import { tenantOf, whenOf, withDatabase, type Context } from './context.ts'
import { mailSenders } from './mail-senders.ts'
import type { ReceiveOptions } from './receive-command.ts'
import { Stop } from './talk.ts'

/** What mail servers read from a program that they deliver with (sysexits.h). */
const EXIT_NOT_A_MAIL = 65
const EXIT_TRY_AGAIN = 75

/**
 * A mail on standard input, as a mail server hands it over. Whatever goes wrong here is told in the one
 * way that makes the server keep the mail and come again.
 */
export async function receiveMail(
  context: Context,
  options: ReceiveOptions,
  input: Readable = process.stdin,
): Promise<undefined> {
  const { talk } = context
  const taken = await takeFrom(context, options, input).catch((error: unknown) => {
    throw new Stop(error instanceof Error ? error.message : String(error), EXIT_TRY_AGAIN)
  })
  if (taken.is === 'kept') {
    const { messages, receipts, strays, stops } = taken
    talk.data(taken, () => talk.word('receivedMail', { messages, receipts, strays, stops }))
    return
  }
  // An answer to a loop would be its next turn, so nobody is told.
  if (taken.why === 'loop') talk.data(taken, () => talk.word('receivedLoop'))
  else throw new Stop(talk.word('receivedNoMail'), EXIT_NOT_A_MAIL)
}

async function takeFrom(context: Context, options: ReceiveOptions, input: Readable) {
  const { bytes, rawHash } = await readMailBytes(input)
  const senders = await mailSenders(context, context.tenantId)
  return withDatabase(context, async (open) => {
    const { zone } = await tenantOf(open)
    const given = { ...whenOf(open, zone, options), tenantId: open.tenantId, senders, rawHash }
    const personKey = await capKey(open.home)
    const ear = await earOf(open)
    const { after } = ear
    const taken = await takeMail(open.db, bytes, { ...given, to: options.to, personKey, after })
    await ear.idle()
    return taken
  })
}
