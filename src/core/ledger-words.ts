import { type Day, daysBetween } from './calendar.ts'
import { UNITS_A_YEAR, yearFraction } from './day-count.ts'
import type { LedgerDeclined } from './ledger-declines.ts'
import type { EarnedPiece, SplitByRow, Why } from './ledger-movement.ts'
import {
  type DayCount,
  type Entry,
  type EntryKind,
  type Part,
  type Parts,
  PARTS,
} from './ledger.ts'
import { type Currency, decimalText, money } from './money.ts'
import type { Words } from './words.ts'

export const PART_WORDS: Record<Part, Words> = {
  cost: { en: 'costs', zh: '实现债权的费用' },
  fee: { en: 'fees', zh: '费用' },
  late_interest: { en: 'late interest', zh: '逾期利息' },
  interest: { en: 'interest', zh: '利息' },
  principal: { en: 'principal', zh: '本金' },
}

/** What a line is called, in one word or two. */
export const ENTRY_WORDS: Record<EntryKind, Words> = {
  placement: { en: 'Taken over', zh: '债务转入' },
  disbursement: { en: 'Paid out', zh: '放款' },
  interest: { en: 'Interest', zh: '利息' },
  late_interest: { en: 'Late interest', zh: '逾期利息' },
  fee: { en: 'Fee', zh: '费用' },
  payment: { en: 'Payment', zh: '还款' },
  recovery: { en: 'Payment', zh: '还款' },
  reversal: { en: 'Payment taken back', zh: '还款撤销' },
  chargeback: { en: 'Payment called back by the bank', zh: '银行拒付退回' },
  refund: { en: 'Refund', zh: '退款' },
  adjustment: { en: 'Adjustment', zh: '调整' },
  waiver: { en: 'Forgiven', zh: '减免' },
  goodwill: { en: 'Paid by us', zh: '善意抵扣' },
  charge_off: { en: 'Written off in our books', zh: '账面核销' },
  transfer: { en: 'Passed on', zh: '债务转出' },
  cost: { en: 'Costs', zh: '实现债权的费用' },
  commission: { en: 'Commission', zh: '佣金' },
  correction: { en: 'Correction', zh: '更正' },
  close: { en: 'Books closed', zh: '结账' },
}

export const DECLINED_WORDS: Record<LedgerDeclined['declined'], Words> = {
  unknown_account: { en: 'The debt is not in this ledger.', zh: '账本中没有这笔债务。' },
  not_positive: { en: 'The amount must be above zero.', zh: '金额须大于零。' },
  future_day: { en: 'The day has not come yet.', zh: '日期尚未到来。' },
  same_id: { en: 'This is recorded already.', zh: '该事项已记录。' },
  before_the_debt: { en: 'The debt did not exist on that day.', zh: '该日债务尚不存在。' },
  after_transfer: { en: 'The debt has left this book.', zh: '该债务已转出。' },
  no_charges_now: {
    en: 'Nothing may be charged on that day: charges are stopped.',
    zh: '该日停止计收费用，不得收费。',
  },
  more_than_owed: { en: 'That is more than is owed of this part.', zh: '金额超过该部分的欠款。' },
  more_than_suspense: {
    en: 'That is more than waits unassigned.',
    zh: '金额超过待分配款项。',
  },
  no_such_payment: { en: 'There is no such payment.', zh: '没有这笔还款。' },
  before_the_payment: {
    en: 'A payment cannot be taken back before its own day.',
    zh: '撤销日期不得早于还款日期。',
  },
  already_reversed: { en: 'The payment was taken back already.', zh: '该笔还款已撤销过。' },
  already_charged_off: { en: 'The debt is written off already.', zh: '该债务已核销。' },
}

type Explained = Entry & {
  readonly explained?:
    | { readonly why?: Why | undefined; readonly cap?: string | undefined }
    | undefined
}

type Of = {
  readonly accountId: bigint
  readonly currency: Currency
  /** What the entry did to each part of this debt. */
  readonly change: Parts
  readonly entryOf: (id: bigint) => Entry | undefined
  /** What the limit of that id is called. */
  readonly capTitle: (id: string) => Words | undefined
}

/** Why this line is there, for the person who owes the debt. */
export function lineWords(entry: Explained, of: Of): Words {
  const why = entry.explained?.why
  const told = TELL[entry.kind](entry, { ...of, why })
  const cut = entry.cutMinor ?? 0n
  return cut > 0n ? join([told, cutWords(cut, entry.explained?.cap, of)]) : told
}

type Telling = Of & { readonly why: Why | undefined }

const TELL: Record<EntryKind, (entry: Entry, of: Telling) => Words> = {
  placement: (_, of) => ({
    en: `The debt came into this book with ${partsText(of.change, of).en}.`,
    zh: `债务转入本账：${partsText(of.change, of).zh}。`,
  }),
  disbursement: (_, of) => ({
    en: `${partsText(of.change, of).en} was paid out to you.`,
    zh: `向您放款：${partsText(of.change, of).zh}。`,
  }),
  interest: (_, of) => timeWords('interest', of),
  late_interest: (_, of) => timeWords('late_interest', of),
  fee: (_, of) => feeWords(of),
  payment: paymentWords,
  recovery: paymentWords,
  reversal: undoneWords,
  chargeback: undoneWords,
  refund: () => ({ en: 'Money was given back to you.', zh: '款项已退还给您。' }),
  adjustment: (_, of) => ({
    en: `The record was put right: ${partsText(of.change, of).en}.`,
    zh: `账目调整：${partsText(of.change, of).zh}。`,
  }),
  waiver: (_, of) => ({
    en: `We forgave ${partsText(turned(of.change), of).en}. You no longer owe it.`,
    zh: `我们减免了${partsText(turned(of.change), of).zh}，您无需再还。`,
  }),
  goodwill: (_, of) => ({
    en: `We paid ${partsText(turned(of.change), of).en} for you.`,
    zh: `我们为您抵扣了${partsText(turned(of.change), of).zh}。`,
  }),
  charge_off: () => ({
    en: 'We wrote the debt off in our own books. What you owe has not changed.',
    zh: '我们在内部账面核销了该债务，您的欠款金额不变。',
  }),
  transfer: (_, of) => ({
    en: `The debt left this book with ${partsText(turned(of.change), of).en}. From now on it is owed to its new holder.`,
    zh: `债务已转出：${partsText(turned(of.change), of).zh}。此后由新的债权人持有。`,
  }),
  cost: (_, of) => ({
    en: `Costs of ${partsText(of.change, of).en} that we paid to others were added.`,
    zh: `计入我们垫付的${partsText(of.change, of).zh}。`,
  }),
  commission: () => ENTRY_WORDS.commission,
  correction: correctionWords,
  close: () => ENTRY_WORDS.close,
}

function timeWords(part: 'interest' | 'late_interest', of: Telling): Words {
  const { why } = of
  const amount = amountText(of.change[part], of)
  const name = part === 'interest' ? ENTRY_WORDS.interest : ENTRY_WORDS.late_interest
  if (why?.of !== 'time') return { en: `${name.en}: ${amount}.`, zh: `${name.zh}：${amount}。` }
  const pieces = why.pieces.map((piece) => pieceWords(piece, why.dayCount, of))
  return {
    en: `${name.en} of ${amount}: ${pieces.map(({ en }) => en).join('; ')}. Fractions are carried on to the next line.`,
    zh: `${name.zh} ${amount}：${pieces.map(({ zh }) => zh).join('；')}。不足最小单位的部分结转至下一笔。`,
  }
}

/** Base x rate x days / year. 30/360 counts its own days, of which a month has thirty. */
function pieceWords(piece: EarnedPiece, dayCount: DayCount, of: Of): Words {
  const { from, until, baseMinor, baseUntilMinor } = piece
  const days =
    dayCount === '30/360'
      ? Number(yearFraction(from, until, dayCount).numerator)
      : daysBetween(from, until)
  const year = dayCount === 'actual/actual' ? '365/366' : `${UNITS_A_YEAR[dayCount]}`
  const rate = percentText(piece.basisPointsAYear)
  const base = amountText(baseMinor, of)
  const grown = baseUntilMinor === undefined ? undefined : amountText(baseUntilMinor, of)
  return {
    en: `${grown === undefined ? base : `${base} growing to ${grown}`} x ${rate} a year x ${daysText(days)} / ${year} (${from} to ${until})`,
    zh: `${grown === undefined ? base : `${base}（增至 ${grown}）`} × 年利率 ${rate} × ${days} 天 ÷ ${year}（${from} 至 ${until}）`,
  }
}

/** The limit by its title, or by its id where no file knows it any more. */
function cutWords(cut: bigint, cap: string | undefined, of: Of): Words {
  const amount = amountText(cut, of)
  const title = cap === undefined ? undefined : (of.capTitle(cap) ?? { en: cap, zh: cap })
  return {
    en: `${amount} more was not charged, as a limit allows no more${title === undefined ? '' : ` (${title.en})`}.`,
    zh: `另有 ${amount} 因超过上限${title === undefined ? '' : `（${title.zh}）`}未计收。`,
  }
}

const daysText = (days: number): string => `${days} ${days === 1 ? 'day' : 'days'}`

function feeWords(of: Telling): Words {
  const amount = amountText(of.change.fee, of)
  if (of.why?.of !== 'late_fee') {
    return { en: `A fee of ${amount}.`, zh: `收取费用 ${amount}。` }
  }
  const { dueOn, overdueMinor } = of.why
  return {
    en: `A late fee of ${amount}, once for the amount that was due on ${dueOn}: ${amountText(overdueMinor, of)} was overdue.`,
    zh: `逾期费用 ${amount}：${dueOn} 到期的款项未按时还清，当时逾期 ${amountText(overdueMinor, of)}；每期只收一次。`,
  }
}

/** How money was split: this debt's parts in the order of its row, other debts, and what waits. */
function paymentWords(entry: Entry, of: Telling): Words {
  const paid = turned(of.change)
  const total = sumOf(entry, (line) => line.ledgerAccount === 'cash')
  const waiting = -sumOf(entry, (line) => line.ledgerAccount === 'suspense')
  const here = PARTS.reduce((sum, part) => sum + paid[part], 0n)
  const elsewhere = total - waiting - here
  const split = of.why?.of === 'money' ? of.why.debts : []
  const row = split.find(({ accountId }) => accountId === of.accountId)
  const told: Words[] = [
    {
      en: `You paid ${amountText(total, of)}. This debt got ${partsText(paid, of).en}.`,
      zh: `您还款 ${amountText(total, of)}，本笔债务入账：${partsText(paid, of).zh}。`,
    },
  ]
  if (row !== undefined) told.push(rowWords(row))
  if (elsewhere > 0n) {
    const amount = amountText(elsewhere, of)
    told.push({ en: `${amount} paid your other debts.`, zh: `其余 ${amount} 用于您的其他债务。` })
  }
  if (waiting > 0n) {
    const amount = amountText(waiting, of)
    told.push({
      en: `${amount} is kept for you until you say what it is for.`,
      zh: `${amount} 暂为您保留，待您指明用途。`,
    })
  }
  return join(told)
}

function rowWords({ order, daysPastDue, fromDpd }: SplitByRow): Words {
  const names = order.map((part) => PART_WORDS[part])
  const late = {
    en: daysPastDue === 0 ? 'as nothing was late' : `as it was ${daysText(daysPastDue)} late`,
    zh: daysPastDue === 0 ? '当日没有逾期' : `当日逾期 ${daysPastDue} 天`,
  }
  const since = {
    en: fromDpd === 0 ? '' : ` (the order from ${daysText(fromDpd)} on)`,
    zh: fromDpd === 0 ? '' : `，适用逾期 ${fromDpd} 天起的顺序`,
  }
  return {
    en: `The order was ${names.map(({ en }) => en).join(', ')}, ${late.en}${since.en}.`,
    zh: `冲抵顺序为${names.map(({ zh }) => zh).join('、')}（${late.zh}${since.zh}）。`,
  }
}

function undoneWords(entry: Entry, of: Telling): Words {
  const payment = entry.reversesId === undefined ? undefined : of.entryOf(entry.reversesId)
  const on: Day | undefined = payment?.effectiveOn
  const by =
    entry.kind === 'chargeback'
      ? { en: 'was called back by your bank', zh: '被银行退回' }
      : { en: 'was taken back', zh: '已撤销' }
  return {
    en: `The payment${on === undefined ? '' : ` of ${on}`} ${by.en}, so you owe again what it had paid here: ${partsText(of.change, of).en}.`,
    zh: `${on === undefined ? '该笔' : `${on} 的`}还款${by.zh}，其已抵扣的部分恢复为欠款：${partsText(of.change, of).zh}。`,
  }
}

function correctionWords(entry: Entry, of: Telling): Words {
  const cause = entry.causedById === undefined ? undefined : of.entryOf(entry.causedById)
  const change = partsText(of.change, of)
  if (cause === undefined) {
    return {
      en: `What was reckoned for this day was put right: ${change.en}.`,
      zh: `更正本日的计算：${change.zh}。`,
    }
  }
  const what = ENTRY_WORDS[cause.kind]
  const on = cause.effectiveOn
  return {
    en: `What was reckoned for this day was put right, because of “${what.en}” of ${on} (entry ${cause.id}), which became known afterwards: ${change.en}.`,
    zh: `因事后得知 ${on} 的“${what.zh}”（分录 ${cause.id}），更正本日的计算：${change.zh}。`,
  }
}

function sumOf(entry: Entry, holds: (line: Entry['lines'][number]) => boolean): bigint {
  return entry.lines.reduce((sum, line) => (holds(line) ? sum + line.amountMinor : sum), 0n)
}

const turned = (parts: Parts): Parts => ({
  cost: -parts.cost,
  fee: -parts.fee,
  late_interest: -parts.late_interest,
  interest: -parts.interest,
  principal: -parts.principal,
})

/** 'interest 12.00 CNY, principal 88.00 CNY'; signs are shown where an amount is below zero. */
function partsText(parts: Parts, of: Of): Words {
  const named = PARTS.filter((part) => parts[part] !== 0n)
  if (named.length === 0) return { en: 'nothing', zh: '无变动' }
  const list = (language: keyof Words) =>
    named.map((part) => `${PART_WORDS[part][language]} ${amountText(parts[part], of)}`)
  return { en: list('en').join(', '), zh: list('zh').join('、') }
}

function amountText(minor: bigint, { currency }: Pick<Of, 'currency'>): string {
  const [whole = '', fraction] = decimalText(money(minor, currency)).split('.')
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return `${grouped}${fraction === undefined ? '' : `.${fraction}`} ${currency}`
}

/** 1850 basis points are '18.5%'. */
function percentText(basisPoints: number): string {
  const text = (basisPoints / 100).toFixed(2)
  return `${text.replace(/\.?0+$/, '')}%`
}

const join = (told: readonly Words[]): Words => ({
  en: told.map(({ en }) => en).join(' '),
  zh: told.map(({ zh }) => zh).join(''),
})
