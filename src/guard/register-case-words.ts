import type { Words } from '../core/words.ts'
import type { RuleCase } from './case-form.ts'
import { say } from './register-tools.ts'
import type { Mark } from './vocabulary.ts'

/** Words that only the worked cases of rules use. */

type Content = NonNullable<RuleCase['content']>
type Visit = NonNullable<RuleCase['visit']>
type Representative = NonNullable<NonNullable<RuleCase['borrower']>['representative']>
type Wish = NonNullable<RuleCase['wishes']>[number]
type Proceeding = NonNullable<RuleCase['proceedings']>[number]
type Table<K extends string | undefined> = Readonly<Record<NonNullable<K>, Words>>

/** What is said of a fact that is so, and of one that is known not to be so. */
export type YesNo = { readonly yes: Words; readonly no: Words }
const yesNo = (yes: Words, no: Words): YesNo => ({ yes, no })

export const PAST_MARKS: Table<Mark> = {
  limited_content: say('limited content', '限定内容留言'),
  ringless: say('without ringing', '未响铃投递'),
  artificial_voice: say('synthetic or recorded voice', '合成或录制语音'),
  number_not_theirs: say('not their number', '号码并非其本人'),
  refuses_contact: say('refused contact', '拒绝联系'),
  asked_to_call_again: say('asked to be called again', '要求再次来电'),
  answer_believed_wrong: say('answer believed wrong', '答复可能有误'),
  does_not_know: say('knew nothing', '不知情'),
  agrees_to_more: say('agreed to more', '同意再次联系'),
  says_busy: say('said to be busy', '称正忙'),
  asks_information: say('asked for information', '索取信息'),
  offers_payment: say('offered to pay', '提出还款'),
  agrees_plan: say('agreed to a plan', '同意还款计划'),
}

export const DISCLOSURES: Table<Content['collector_disclosure']> = {
  initial: say('the first disclosure is made', '作出首次催收身份表明'),
  later: say('the later disclosure is made', '作出后续催收身份表明'),
  none: say('no disclosure of a collector', '未表明催收身份'),
}

export const OPT_OUTS: Table<Content['opt_out']> = {
  reply_word: say('opt-out by a word sent back', '可回复文字退订'),
  link: say('opt-out by a link', '可点击链接退订'),
  postal_only: say('opt-out by post alone', '仅可邮寄退订'),
  phone_only: say('opt-out by telephone alone', '仅可致电退订'),
  unlinked_site: say('opt-out on a website without a link', '退订网站未附链接'),
  none: say('no opt-out is told', '未说明退订方式'),
}

export const ADDRESSEES: Table<Content['addressed_to']> = {
  named: say('addressed by name', '以姓名为收件人'),
  occupier: say('addressed to the occupier', '以住户为收件人'),
  same_name: say('addressed to all of that name', '发给同名者'),
}

export const VISIT_FACTS: Readonly<Record<Exclude<keyof Visit, 'people' | 'place'>, YesNo>> = {
  prior_notice: yesNo(
    say('told beforehand', '已事先告知'),
    say('not told beforehand', '未事先告知'),
  ),
  invited: yesNo(say('invited', '受邀上门'), say('not invited', '未受邀')),
  other_means_tried: yesNo(
    say('other means were tried', '已尝试其他方式'),
    say('no other means were tried', '未尝试其他方式'),
  ),
  entry_consent: yesNo(
    say('entry was agreed to', '已同意进入'),
    say('entry was not agreed to', '未同意进入'),
  ),
}

export const BORROWER_FACTS = {
  reachable: yesNo(
    say('the borrower can be reached', '借款人可联'),
    say('the borrower is lost', '借款人失联'),
  ),
  employer_forbids: yesNo(
    say('the employer forbids it', '雇主禁止在单位联系'),
    say('the employer does not forbid it', '雇主未禁止在单位联系'),
  ),
} as const

export const REPRESENTATIVE_FACTS: Readonly<Record<Exclude<keyof Representative, 'kind'>, YesNo>> =
  {
    contact_known: yesNo(
      say('whose address is known', '其联系方式已知'),
      say('whose address is not known', '其联系方式未知'),
    ),
    consents_to_direct: yesNo(
      say('who agrees to direct contact', '其同意直接联系本人'),
      say('who does not agree to direct contact', '其不同意直接联系本人'),
    ),
    instructed: yesNo(
      say('who is instructed', '已获委托处理该债务'),
      say('who is not instructed', '未获委托处理该债务'),
    ),
  }

export const DEBT_FACTS = {
  secured: yesNo(say('secured', '有担保'), say('unsecured', '无担保')),
  non_performing: yesNo(
    say('non-performing when sold', '转让时已为不良'),
    say('not non-performing when sold', '转让时并非不良'),
  ),
} as const

export const WISHES: Table<Wish['kind']> = {
  inconvenient_time: say('an inconvenient time', '不便时间'),
  inconvenient_place: say('an inconvenient place', '不便地点'),
  agreed_time: say('an agreed time', '约定时间'),
  needs_time: say('time that the person needs', '对方需要的时间'),
  another_time: say('another time', '改期'),
}

export const WEEKDAYS: Table<NonNullable<Wish['days']>[number]> = {
  mon: say('Monday', '周一'),
  tue: say('Tuesday', '周二'),
  wed: say('Wednesday', '周三'),
  thu: say('Thursday', '周四'),
  fri: say('Friday', '周五'),
  sat: say('Saturday', '周六'),
  sun: say('Sunday', '周日'),
}

export const PLACES = { home: say('at home', '家中'), work: say('at work', '单位') } as const

export const GROUNDS: Table<Proceeding['ground']> = {
  cannot_pay: say('for want of means', '以无力偿还为由'),
  time_or_manner: say('about time or manner', '就期限或方式提出'),
  debt_denied: say('denying the debt', '否认债务'),
}
