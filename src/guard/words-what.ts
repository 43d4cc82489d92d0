import type { ReasonCode } from './reason-code.ts'
import { type GuardLanguage, type Sentence, capital, n } from './words-helpers.ts'

/** What the other rules say: of holds, people, contents, steps, and the guard itself. */
export const WHAT = {
  'hold.none': { en: () => 'No such hold is in force.', zh: () => '没有此类停催标记。' },
  'hold.dated': {
    en: (v, say) =>
      `A hold because of ${say.word('reason')} since ${n(v, 'fromOn')}, until ${say.time('untilAt')}.`,
    zh: (v, say) =>
      `因${say.word('reason')}自 ${n(v, 'fromOn')} 起停催，至 ${say.time('untilAt')}。`,
  },
  'hold.open_ended': {
    en: (v, say) =>
      `A hold because of ${say.word('reason')} since ${n(v, 'fromOn')}, with no known end.`,
    zh: (v, say) => `因${say.word('reason')}自 ${n(v, 'fromOn')} 起停催，期限未定。`,
  },
  'consent.not_refused': {
    en: (_, say) => `The person has not refused ${say.word('channel')}.`,
    zh: (_, say) => `对方未拒绝${say.word('channel')}。`,
  },
  'consent.refused': {
    en: (v, say) =>
      `The person refused ${say.word('channel')}${v['refusedAt'] === undefined ? '' : ` on ${say.time('refusedAt')}`}.`,
    zh: (v, say) =>
      `对方${v['refusedAt'] === undefined ? '' : `于 ${say.time('refusedAt')} `}拒绝${say.word('channel')}。`,
  },
  'consent.given': {
    en: (_, say) => `The person agreed to ${say.word('channel')}.`,
    zh: (_, say) => `对方同意${say.word('channel')}。`,
  },
  'consent.missing': {
    en: (_, say) => `There is no consent to ${say.word('channel')} of this kind.`,
    zh: (_, say) => `没有对此类${say.word('channel')}的同意。`,
  },
  'consent.confirms': {
    en: () => 'It only confirms the refusal, once.',
    zh: () => '仅为一次退订确认。',
  },
  'audience.met': {
    en: (_, say) => `It is for ${say.word('role')}, who may be spoken to.`,
    zh: (_, say) => `对象为${say.word('role')}，可以联系。`,
  },
  'audience.barred': {
    en: (_, say) => `It would go to ${say.word('role')}, who may not be spoken to about it.`,
    zh: (_, say) => `对象为${say.word('role')}，不得就此联系。`,
  },
  'ban.stands': { en: () => 'This may not be done.', zh: () => '不得如此行事。' },
  'ban.lifted': {
    en: () => 'What stands in the file lifts the bar.',
    zh: () => '因档案中的情形，不受此禁。',
  },
  'covers.not': {
    en: () => 'Looked at; it does not apply to these facts.',
    zh: () => '已审视，不适用于此情形。',
  },
  'covers.left_out': {
    en: () => 'It would stand in the way, but it leaves such an act out.',
    zh: () => '本会构成限制，但此类行为不在其列。',
  },
  'wish.kept': {
    en: () => 'No wish of the person stands against it.',
    zh: () => '不违背对方的意愿。',
  },
  'wish.time': {
    en: () => 'The person asked to be spared at this time.',
    zh: () => '对方要求此时段不联系。',
  },
  'wish.place': {
    en: () => 'The person asked to be spared at this place.',
    zh: () => '对方要求此地点不联系。',
  },
  'wish.pause': {
    en: () => 'The person asked for time before the next contact.',
    zh: () => '对方要求给予一段时间再联系。',
  },
  'wish.visit': {
    en: () => 'The person asked for another time, and none is agreed yet.',
    zh: () => '对方要求另约时间，尚未约定。',
  },
  'rebut.ground': {
    en: () => 'Over the number, with a listed ground that may rebut the presumption.',
    zh: () => '超过次数，但有法定理由可以反驳推定。',
  },
  invited: {
    en: () => 'The person asked for it, so it is not stopped.',
    zh: () => '应对方要求，不受限制。',
  },
  'answer.first': {
    en: () => 'It is the one answer to what the person began, or was agreed.',
    zh: () => '系对对方来信的一次答复，或事先约定。',
  },
  'answer.none': {
    en: () => 'It answers nothing that the person began.',
    zh: () => '并非对对方来信的答复。',
  },
  'represented.no': {
    en: () => 'Nobody speaks for the borrower in this.',
    zh: () => '借款人未委托他人代理此事。',
  },
  'represented.direct': {
    en: (_, say) => `The borrower has ${say.word('representative')}; direct contact is open.`,
    zh: (_, say) => `借款人有${say.word('representative')}，但可直接联系。`,
  },
  'represented.yes': {
    en: (_, say) => `${capital(say.word('representative'))} speaks for the borrower.`,
    zh: (_, say) => `借款人由${say.word('representative')}代理。`,
  },
  'plan.none': {
    en: () => 'No arrangement is being kept to.',
    zh: () => '没有正在履行的还款安排。',
  },
  'plan.asked_for': {
    en: () => 'It was asked for, or is a better offer or a review that is due.',
    zh: () => '系对方要求、更优方案或到期复核。',
  },
  'plan.performing': {
    en: () => 'An arrangement is being kept to.',
    zh: () => '还款安排正在正常履行。',
  },
  'plan.review': {
    en: (v) => `Reviews are ${n(v, 'months')} months apart; the last was on ${n(v, 'lastOn')}.`,
    zh: (v) => `复核间隔 ${n(v, 'months')} 个月，上次为 ${n(v, 'lastOn')}。`,
  },
  'tracing.open': {
    en: () => 'This person may be asked where the borrower is.',
    zh: () => '可以向此人询问借款人下落。',
  },
  'tracing.refused': {
    en: () => 'This person refused further contact.',
    zh: () => '此人已拒绝继续联系。',
  },
  'tracing.not_lost': {
    en: () => 'The borrower is not known to be lost.',
    zh: () => '尚不能认定借款人失联。',
  },
  'tracing.once': { en: () => 'This person has been asked already.', zh: () => '已经询问过此人。' },
  'tracing.knows_nothing': {
    en: () => 'This person knew nothing, and nothing suggests otherwise.',
    zh: () => '此人不知情，且无新的理由。',
  },
  'tracing.represented': {
    en: () => 'An attorney speaks for the borrower and is to be asked.',
    zh: () => '借款人已委托律师，应向律师询问。',
  },
  'waiting.over': {
    en: (v, say) =>
      `What must come first has happened (${say.word('notices')}, ${n(v, 'days')} days).`,
    zh: (v, say) => `前置步骤已完成（${say.word('notices')}，${n(v, 'days')} 天）。`,
  },
  'waiting.running': {
    en: (v, say) => `After ${say.word('notices')}, ${n(v, 'days')} days must pass.`,
    zh: (v, say) => `${say.word('notices')}之后须经过 ${n(v, 'days')} 天。`,
  },
  'waiting.nothing_sent': {
    en: (_, say) => `There is no record of ${say.word('notices')} that arrived.`,
    zh: (_, say) => `没有${say.word('notices')}已送达的记录。`,
  },
  'within.time': {
    en: (v) => `Within ${n(v, 'days')} days of ${n(v, 'fromOn')}.`,
    zh: (v) => `在 ${n(v, 'fromOn')} 起 ${n(v, 'days')} 天内。`,
  },
  'within.late': {
    en: (v) => `The ${n(v, 'days')} days since ${n(v, 'fromOn')} are over.`,
    zh: (v) => `自 ${n(v, 'fromOn')} 起的 ${n(v, 'days')} 天已过。`,
  },
  'within.nothing': {
    en: () => 'The step that it follows has not happened.',
    zh: () => '其所依据的步骤尚未发生。',
  },
  'at_most.met': {
    en: () => 'No more is asked than was inherited.',
    zh: () => '请求未超过所继承遗产的价值。',
  },
  'at_most.over': {
    en: () => 'More is asked than was inherited.',
    zh: () => '请求超过所继承遗产的价值。',
  },
  'party.enough': {
    en: (v) => `At least ${n(v, 'least')} take part.`,
    zh: (v) => `参与人数不少于 ${n(v, 'least')} 人。`,
  },
  'party.too_few': {
    en: (v) => `Only ${n(v, 'people')} would take part; at least ${n(v, 'least')} must.`,
    zh: (v) => `仅 ${n(v, 'people')} 人参与，至少须 ${n(v, 'least')} 人。`,
  },
  'visit.met': { en: () => 'The visit has what it needs.', zh: () => '上门条件已满足。' },
  'visit.lacks': {
    en: (_, say) => `The visit lacks ${say.word('lacks')}.`,
    zh: (_, say) => `上门缺少${say.word('lacks')}。`,
  },
  'visit.court_limit': {
    en: (v) => `A court allows ${n(v, 'times')} visits in all, and ${n(v, 'used')} were made.`,
    zh: (v) => `法院共允许上门 ${n(v, 'times')} 次，已上门 ${n(v, 'used')} 次。`,
  },
  'disclosure.spoken': {
    en: (_, say) => `No words are fixed before it; it must say ${say.word('says')}.`,
    zh: (_, say) => `事先没有固定文本，须说明${say.word('says')}。`,
  },
  'content.clean': {
    en: () => 'Nothing is known in it that may not be said.',
    zh: () => '未发现不得出现的内容。',
  },
  'content.barred': {
    en: (_, say) => `It holds ${say.word('said')}.`,
    zh: (_, say) => `含有${say.word('said')}。`,
  },
  'fact.missing': {
    en: (_, say) => `It is not known: ${say.word('fact')}.`,
    zh: (_, say) => `缺少事实：${say.word('fact')}。`,
  },
  'factor.no': { en: () => 'No such pattern.', zh: () => '没有此类情形。' },
  'factor.flag': {
    en: (_, say) => `To be noted: ${say.word('flag')}.`,
    zh: (_, say) => `提示：${say.word('flag')}。`,
  },
  told: { en: () => 'It bears on this and bars nothing.', zh: () => '与此有关，但不构成限制。' },
  'guard.unknown_debt': {
    en: () => 'Nothing is known of a debt that it is about.',
    zh: () => '所涉债务信息不明。',
  },
  'guard.unknown_voice': { en: () => 'It is not known who speaks.', zh: () => '不知道由谁通话。' },
  'disclosure.said': {
    en: (_, say) => `The text says ${say.word('says')}.`,
    zh: (_, say) => `文本已说明${say.word('says')}。`,
  },
  'disclosure.missing': {
    en: (_, say) => `The text does not say ${say.word('missing')}.`,
    zh: (_, say) => `文本未说明${say.word('missing')}。`,
  },
  'disclosure.no_text': {
    en: () => 'Nothing is known of the text, which is to be judged.',
    zh: () => '文本内容未知，无法判断。',
  },
  'exempt.counted': {
    en: (v) => `Past calls left out of the count: ${n(v, 'left')}.`,
    zh: (v) => `${n(v, 'left')} 次历史呼叫不计入次数。`,
  },
  'exempt.agreed': {
    en: (v, say) =>
      v['untilAt'] === undefined
        ? 'The person agreed to more calls, until that is taken back or there is a conversation.'
        : `The person agreed to more calls, until ${say.time('untilAt')}.`,
    zh: (v, say) =>
      v['untilAt'] === undefined
        ? '对方同意额外呼叫，直至撤回同意或发生通话。'
        : `对方同意额外呼叫，至 ${say.time('untilAt')}。`,
  },
  'coverage.bound': {
    en: (_, say) => `The law binds ${say.word('firm')}.`,
    zh: (_, say) => `该法约束${say.word('firm')}。`,
  },
  'coverage.not_bound': {
    en: (_, say) => `The law does not bind ${say.word('firm')}; house rules do.`,
    zh: (_, say) => `该法不约束${say.word('firm')}，适用内部规则。`,
  },
  'guard.no_rules': {
    en: () => 'No rules are loaded, so nothing is allowed.',
    zh: () => '未加载任何规则，因此一律不允许。',
  },
  'guard.unknown_place': {
    en: () => 'It is not known which law applies.',
    zh: () => '不知道适用哪里的法律。',
  },
  'guard.no_pack': {
    en: (v) => `No rules of ${n(v, 'place')} are in force.`,
    zh: (v) => `没有生效的 ${n(v, 'place')} 规则。`,
  },
  'guard.no_hours': {
    en: (v, say) => `No rule of ${n(v, 'place')} sets hours for ${say.word('channel')}.`,
    zh: (v, say) => `${n(v, 'place')} 没有规定${say.word('channel')}时段的规则。`,
  },
  'guard.unknown_zone': {
    en: (v) =>
      v['zone'] === ''
        ? 'It is not known where the person is.'
        : `There is no time zone ${n(v, 'zone')}.`,
    zh: (v) => (v['zone'] === '' ? '不知道对方所在时区。' : `没有时区 ${n(v, 'zone')}。`),
  },
  'guard.no_account': {
    en: () => 'It is about no account.',
    zh: () => '未指明账户。',
  },
  'guard.wrong_address': {
    en: (_, say) => `A ${say.word('addressKind')} cannot be used for ${say.word('channel')}.`,
    zh: (_, say) => `${say.word('addressKind')}不能用于${say.word('channel')}。`,
  },
  'guard.never_together': {
    en: () => 'Each rule opens at some time, but never all at once.',
    zh: () => '各规则的允许时段没有交集。',
  },
} as const satisfies Partial<Record<ReasonCode, Readonly<Record<GuardLanguage, Sentence>>>>
