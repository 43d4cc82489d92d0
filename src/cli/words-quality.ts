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
  scriptEnds: { en: 'The call ends: {name}.', zh: '通话结束：{name}。' },
} as const
