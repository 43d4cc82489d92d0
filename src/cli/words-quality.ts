/** The sentences of the commands about call scripts and the review of quality, in both languages. */
export const QUALITY_WORDS = {
  helpScript: {
    en: 'call scripts: check files, or try one as a call would go',
    zh: '通话话术：检查文件，或按通话流程试走',
  },
  optScriptLanguage: {
    en: 'the language of the words: zh or en',
    zh: '话术的语言：zh 或 en',
  },
  optScriptAnswers: {
    en: 'answers in order, such as 1,1,x1 or what the person says; without it you are asked',
    zh: '依次给出的回答，例如 1,1,x1，或对方说的话；不给则逐步询问',
  },
  scriptBad: {
    en: 'script: "{text}" is none of check FILES, try FILE.',
    zh: 'script：“{text}”不是 check 文件、try 文件 之一。',
  },
  scriptNoFile: { en: '{file} cannot be read: {why}', zh: '无法读取 {file}：{why}' },
  scriptSound: {
    en: '{file}: {name} version {version} is sound, {steps} steps.',
    zh: '{file}：{name} 第 {version} 版没有问题，共 {steps} 个步骤。',
  },
  scriptFault: { en: '{file}:{line}: {field}: {why}', zh: '{file}:{line}：{field}：{why}' },
  scriptFaults: { en: '{n} to mend in {files} files.', zh: '{files} 个文件中有 {n} 处需要修改。' },
  scriptNoAnswer: {
    en: 'At step "{step}" there is no answer "{text}".',
    zh: '步骤“{step}”没有回答“{text}”。',
  },
  helpQuality: {
    en: 'quality of calls: read a transcript again, draw a sample, list what waits, or see how often reviewers agree',
    zh: '通话质检：复读通话文字、抽取样本、查看待复核清单或复核一致率',
  },
  optQualityDay: {
    en: 'the day to draw from, such as 2026-11-21',
    zh: '抽样的日期，例如 2026-11-21',
  },
  optQualityRate: {
    en: 'of each person’s calls so many per cent; else as the score card says',
    zh: '每人通话的抽样百分比；不给则按评分卡',
  },
  optQualityLeast: {
    en: 'at least so many calls of each person; else as the score card says',
    zh: '每人至少抽取的通话数；不给则按评分卡',
  },
  optQualityCall: { en: 'the call, such as ctc_…', zh: '通话编号，例如 ctc_…' },
  optQualityRecording: {
    en: 'the file of the recording: its hash is kept, nothing else',
    zh: '录音文件：仅保存其哈希值',
  },
  optQualitySha: { en: 'the SHA-256 of the recording', zh: '录音的 SHA-256' },
  qualityBad: {
    en: 'quality: "{text}" is none of sample, list, precision, transcript FILE.',
    zh: 'quality：“{text}”不是 sample、list、precision、transcript 文件 之一。',
  },
  qualityBadDay: {
    en: '--day: "{text}" is not a day; write it like 2026-11-21.',
    zh: '--day：“{text}”不是日期，请写成 2026-11-21。',
  },
  qualityBadRate: {
    en: '--rate: "{text}" is no share; write it like 5 or 2.5.',
    zh: '--rate：“{text}”不是百分比，请写成 5 或 2.5。',
  },
  qualityBadLeast: {
    en: '--least: "{text}" is no count; write it like 2.',
    zh: '--least：“{text}”不是数量，请写成 2。',
  },
  qualityBadCall: {
    en: '--call: "{text}" is no call; `forbear quality list --json` and the desk name them, such as ctc_….',
    zh: '--call：“{text}”不是通话编号；可从工作台或 `forbear quality list` 中取得，形如 ctc_…。',
  },
  qualityNoRecording: {
    en: 'transcript: name the recording with --recording FILE, or its hash with --sha256.',
    zh: 'transcript：请用 --recording 指定录音文件，或用 --sha256 给出哈希值。',
  },
  quality_no_such_contact: { en: 'There is no call {text}.', zh: '没有通话 {text}。' },
  quality_not_a_call: { en: '{text} is no call.', zh: '{text} 不是通话。' },
  quality_never_sent: { en: '{text} never left.', zh: '{text} 并未拨出。' },
  qualityNotOver: {
    en: '{day} is not over yet: draw it tomorrow, from all of its calls.',
    zh: '{day} 尚未结束：请在次日从全部通话中抽取。',
  },
  qualityDrawn: {
    en: '{day}: {n} of {calls} calls drawn ({rate}% of each person, at least {least}); {added} new on the list.',
    zh: '{day}：从 {calls} 通通话中抽取 {n} 通（每人 {rate}%，至少 {least} 通），其中 {added} 通新加入清单。',
  },
  qualityCall: { en: 'Call', zh: '通话' },
  qualityDay: { en: 'Day', zh: '日期' },
  qualityMadeBy: { en: 'Made by', zh: '拨打人' },
  qualityReviewer: { en: 'Reviewer', zh: '复核人' },
  qualityFound: { en: 'Found', zh: '发现' },
  qualityEnd: { en: 'Outcome', zh: '结果' },
  qualityNone: { en: 'No call waits for review.', zh: '没有待复核的通话。' },
  qualityFault: { en: 'What was found', zh: '发现' },
  qualityAgreed: { en: 'Agreed', zh: '一致' },
  qualityDisagreed: { en: 'Disagreed', zh: '不一致' },
  qualityNoWord: { en: 'No reviewer has spoken yet.', zh: '尚无复核意见。' },
  qualityClean: { en: '{n} turns, nothing found.', zh: '共 {n} 轮，没有发现问题。' },
  qualityFinding: {
    en: 'turn {turn} "{words}": {what} {right}',
    zh: '第 {turn} 轮“{words}”：{what}{right}',
  },
  qualityStopped: { en: 'Done at once: {what}', zh: '已立即执行：{what}' },
  scriptEnds: { en: 'The call ends: {name}.', zh: '通话结束：{name}。' },
} as const
