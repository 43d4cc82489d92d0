import { amountsIn } from './amounts.ts'
import type { Place } from './fault.ts'

export type ReachFinding = Place & { readonly words: string }

const LINK =
  /(?:https?:\/\/|www\.)[^\s，。；、）)】>"'一-鿿]+|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|net|org|cn|uk|io|me|co|info|biz|top|xyz|site|shop|vip|cc|ly|gl|link|app|online|example|test)(?![\w-])(?:\/[^\s，。；、）)】>"'一-鿿]*)?|(?<=@)(?:[a-z0-9-]+\.)+[a-z]{2,}/gi

/** Links and mail addresses that lead anywhere but to the sender's own domain. */
export function foreignLinks(text: string, ownUrl: string): ReachFinding[] {
  const own = hostOf(ownUrl)
  return [...text.matchAll(LINK)].flatMap((match) => {
    const words = match[0].replace(/[.,;:!?]+$/, '')
    const host = hostOf(words)
    return host === own || host.endsWith(`.${own}`)
      ? []
      : [{ words, from: match.index, to: match.index + words.length }]
  })
}

/** What a browser would go to: before an @ stands a name, never a place. */
const hostOf = (link: string): string =>
  (/^(?:[a-z]+:\/\/)?(?:[^/?#]*@)?([^/:?#]+)/i.exec(link)?.[1] ?? '')
    .toLowerCase()
    .replace(/^www\./, '')

const DEBT =
  /\b(?:overdue|past due|due|owe[sd]?|owing|arrears|balance|repay\w*|payments?|pay|debts?|loans?|credit|collect(?:ion|ions|or|ors|ing)?|settle\w*|instalments?|default\w*|lenders?|court|sue|bailiffs?|final notice|outstanding|borrow\w*|legal|mortgage|reminder of)\b|逾期|欠|还款|还钱|应还|待还|未还|账单|借款|借据|贷款|信用卡|催收|催款|债|清收|分期|结清|减免|本金|利息|罚息|起诉|法院|诉讼|征信|律师函/gi

/** Whatever tells of a debt, for words that somebody else may see or hear. */
export function debtShown(text: string, senderName: string | undefined): ReachFinding[] {
  // A name that says what its bearer does is judged where the channel is chosen.
  const open =
    senderName === undefined || senderName === ''
      ? text
      : text.replaceAll(senderName, ' '.repeat(senderName.length))
  return [
    ...[...open.matchAll(DEBT)].map((match) => ({
      words: match[0],
      from: match.index,
      to: match.index + match[0].length,
    })),
    ...amountsIn(open).map(({ words, from, to }) => ({ words, from, to })),
  ].toSorted((a, b) => a.from - b.from)
}
