import { FAULT_WORDS, type Fault } from '../core/say/finding-words.ts'
import type { Words } from '../core/words.ts'
import type { TextFault } from './template-text.ts'

/** What may be wrong with a template beside what its words say. */
export type TemplateFault =
  | TextFault
  | 'tone_too_firm'
  | 'stage_not_of_kind'
  | 'tone_not_of_kind'
  | 'audience_not_of_kind'
  | 'channel_not_of_kind'
  | 'kind_is_fixed'
  | 'variable_not_of_kind'
  | 'debt_to_third_person'
  | 'subject_missing'
  | 'subject_not_here'
  | 'renders_otherwise'

type Told = { readonly what: Words; readonly right: Words }

const told = (en: readonly [string, string], zh: readonly [string, string]): Told => ({
  what: { en: en[0], zh: zh[0] },
  right: { en: en[1], zh: zh[1] },
})

const TEMPLATE_FAULT_WORDS: Readonly<Record<TemplateFault, Told>> = {
  tag_not_allowed: told(
    [
      'This tag is not allowed here.',
      'Only if, else and endif are; no filters, loops or includes.',
    ],
    ['不允许使用这个标签。', '只能用 if、else、endif，不能用过滤器、循环或引用。'],
  ),
  unknown_variable: told(
    [
      'There is no such variable, or a filter stands behind it.',
      'Name a variable of the list, alone.',
    ],
    ['没有这个变量，或后面带了过滤器。', '只写列表中的变量名。'],
  ),
  condition_not_allowed: told(
    ['A choice may ask only whether there is a due day.', 'Write {% if due_on %}.'],
    ['条件只能判断有无到期日。', '请写 {% if due_on %}。'],
  ),
  may_be_absent: told(
    [
      'Some debts have no such day, and the sentence would have a hole.',
      'Put it within {% if due_on %} ... {% endif %}.',
    ],
    ['有的账户没有这个日期，句子会缺字。', '放进 {% if due_on %} … {% endif %} 里。'],
  ),
  not_closed: told(
    ['It is opened and never closed, or closed and never opened.', 'Close it: }} or {% endif %}.'],
    ['标记没有成对。', '请补上 }} 或 {% endif %}。'],
  ),
  tone_too_firm: told(
    ['The tone is too firm for this stage.', 'Choose a warmer tone, or leave the stage out.'],
    ['这个阶段不能用这样严厉的语气。', '请选更温和的语气，或去掉该阶段。'],
  ),
  stage_not_of_kind: told(
    ['A message of this kind is not written at this stage.', 'Leave the stage out.'],
    ['该阶段不发这类消息。', '请去掉该阶段。'],
  ),
  tone_not_of_kind: told(
    ['A message of this kind has another tone.', 'Choose one of the tones of its kind.'],
    ['这类消息不用这种语气。', '请选该类消息允许的语气。'],
  ),
  audience_not_of_kind: told(
    ['A message of this kind is not for these people.', 'Choose another kind or audience.'],
    ['这类消息不发给该对象。', '请换消息类型或对象。'],
  ),
  channel_not_of_kind: told(
    ['A message of this kind does not go by this channel.', 'Choose another kind or channel.'],
    ['这类消息不走该渠道。', '请换消息类型或渠道。'],
  ),
  kind_is_fixed: told(
    [
      'The system sends the text of this name as what it has always been.',
      'Keep its kind and audience, or give it another name.',
    ],
    ['系统按固定用途发送该名称的消息。', '请保持原来的类型和对象，或改用别的名称。'],
  ),
  variable_not_of_kind: told(
    ['A message of this kind knows no such value.', 'Leave the variable out.'],
    ['这类消息没有该变量的值。', '请去掉该变量。'],
  ),
  debt_to_third_person: told(
    ['It tells somebody else of the debt.', 'Name the sender alone.'],
    ['向第三人透露了债务。', '只写发送方。'],
  ),
  subject_missing: told(
    ['An email begins with its subject line.', 'Begin with "Subject: ..." and an empty line.'],
    ['邮件须以主题行开头。', '开头写“Subject: …”，再空一行。'],
  ),
  subject_not_here: told(
    ['Only an email has a subject line, and a message to an app a title.', 'Leave it out.'],
    ['只有邮件有主题行，应用消息可有标题。', '请去掉。'],
  ),
  renders_otherwise: told(
    ['It does not render as it reads.', 'Write it with the tags of the list alone.'],
    ['实际渲染结果与所写不一致。', '请只用列表中的标签。'],
  ),
}

/** What is wrong, and what would be right, of any finding in a template. */
export const faultWords = (fault: TemplateFault | Fault): Told =>
  fault in TEMPLATE_FAULT_WORDS
    ? TEMPLATE_FAULT_WORDS[fault as TemplateFault]
    : FAULT_WORDS[fault as Fault]
