import type { Words } from '../words.ts'
import type { SayFault } from './fault.ts'
import type { OrderFault } from './order.ts'

/** What the shape of a message may lack or do, by its channel and by law. */
export type ShapeFault =
  | 'capitals'
  | 'exclamation'
  | 'too_many_segments'
  | 'too_hard_to_read'
  | 'no_sender'
  | 'no_check'
  | 'no_stop'
  | 'no_debt'
  | 'no_collector_notice'
  | 'no_private_mark'
  | 'signature_not_first'
  | 'stop_not_last'
  | 'wrong_amount'
  | 'foreign_link'
  | 'debt_shown'

export type Fault = SayFault | OrderFault | ShapeFault

type Told = { readonly what: Words; readonly right: Words }

const told = (en: readonly [string, string], zh: readonly [string, string]): Told => ({
  what: { en: en[0], zh: zh[0] },
  right: { en: en[1], zh: zh[1] },
})

/** What is wrong, and what would be right. Of a fault, never of a person. */
export const FAULT_WORDS: Readonly<Record<Fault, Told>> = {
  threat: told(
    ['It threatens.', 'Say what the person can choose, and only then, calmly, what may follow.'],
    ['含有威胁。', '先说对方可以怎样选择，再平静地说明可能的后续。'],
  ),
  insult: told(
    ['It insults or blames.', 'Speak of the account, never of the person.'],
    ['含有侮辱或指责。', '只谈账户，不评价人。'],
  ),
  false_urgency: told(
    ['It hurries without a reason.', 'Give the true day, or say that there is time to think.'],
    ['没有理由地催促。', '写明真实的日期，或者告诉对方可以先想一想。'],
  ),
  false_authority: told(
    [
      'It leans on the police, a court or an office of the state.',
      'Say who you are. A court that has really acted is named by its case number, in a letter that two people approved.',
    ],
    [
      '借用公安、法院或其他国家机关的名义。',
      '只说明自己的身份。法院确有文书的，由双人审批的信件写明案号。',
    ],
  ),
  blacklist: told(
    [
      'It names a list or a ruin of credit that no lender decides.',
      'Say what is reported, to whom, and that the file will show when it is paid.',
    ],
    ['虚构黑名单或夸大征信影响。', '只说明依法报送什么、报给谁，以及还清后会更新。'],
  ),
  shaming: told(
    ['It shames, or threatens to tell others.', 'Keep it between you and the borrower.'],
    ['羞辱对方，或以公开相要挟。', '此事只在您与借款人之间。'],
  ),
  third_party: told(
    [
      'It draws in people who owe nothing.',
      'Speak to the borrower alone; say that nobody else is told.',
    ],
    ['牵涉没有还款义务的人。', '只与借款人本人沟通，并说明不会告诉别人。'],
  ),
  deceit: told(
    ['It hides who writes, or why.', 'Say who you are and for whom you write.'],
    ['隐瞒身份或来意。', '说明您是谁、代表谁。'],
  ),
  empty_promise: told(
    ['It promises what nobody here can keep.', 'Say what will be done, and who decides the rest.'],
    ['承诺了无法保证的事。', '只说会做什么，其余由谁决定。'],
  ),
  improper_payment: told(
    [
      'It asks for money or secrets in a way that is not ours, or out of what is needed to live.',
      'Name the official ways to pay; never a person, a code, or another loan.',
    ],
    [
      '要求以不当方式付款、索要密码，或挤占生活必需。',
      '只写官方还款方式，不涉及个人账户、验证码或新的借款。',
    ],
  ),
  silencing: told(
    ['It talks somebody out of a right.', 'Say how to complain, to dispute, or to take advice.'],
    ['劝阻对方行使权利。', '说明如何投诉、提出异议或寻求建议。'],
  ),
  many_actions: told(
    ['It asks for more than one thing.', 'Ask for one thing; join choices with "or".'],
    ['要求做的事不止一件。', '只请对方做一件事，其余用“也可以”列为选择。'],
  ),
  no_action: told(
    ['It names a debt and no way on.', 'Say one thing that the person can do.'],
    ['说了欠款，没有说可以怎么办。', '写明一件对方可以做的事。'],
  ),
  consequence_first: told(
    [
      'What may follow stands before the choices.',
      'Put the choices first: pay, pay in parts, talk, dispute.',
    ],
    ['后果写在了选择前面。', '先写选择：还清、分期、商量、提出异议。'],
  ),
  capitals: told(
    ['Words in capitals shout.', 'Write them in small letters.'],
    ['整词大写，像在喊叫。', '改为小写。'],
  ),
  exclamation: told(
    ['An exclamation mark shouts.', 'End the sentence with a full stop.'],
    ['感叹号像在喊叫。', '改用句号。'],
  ),
  too_many_segments: told(
    ['It is too long for two text messages.', 'Say less, or write an email.'],
    ['超过两条短信的长度。', '写短一些，或改用邮件。'],
  ),
  too_hard_to_read: told(
    ['It is hard to read.', 'Use shorter sentences and common words.'],
    ['句子太难读。', '用短句和常用词。'],
  ),
  no_sender: told(
    ['It does not say who writes.', 'Name the sender as people know it.'],
    ['没有写明发送方。', '写上机构名称。'],
  ),
  no_check: told(
    ['It does not say how to check that it is real.', 'Give the official number or address.'],
    ['没有写明如何核实。', '写上官方电话或网址。'],
  ),
  no_stop: told(
    [
      'It does not say how to stop.',
      'Add the words that stop it, such as "Reply STOP to end texts."',
    ],
    ['没有写明如何拒收。', '加上“拒收请回复R”之类的退订方式。'],
  ),
  no_debt: told(
    [
      'The law of the place asks for the amount and its reason.',
      'Name the account and what is due.',
    ],
    ['当地规定要求写明欠款。', '写明账户和应还金额。'],
  ),
  no_collector_notice: told(
    [
      'The law of the place asks every text of a debt collector to say so.',
      'Add: "From a debt collector, to collect a debt. What you tell us is used for that."',
    ],
    [
      '当地规定要求表明系债务催收机构。',
      '加上：“本信息由债务催收机构发出，用于催收债务，您提供的内容将用于此目的。”',
    ],
  ),
  no_private_mark: told(
    ['The law of the place asks for a private mark.', 'Begin with "Private and confidential".'],
    ['当地规定要求标明仅限本人拆阅。', '开头写“亲启：仅限本人拆阅”。'],
  ),
  signature_not_first: told(
    ['The signature is not at the start.', 'Begin with the name in 【】.'],
    ['签名不在开头。', '以【机构名称】开头。'],
  ),
  stop_not_last: told(
    ['The way to stop is not at the end.', 'End with 拒收请回复R.'],
    ['拒收方式不在结尾。', '以“拒收请回复R”结尾。'],
  ),
  wrong_amount: told(
    ['An amount that the ledger does not know.', 'Use the amount of the ledger of this moment.'],
    ['金额与账簿不一致。', '使用账簿此刻的金额。'],
  ),
  foreign_link: told(
    [
      "A link to somewhere else than the sender's own site.",
      "Link to the sender's own site alone.",
    ],
    ['链接不是发送方自己的网站。', '只使用机构自己的网址。'],
  ),
  debt_shown: told(
    [
      'It tells of the debt where others may see or hear it.',
      'Leave a name and a number, nothing more.',
    ],
    ['在他人可能看到或听到的地方透露了欠款。', '只留名字和电话，其他都不写。'],
  ),
}
