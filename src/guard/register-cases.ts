import { asIs, type Words } from '../core/words.ts'
import type { RuleCase } from './case-form.ts'
import * as C from './register-case-words.ts'
import { count, listWords, say, together } from './register-tools.ts'
import { type Circumstance, roleOf } from './vocabulary.ts'
import * as W from './vocabulary-words.ts'

/** The facts of a worked case, in words: whatever it tells beyond the plain everyday ones. */

type Told = Words | undefined | false
type Facts<K extends keyof RuleCase> = NonNullable<RuleCase[K]>
type Item<K extends 'history' | 'holds' | 'consents' | 'wishes' | 'plans' | 'proceedings'> =
  Facts<K>[number]

/** Words of one fact side by side; what does not apply is left out. */
function beside(...parts: readonly Told[]): Words {
  const said = parts.filter((part) => part !== undefined && part !== false)
  return {
    en: said.map(({ en }) => en).join(' '),
    zh: said.map(({ zh }) => zh).join(' '),
  }
}

const each = <T>(list: readonly T[] | undefined, words: (item: T) => Words): readonly Words[] =>
  (list ?? []).map(words)

const listed = (list: readonly Words[]): Words => ({
  en: list.map(({ en }) => en).join(', '),
  zh: list.map(({ zh }) => zh).join('、'),
})

const of = <K extends string>(table: Readonly<Record<K, Words>>, key: K | undefined): Told =>
  key !== undefined && table[key]

const known = ({ yes, no }: C.YesNo, is: boolean | undefined): Told =>
  is !== undefined && (is ? yes : no)

const time = (local: string): Words => asIs(local.replace('T', ' '))
const role = (party: string): Words => W.ROLE_WORDS[roleOf(party)]
const minor = (amount: number): Words =>
  say(`${amount} in the smallest unit`, `${amount}（最小货币单位）`)

function pastWords(past: Item<'history'>): Words {
  const { party, result, notice, direction, by, address, account, times, undeliverable } = past
  return beside(
    time(past.at),
    direction === 'in' && say('from the person', '对方发起'),
    of(W.MEDIA_WORDS, past.channel),
    party !== undefined && say(`with ${role(party).en}`, `对象${role(party).zh}`),
    by !== undefined && say('by another firm', '由其他机构'),
    of(W.PURPOSE_WORDS, past.purpose),
    of(W.NOTICE_WORDS, notice),
    of(W.PLACE_WORDS, past.address_kind),
    W.RESULT_WORDS[result],
    times !== undefined && times > 1 && say(`${times} times`, `${times} 次`),
    (address ?? 1) !== 1 && say('at another address', '其他联系方式'),
    (account ?? 1) !== 1 && say('about another account', '其他账户'),
    past.reply_to !== undefined && say('in answer', '答复对方'),
    undeliverable !== undefined && say(`back on ${undeliverable}`, `${undeliverable} 被退回`),
    past.marks && listWords(C.PAST_MARKS, past.marks),
  )
}

const HOLDS: Readonly<Record<string, Words>> = W.HOLD_WORDS

function holdWords({ reason, from, sent, until, ended, written, account }: Item<'holds'>): Words {
  return beside(
    HOLDS[reason] ?? asIs(reason),
    say(`from ${from}`, `${from} 起`),
    sent !== undefined && say(`sent on ${sent}`, `${sent} 发出`),
    until !== undefined && say(`until before ${until}`, `至 ${until} 前`),
    ended !== undefined && say(`ended on ${ended}`, `${ended} 结束`),
    written !== undefined && (written ? say('in writing', '书面') : say('spoken', '口头')),
    (account ?? 1) !== 1 && say('about another account', '其他账户'),
  )
}

function consentWords(consent: Item<'consents'>): Words {
  const { scope, given, party, to, address, until } = consent
  const more = scope === 'extra_calls'
  return beside(
    time(consent.at),
    party !== undefined && role(party),
    given
      ? more
        ? say('agreed to more calls', '同意增加呼叫')
        : say('agreed', '同意')
      : more
        ? say('refused more calls', '撤回对增加呼叫的同意')
        : say('refused', '拒绝'),
    of(W.MEDIA_WORDS, consent.channel),
    (address ?? 1) !== 1 && say('at another address', '其他联系方式'),
    to !== undefined && say('to another firm', '对其他机构'),
    until !== undefined && say(`until ${time(until).en}`, `至 ${time(until).zh}`),
  )
}

function wishWords({ kind, days, from, to, place, until, by }: Item<'wishes'>): Words {
  return beside(
    C.WISHES[kind],
    days && listWords(C.WEEKDAYS, days),
    from !== undefined && asIs(`${from}–${to ?? '24:00'}`),
    from === undefined && to !== undefined && say(`until ${to}`, `至 ${to}`),
    of(C.PLACES, place),
    until !== undefined && say(`until before ${until}`, `至 ${until} 前`),
    by !== undefined && say('told to another firm', '向其他机构提出'),
  )
}

function planWords(plan: Item<'plans'>): Words {
  return beside(
    say(`from ${plan.from}`, `${plan.from} 起`),
    plan.performing ? say('kept to', '正常履行') : say('not kept to', '未履行'),
    plan.reviewable === true && say('open to review', '可复核'),
    plan.reviewable === false && say('not open to review', '不可复核'),
    plan.last_review !== undefined &&
      say(`reviewed on ${plan.last_review}`, `${plan.last_review} 复核`),
    plan.reminders === true && say('with reminders agreed', '约定提醒'),
    plan.reminders === false && say('without reminders', '未约定提醒'),
  )
}

const proceedingWords = ({ on, kind, ground }: Item<'proceedings'>): Words =>
  beside(asIs(on), W.PROCEEDING_WORDS[kind], of(C.GROUNDS, ground))

const contentWords = (content: Facts<'content'>): readonly Told[] => [
  of(C.DISCLOSURES, content.collector_disclosure),
  of(C.OPT_OUTS, content.opt_out),
  of(C.ADDRESSEES, content.addressed_to),
  content.yes && headed('text', '内容', listWords(W.CONTENT_WORDS, content.yes)),
  content.no && headed('not in the text', '内容不具备', listWords(W.CONTENT_WORDS, content.no)),
]

const visitWords = ({ people, place, ...facts }: Facts<'visit'>): readonly Told[] => [
  people !== undefined && say(people === 1 ? '1 person' : `${people} people`, `${people} 人上门`),
  of(C.PLACES, place),
  ...(Object.keys(C.VISIT_FACTS) as (keyof typeof facts)[]).map((name) =>
    known(C.VISIT_FACTS[name], facts[name]),
  ),
]

const CIRCUMSTANCES = Object.keys(W.CIRCUMSTANCE_WORDS) as Circumstance[]

function borrowerWords(borrower: Facts<'borrower'>): readonly Told[] {
  const { representative, work_hours: work, inherited_minor: inherited } = borrower
  return [
    ...CIRCUMSTANCES.map((name) => {
      const words = W.CIRCUMSTANCE_WORDS[name]
      const [yes, no] = [`借款人${words.zh}`, `借款人并非${words.zh}`]
      return known(
        { yes: say(`the borrower ${words.en}`, yes), no: say(`not so: ${words.en}`, no) },
        borrower[name],
      )
    }),
    known(C.BORROWER_FACTS.reachable, borrower.reachable),
    known(C.BORROWER_FACTS.employer_forbids, borrower.employer_forbids),
    work &&
      headed(
        'works',
        '工作时间',
        beside(listWords(C.WEEKDAYS, work.days), asIs(`${work.from}–${work.until}`)),
      ),
    inherited !== undefined && headed('inherited', '所继承遗产价值', minor(inherited)),
    representative &&
      headed(
        'represented by',
        '代理人',
        beside(
          W.REPRESENTATIVE_WORDS[representative.kind],
          known(C.REPRESENTATIVE_FACTS.contact_known, representative.contact_known),
          known(C.REPRESENTATIVE_FACTS.consents_to_direct, representative.consents_to_direct),
          known(C.REPRESENTATIVE_FACTS.instructed, representative.instructed),
        ),
      ),
  ]
}

const debtWords = (debt: Facts<'debt'>): readonly Told[] => [
  of(W.DEBT_KIND_WORDS, debt.kind),
  debt.status !== undefined && headed('debt', '债务状态', W.DEBT_STATUS_WORDS[debt.status]),
  known(C.DEBT_FACTS.secured, debt.secured),
  known(C.DEBT_FACTS.non_performing, debt.non_performing),
  debt.assigned !== undefined && say(`assigned on ${debt.assigned}`, `${debt.assigned} 转让`),
]

const headed = (en: string, zh: string, words: Words): Words =>
  say(`${en}: ${words.en}`, `${zh}：${words.zh}`)

const headedList = (en: string, zh: string, list: readonly Words[]): Told =>
  list.length > 0 && headed(en, zh, listed(list))

/** What is to be done: by which way, to whom, what for, by whom, how. */
const actWords = (one: RuleCase): readonly Told[] => [
  of(W.MEDIA_WORDS, one.channel),
  one.to !== undefined && headed('to', '对象', role(one.to)),
  one.purpose !== undefined && headed('for', '目的', W.PURPOSE_WORDS[one.purpose]),
  one.firm !== undefined && headed('by', '主体', W.FIRM_WORDS[one.firm]),
  of(W.PLACE_WORDS, one.address_kind),
  (one.address ?? 1) !== 1 && say('another address', '其他联系方式'),
  one.reply_to !== undefined && say('in answer to the person', '答复对方'),
  one.voice === 'artificial' && say('synthetic or recorded voice', '合成或录制语音'),
  one.automated !== undefined &&
    (one.automated ? say('made by a machine', '自动发起') : say('made by a person', '人工发起')),
  one.joint !== undefined &&
    (one.joint ? say('by both together', '双方共同提出') : say('by one alone', '单方提出')),
  one.amount_minor !== undefined && headed('amount asked for', '要求金额', minor(one.amount_minor)),
  ...contentWords(one.content ?? {}),
  ...visitWords(one.visit ?? {}),
]

const recordWords = (one: RuleCase): readonly Told[] => {
  const past = (one.history ?? []).reduce((sum, { times }) => sum + (times ?? 1), 0)
  const holds = (one.holds ?? []).length
  return [
    headedList(count(past, 'past contact'), `此前 ${past} 次联系`, each(one.history, pastWords)),
    headedList(count(holds, 'hold'), `${holds} 条停催记录`, each(one.holds, holdWords)),
    headedList('said', '同意与拒绝', each(one.consents, consentWords)),
    headedList('wishes', '对方要求', each(one.wishes, wishWords)),
    headedList('plan', '还款计划', each(one.plans, planWords)),
    headedList('proceedings', '法律程序', each(one.proceedings, proceedingWords)),
  ]
}

/** Everything that the case tells, a clause each. */
export function factsWords(one: RuleCase): Words {
  return together(
    one.on !== undefined && say(`law of ${one.on}`, `${one.on} 的规定`),
    one.zones && headed('where', '时区', asIs(one.zones.join(', '))),
    ...actWords(one),
    ...borrowerWords(one.borrower ?? {}),
    ...debtWords(one.debt ?? {}),
    ...recordWords(one),
    headedList('public holidays', '公共假日', each(one.public_holidays, asIs)),
    one.visits_allowed !== undefined &&
      say(
        `a court allowed ${count(one.visits_allowed, 'visit')}`,
        `法院允许上门 ${one.visits_allowed} 次`,
      ),
  )
}
