import { currencyOf } from '../money.ts'
import type { HeardPromise, HearOptions } from './heard.ts'
import { namedAmount } from './named-amount.ts'
import { namedDay } from './named-day.ts'
import { plainChars } from './view.ts'

const HALF = /一半|半数|\bhalf\b|50%|五成/
const ALL =
  /全部|全款|全额|还清|结清|付清|清账|清掉|一次性|\ball of it\b|\bin full\b|\bthe lot\b|\bfull (?:amount|balance|payment)\b|\bthe whole\b|\bclear (?:it|this|the|my|everything|off)\b|\bsettle (?:it|up|this|the|my|in)\b|\bpay (?:it )?off\b|\bpay all\b|\beverything\b/
const TIME =
  /\b[0-9]{1,2}(?::[0-9]{2}| ?(?:am|pm))|[0-9一二三四五六七八九十两]{1,3}点(?:[0-9]{1,2}分?|半|钟)?|\b(?:after|before|past|around) [0-9]{1,2}(?![0-9]| ?(?:quid|rs|pounds))/g
const PHONE =
  /[0-9][0-9 -]{8,}[0-9]|\bref(?:erence)?[ :#]*[a-z0-9]+|(?:尾号|订单|卡号|合同)[^0-9]{0,4}[0-9]+/g

/** Amount, part and day of a promise as far as said; undefined where none of them is. */
export function promiseIn(
  text: string,
  options: HearOptions,
  spoken: boolean,
): HeardPromise | undefined {
  const currency = currencyOf(options.currency)
  const plain = plainChars(text)
    .map(({ char }) => char)
    .join('')
    .replace(/['’]/g, '')
  const monthFirst = options.currency === 'USD'
  const { on, rest } = namedDay(plain.replace(PHONE, ' ').replace(TIME, ' ; '), {
    today: options.today,
    monthFirst,
  })
  const amountMinor = currency === undefined ? undefined : namedAmount(rest, currency)
  const part = HALF.test(rest)
    ? 'half'
    : amountMinor === undefined && ALL.test(plain)
      ? 'all'
      : undefined
  if (on === undefined && amountMinor === undefined && part === undefined) return undefined
  if (!spoken && on === undefined) return undefined
  return {
    ...(amountMinor === undefined || part === 'half' ? {} : { amountMinor }),
    ...(part === undefined ? {} : { part }),
    ...(on === undefined ? {} : { dueOn: on }),
  }
}
