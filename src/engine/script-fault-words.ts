import type { Words } from '../core/words.ts'
import type { ScriptFault } from '../core/script/script.ts'
import type { ScriptFaultCode } from './script-check.ts'

/** What is wrong with a script and what would be right, for whoever writes it. */
const SENTENCES: Readonly<Record<ScriptFaultCode, Words>> = {
  no_such_step: {
    en: 'there is no step "{step}"; did you mean "{near}"?',
    zh: '没有步骤“{step}”，是否指“{near}”？',
  },
  unreachable: {
    en: 'nothing leads to step "{step}"; name it as the next of an answer, or take it out',
    zh: '没有任何回答通向步骤“{step}”；请在某个回答的 next 中写明，或删去',
  },
  loop: {
    en: 'the call can go round for ever: {way}; lead on to another step, since every answer can be taken back with "back"',
    zh: '通话可能无限循环：{way}；请通向其他步骤，每个回答都可用“返回”更正',
  },
  dead_end: {
    en: 'nothing leads on from step "{step}"; give it an answer with a next step, or make it an end with its outcome',
    zh: '步骤“{step}”之后无路可走；请加上带 next 的回答，或改为 end 并写明结果',
  },
  end_with_answers: {
    en: 'step "{step}" is an end; take its answers out',
    zh: '步骤“{step}”是结束步骤，请删去其回答',
  },
  end_without_outcome: {
    en: 'the end "{step}" has no outcome; write ends: with one of the dispositions',
    zh: '结束步骤“{step}”没有结果；请用 ends: 写明通话结果',
  },
  outcome_too_early: {
    en: 'step "{step}" goes on, so it has no outcome; take ends: out, or make it kind: end',
    zh: '步骤“{step}”并未结束，不应有结果；请删去 ends:，或改为 kind: end',
  },
  outcome_needs_identity: {
    en: 'the outcome "{outcome}" says that the borrower spoke, but identity is not confirmed on {way}; go through an identity step',
    zh: '结果“{outcome}”表示借款人本人已通话，但以下路径未核实身份：{way}；请先经过 identity 步骤',
  },
  too_many_answers: {
    en: 'step "{step}" has more answers than number keys; {most} at most',
    zh: '步骤“{step}”的回答多于数字键；最多 {most} 个',
  },
  identity_confirms_nothing: {
    en: 'no answer of the identity step "{step}" confirms who it is; mark one with confirms: true',
    zh: '身份步骤“{step}”没有任何回答确认身份；请用 confirms: true 标出',
  },
  identity_cannot_fail: {
    en: 'every answer of the identity step "{step}" confirms; say what follows where it is somebody else',
    zh: '身份步骤“{step}”的所有回答都确认了身份；请写明不是本人时怎么办',
  },
  confirms_elsewhere: {
    en: 'only a step of kind: identity confirms who it is; step "{step}" is none',
    zh: '只有 kind: identity 的步骤可以确认身份；步骤“{step}”不是',
  },
  stray_braces: {
    en: '"{words}": a script fills in names and computes nothing; write a name like {{ borrower.name }}',
    zh: '“{words}”：话术只能填入名称，不能计算；请写成 {{ borrower.name }} 这样',
  },
  unknown_name: {
    en: 'there is no name "{name}"; did you mean "{near}"?',
    zh: '没有名称“{name}”，是否指“{near}”？',
  },
  private_before_identity: {
    en: '"{words}" tells of the debt, and identity is not confirmed on {way}; move it behind an identity step',
    zh: '“{words}”会透露债务，而以下路径未核实身份：{way}；请移到 identity 步骤之后',
  },
  debt_before_identity: {
    en: '"{words}" tells of the debt, and identity is not confirmed on {way}; move it behind an identity step, or say it without',
    zh: '“{words}”会透露债务，而以下路径未核实身份：{way}；请移到 identity 步骤之后，或换一种说法',
  },
  debt_in_care: {
    en: '"{words}" speaks of the debt within a care prompt, which anybody may hear; leave it out',
    zh: '关怀提示中出现“{words}”，任何人都可能听到；请删去债务内容',
  },
  consequence_before_options: {
    en: '"{words}" says what may follow, and the ways out were not named on {way}; go through a step of kind: options first',
    zh: '“{words}”说明后果，而以下路径尚未说明解决办法：{way}；请先经过 kind: options 的步骤',
  },
  options_name_none: {
    en: 'step "{step}" is of kind: options and names no way out; say what the person can choose (instalments, more time, help)',
    zh: '步骤“{step}”为 kind: options 却未说明任何办法；请写出可选方案（分期、延期、协商）',
  },
  words_at_fault: {
    en: '"{words}": {whatEn} {rightEn}',
    zh: '“{words}”：{whatZh}{rightZh}',
  },
  exit_missing: {
    en: 'nothing in always: hears "{heard}"; somebody may say it at any step, so write where it leads',
    zh: 'always: 中没有对应“{heard}”的出口；任何步骤都可能听到，请写明去向',
  },
  exit_hears_nothing: {
    en: '"{heard}" asks for no outcome of its own; hear one of stop, wrong_number, not_me, dispute, fraud, complaint and such',
    zh: '“{heard}”不对应任何通话结果；请改为 stop、wrong_number、not_me、dispute、fraud、complaint 等',
  },
  exit_outcome: {
    en: 'the exit for "{heard}" can end as "{outcome}", which does not record it; end it as {right}',
    zh: '“{heard}”的出口可能以“{outcome}”结束，未能记录该诉求；应为 {right}',
  },
  care_outcome: {
    en: 'the prompt "{prompt}" cannot end as "{outcome}"; end it as {right}',
    zh: '关怀提示“{prompt}”不能以“{outcome}”结束；应为 {right}',
  },
  care_goes_on: {
    en: 'after the prompt "{prompt}" collection is not talked of again; give the answer ends: vulnerable instead of going back',
    zh: '关怀提示“{prompt}”之后不得再谈催收；请改为 ends: vulnerable，不能返回',
  },
  care_needs_person: {
    en: 'somebody whose life is at risk is not left alone; add to: person to the answer',
    zh: '有生命危险的人不能独自面对；请在回答中写 to: person',
  },
  care_needs_number: {
    en: 'the words name none of {numbers}; say where help answers now',
    zh: '文字中没有 {numbers} 中的任何号码；请说明现在可以向哪里求助',
  },
  care_never_ends: {
    en: 'the prompt "{prompt}" always goes back; let the call end there too',
    zh: '关怀提示“{prompt}”只能返回；请允许在此结束通话',
  },
}

export function scriptFaultWords({ fault, names }: ScriptFault<ScriptFaultCode>): Words {
  const filled = (text: string) =>
    Object.entries(names).reduce(
      (all, [name, value]) => all.replaceAll(`{${name}}`, () => value),
      text,
    )
  const { en, zh } = SENTENCES[fault]
  return { en: filled(en), zh: filled(zh) }
}
