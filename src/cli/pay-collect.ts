import { createHash } from 'node:crypto'
import { open as openFile, readFile, rename } from 'node:fs/promises'
import { readPayConfig } from '../channels/pay/config.ts'
import { checkPain008 } from '../channels/pay/pain008-check.ts'
import { readPain002 } from '../channels/pay/pain002.ts'
import { pain008 } from '../channels/pay/pain008.ts'
import type { Creditor } from '../channels/pay/settings.ts'
import type { Day } from '../core/calendar.ts'
import { bankWorkdayFrom } from '../engine/bank-workday.ts'
import { keepCollections, nextFileRef, pickCollections, type Picked } from '../store/collect.ts'
import { failCollection, settleFile } from '../store/collected.ts'
import { inTenant, type Tx } from '../store/db.ts'
import { dayOption } from './context.ts'
import { euros, type PayAsked } from './pay-options.ts'
import { EXIT, Stop } from './talk.ts'

function dayGiven({ open, options }: PayAsked): Day {
  if (options.on === undefined)
    throw new Stop(open.talk.word('payNeeds', { key: '--on' }), EXIT.usage)
  return dayOption(open.talk, '--on', options.on)
}

/** `pay collect --on DAY --out FILE`: what was agreed and may be collected, as a file for the bank. */
export async function collectCommand(asked: PayAsked): Promise<void> {
  const { open, options, when } = asked
  const { talk, tenantId } = open
  const on = dayGiven(asked)
  const settings = await readPayConfig(open.home)
  const creditor = settings?.creditors.find((one) => one.tenantId === tenantId)
  if (creditor === undefined) throw new Stop(talk.word('payNoCreditor'))
  const next = bankWorkdayFrom(on)
  if (next !== on) throw new Stop(talk.word('payNotWorkday', { on, next }))
  const { out } = options
  if (out === undefined && options.dryRun !== true)
    throw new Stop(talk.word('payNeeds', { key: '--out' }), EXIT.usage)
  const part = `${out ?? ''}.part`
  const done = await inTenant(open.db, tenantId, async (tx) => {
    const picked = await pickCollections(tx, tenantId, { on, today: when.today, rules: creditor })
    if (picked.lines.length === 0) return { picked, fileRef: undefined }
    const fileRef = await nextFileRef(tx, tenantId, on)
    if (options.dryRun !== true) await write(tx, asked, { creditor, on, fileRef, picked, part })
    return { picked, fileRef }
  })
  if (done.fileRef !== undefined && out !== undefined && options.dryRun !== true)
    await rename(part, out)
  sayCollected(asked, { ...done, on })
}

type Writing = {
  readonly creditor: Creditor
  readonly on: Day
  readonly fileRef: string
  readonly picked: Picked
  readonly part: string
}

/** On disk before the rows are committed; under its own name only after. */
async function write(tx: Tx, { open, options, when }: PayAsked, of: Writing): Promise<void> {
  const { creditor, on, fileRef, picked, part } = of
  const text = pain008({
    fileRef,
    madeAt: when.now,
    collectOn: on,
    creditor,
    lines: picked.lines.map((line) => ({
      ...line,
      ...line.mandate,
      mandateRef: line.mandate.ref,
      says: `${creditor.name} ${line.mandate.ref}`,
    })),
  })
  const [fault] = checkPain008(text)
  if (fault !== undefined) throw new Stop(open.talk.word('payFileFault', { why: fault }))
  const file = await openFile(part, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await keepCollections(tx, open.tenantId, {
    fileRef,
    collectOn: on,
    contentHash: createHash('sha256').update(text).digest('hex'),
    by: options.by ?? 'cli',
    lines: picked.lines,
  })
}

function sayCollected(
  { open, options }: PayAsked,
  done: { readonly picked: Picked; readonly fileRef: string | undefined; readonly on: Day },
): void {
  const { talk } = open
  const { lines, passed } = done.picked
  const total = euros(lines.reduce((sum, line) => sum + line.amountMinor, 0n))
  const shown = passed.filter((one) => one.why !== 'not_due')
  const answer = {
    file: done.fileRef ?? null,
    collections: lines.length,
    total,
    passed: shown.map((one) => ({ mandate: one.mandateRef, of: one.forKind, why: one.why })),
  }
  talk.data(answer, () =>
    [
      done.fileRef === undefined
        ? talk.word('payCollectNone', { on: done.on })
        : talk.word('payCollected', {
            file: done.fileRef,
            n: lines.length,
            total,
            out: options.out ?? '-',
          }),
      ...shown.map((one) => talk.word('payPassed', { ref: one.mandateRef, why: one.why })),
    ].join('\n'),
  )
}

/** `pay settle FILE_REF --on DAY`: the bank credited the file, so what did not fail was paid. */
export async function settleCommand(asked: PayAsked): Promise<void> {
  const { open, rest, when } = asked
  const fileRef = rest[0] ?? ''
  const on = dayGiven(asked)
  const done = await inTenant(open.db, open.tenantId, (tx) =>
    settleFile(tx, open.tenantId, { fileRef, on, source: 'cli' }, when),
  )
  const total = euros(done.totalMinor)
  const { settled, untaken } = done
  open.talk.data({ file: fileRef, payments: settled, total, untaken }, () =>
    [
      open.talk.word('paySettled', { file: fileRef, n: settled, total }),
      ...untaken.map((ref) => open.talk.word('payUntaken', { ref })),
    ].join('\n'),
  )
}

/** `pay returns FILE`: a status report of the bank. */
export async function returnsCommand(asked: PayAsked): Promise<void> {
  const { open, rest, when } = asked
  const { talk, tenantId } = open
  const file = rest[0] ?? ''
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new Stop(talk.word('worklistsNoFile', { file, why: error.message }))
  })
  const refusals = readPain002(text)
  if (refusals === undefined) throw new Stop(talk.word('payNotReport', { file }))
  const on = asked.options.on === undefined ? when.today : dayGiven(asked)
  const counts = { rejected: 0, returned: 0, again: 0, refused: 0, unknown: 0 }
  for (const one of refusals) {
    const of = { ...one, on, source: 'pain.002' }
    const end = await inTenant(open.db, tenantId, (tx) => failCollection(tx, tenantId, of, when))
    counts[end ?? 'unknown'] += 1
  }
  talk.data(counts, () => talk.word('payReturns', counts))
}
