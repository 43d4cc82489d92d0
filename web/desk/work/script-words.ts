/** The script of a call: what the desk says besides the words of the script. */
export const SCRIPT_WORDS = {
  'script.title': { zh: '话术', en: 'Script' },
  'script.start': { zh: '已接通，开始话术', en: 'They answered: start the script' },
  'script.again': { zh: '继续话术', en: 'Go on with the script' },
  'script.say': { zh: '您可以这样说', en: 'You might say' },
  'script.identity': { zh: '先核实身份', en: 'Identity first' },
  'script.options': { zh: '先讲办法', en: 'Ways out first' },
  'script.end': { zh: '结束语', en: 'To end with' },
  'script.care': { zh: '停下来，先关怀', en: 'Stop: care comes first' },
  'script.ended': { zh: '通话到此为止', en: 'The call ends here' },
  'script.unconfirmed': {
    zh: '身份未核实：不提债务',
    en: 'Identity not confirmed: not a word on the debt',
  },
  'script.confirmed': { zh: '身份已核实', en: 'Identity confirmed' },
  'script.answers': { zh: '对方的回答（按数字键）', en: 'What they answer (number keys)' },
  'script.exits': { zh: '对方随时可能说', en: 'They may say at any time' },
  'script.cares': { zh: '需要关怀时', en: 'Where care is needed' },
  'script.typed': { zh: '对方的话', en: 'Their words' },
  'script.typed_hint': {
    zh: '输入对方所说并按回车：需要关怀或要求停止时会自动提示。',
    en: 'Type what they say and press Enter: a wish to stop, or a need for care, opens by itself.',
  },
  'script.hear': { zh: '记录', en: 'Note it' },
  'script.heard': { zh: '识别为：{what}', en: 'Heard: {what}' },
  'script.back': { zh: '更正上一步', en: 'Take the last answer back' },
  'script.to_person': {
    zh: '立即转给同事，不要挂断',
    en: 'Hand over to a colleague now, do not hang up',
  },
  'script.ends': {
    zh: '通话结果将填为“{name}”，请在下方登记。',
    en: 'It ends as “{name}”: record it below.',
  },
} as const
