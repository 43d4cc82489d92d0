import type { Words } from '../core/words.ts'
import type { ProposalDeclined } from './strategy-proposal.ts'
import type { RewardDeclined } from './reward.ts'
import type { StopDeclined } from './trial.ts'

export type ChangeFault =
  | ProposalDeclined['declined']
  | StopDeclined['declined']
  | RewardDeclined['declined']

/** Why a change to strategies, trials or rewards is not made: the same sentence on every way in. */
export const CHANGE_WORDS: Readonly<Record<ChangeFault, Words>> = {
  same_person: {
    en: 'The author cannot approve: it needs a second person.',
    zh: '编写人不能批准自己的方案，需要另一人。',
  },
  no_such_author: {
    en: 'The author is nobody of the active staff.',
    zh: '编写人不是在职员工。',
  },
  author_may_not: {
    en: 'Only a manager or an administrator writes strategies, trials and templates.',
    zh: '仅经理或管理员可以编写策略、试验和模板。',
  },
  no_such_approver: {
    en: 'The approver is nobody of the active staff.',
    zh: '批准人不是在职员工。',
  },
  approver_may_not: {
    en: 'Only a manager or compliance approves strategies, trials and templates.',
    zh: '仅经理或合规人员可以批准策略、试验和模板。',
  },
  effective_in_past: {
    en: 'The effective day is over: its decisions are made. Choose today or later.',
    zh: '生效日期已过，当日决定已作出。请选择今天或以后。',
  },
  version_taken: {
    en: 'This version number stands for other content, which decisions may name. Raise the version.',
    zh: '该版本号已对应其他内容，且可能已被决定引用。请提高版本号。',
  },
  already_published: { en: 'This version is already published.', zh: '该版本已经发布。' },
  nothing_earlier: {
    en: 'There is no earlier version to go back to.',
    zh: '没有可以回退的更早版本。',
  },
  no_such_version: {
    en: 'There is no such strategy or version, or none in force on that day.',
    zh: '没有这个策略或版本，或当日没有生效的版本。',
  },
  already_decides: {
    en: 'That version decides on that day already.',
    zh: '该版本当日已在生效。',
  },
  not_sound: {
    en: 'The document has faults: check it first.',
    zh: '文件有错误，请先检查。',
  },
  template_not_sound: {
    en: 'The template has findings: mend what is marked first.',
    zh: '模板有问题，请先改好标出之处。',
  },
  newer_proposed: {
    en: 'Somebody proposed newer words for this template. Answer the newest proposal.',
    zh: '该模板有更新的提议，请答复最新的一项。',
  },
  out_of_date: {
    en: 'Another version became current since this was proposed. Propose it again, after reading that one.',
    zh: '提议之后已有另一版本生效。请先看过该版本，再重新提议。',
  },
  key_reused: {
    en: 'This Idempotency-Key was used for another request.',
    zh: '该 Idempotency-Key 已用于另一请求。',
  },
  no_such_proposal: { en: 'There is no such proposal.', zh: '没有这项提议。' },
  already_answered: {
    en: 'This is answered already; an answer is never taken back.',
    zh: '已经答复过；答复不可收回。',
  },
  not_yours: {
    en: 'Only whoever proposed it may withdraw it.',
    zh: '只有提议人可以撤回。',
  },
  no_champion: {
    en: 'The first arm is the champion and names its strategy.',
    zh: '第一组为冠军组，必须写明策略。',
  },
  no_challenger: {
    en: 'A trial needs a second arm to hold against the champion.',
    zh: '试验至少需要第二组，以便与冠军组比较。',
  },
  too_many_arms: { en: 'A trial has five arms at most.', zh: '试验最多五组。' },
  not_whole_percent: {
    en: 'Each arm takes a whole percentage of 1 or more.',
    zh: '每组占比须为不小于 1 的整数百分比。',
  },
  not_100: { en: 'The arms must add to 100%.', zh: '各组占比之和必须为 100%。' },
  repeated_name: { en: 'Two arms have the same name.', zh: '两组名称重复。' },
  bad_lanes: {
    en: 'Lanes go from 0 to 99, such as 0..49.',
    zh: '通道范围为 0 到 99，例如 0..49。',
  },
  begins_in_past: {
    en: 'The trial begins before today, and those days are decided.',
    zh: '试验开始日期早于今天，而那些日子的决定已作出。',
  },
  ends_before_it_begins: { en: 'It ends before it begins.', zh: '结束日期早于开始日期。' },
  too_long: {
    en: 'A trial runs for 366 days at most; announce another to go on.',
    zh: '试验最长 366 天；如需继续请另行公布。',
  },
  runs_no_portfolio: {
    en: 'No portfolio is run by this strategy, so there is nobody to divide.',
    zh: '没有资产组合使用该策略，没有可划分的借款人。',
  },
  champion_differs: {
    en: 'The champion is the strategy that runs the portfolios, in its version in force.',
    zh: '冠军组必须是这些资产组合所用的策略，且为生效版本。',
  },
  name_taken: { en: 'There was a trial of this name.', zh: '该试验名称已用过。' },
  lanes_taken: {
    en: 'Another trial has some of these lanes on some of these days; a person is in one trial at most. Take other lanes or days.',
    zh: '另一试验在这些日期已占用其中的通道；一人最多参加一个试验。请换通道或日期。',
  },
  no_such_trial: { en: 'There is no such trial.', zh: '没有这项试验。' },
  no_such_arm: { en: 'The trial has no such arm.', zh: '该试验没有这一组。' },
  champion_stays: {
    en: 'The champion is what the people of a stopped arm fall back to; stop the whole trial instead.',
    zh: '停止的组由冠军组接管，因此不能停止冠军组；请停止整个试验。',
  },
  already_stopped: { en: 'It is stopped already.', zh: '已经停止。' },
  over: { en: 'The trial is over.', zh: '试验已结束。' },
  no_such_reward: { en: 'There is no such reward.', zh: '没有这项优惠提议。' },
  may_not: {
    en: 'Only a manager or compliance answers for a reward.',
    zh: '仅经理或合规人员可以答复优惠提议。',
  },
  closed: {
    en: 'This reward is decided or withdrawn already.',
    zh: '该优惠提议已有结论或已撤回。',
  },
}
