import type { Words } from '../core/words.ts'
import type { MatchDeclined } from './money-decide.ts'
import type { ReturnDeclined } from './money-return.ts'
import type { SetAsideResult, UndoResult } from './money-undo.ts'

export type MoneyDeclined =
  | MatchDeclined
  | ReturnDeclined
  | Extract<SetAsideResult, { declined: string }>['declined']
  | Extract<UndoResult, { declined: string }>['declined']

/** Why a decision about money is not made, for whoever asked. */
export const MONEY_DECLINED: Readonly<Record<MoneyDeclined, Words>> = {
  no_such_item: { en: 'There is no such item', zh: '没有这笔款项' },
  nothing_left: { en: 'Nothing of this item is left to decide', zh: '该款项已全部处理' },
  no_such_account: { en: 'There is no such account', zh: '没有这个账户' },
  several_accounts: { en: 'Several accounts have this reference', zh: '有多个账户使用该编号' },
  wrong_currency: { en: 'The account is in another currency', zh: '账户币种不同' },
  more_than_left: { en: 'That is more than is left of the item', zh: '超过该款项的剩余金额' },
  not_above_zero: { en: 'The amount is not above zero', zh: '金额须大于零' },
  day_in_future: { en: 'The bank books it on a day to come', zh: '入账日在未来' },
  is_returned: {
    en: 'This is money that came back: name what it returns',
    zh: '该款项为退回，请指明原款项',
  },
  payment_not_taken: { en: 'The account does not take this payment', zh: '该账户不接受此笔还款' },
  reason_missing: { en: 'Say why', zh: '请填写原因' },
  already_asked: { en: 'A second person has been asked already', zh: '已提请第二人确认' },
  not_certain: { en: 'No rule is certain of it any more', zh: '规则已无法单独确定' },
  nothing_to_undo: { en: 'Nothing here can be undone', zh: '没有可撤销的决定' },
  already_reversed: { en: 'Its payment has been reversed already', zh: '该还款已被冲回' },
  no_original: { en: 'What it returns was not found', zh: '未找到原款项' },
  several_originals: { en: 'Several items may be what it returns', zh: '可能的原款项不止一笔' },
  original_in_parts: { en: 'Only a part of what it returns was matched', zh: '原款项仅部分匹配' },
}
