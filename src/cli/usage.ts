import type { HelpConfiguration, OutputConfiguration } from 'commander'
import type { Language } from './words.ts'

/** What the reader of commands says in English, in Chinese; what it may say one day stays as it is. */
const SAID: readonly (readonly [english: RegExp, chinese: string])[] = [
  [/^error: unknown command '(.*)'$/m, '没有命令“$1”。'],
  [/^error: unknown option '(.*)'$/m, '没有选项“$1”。'],
  [/^error: required option '(.*)' not specified$/m, '缺少必填选项“$1”。'],
  [/^error: missing required argument '(.*)'$/m, '缺少参数“$1”。'],
  [/^error: option '(.*)' argument missing$/m, '选项“$1”没有取值。'],
  [
    /^error: option '(.*)' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/m,
    '选项“$1”不能是“$2”，可用：$3。',
  ],
  [
    /^error: too many arguments(?: for '.*')?\. Expected ([0-9]+) arguments? but got ([0-9]+)\.$/m,
    '参数过多：最多 $1 个，给了 $2 个。',
  ],
  [/^\(Did you mean (?:one of )?(.*)\?\)$/m, '是否想用：$1'],
]

const SEE: Record<Language, string> = { en: 'See: ', zh: '用法见：' }

/** Words that are wrong are answered in the reader's language, and with the help that shows the right ones. */
export const usageOutput = (language: Language, command: string): OutputConfiguration => ({
  outputError: (text, write) => {
    const said =
      language === 'zh' ? SAID.reduce((told, [from, to]) => told.replace(from, to), text) : text
    write(`${said}${SEE[language]}${command} --help\n`)
  },
})

const HEADINGS: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Options:': '选项：',
  'Commands:': '命令：',
  'Arguments:': '参数：',
}

/** The headings of a help page, and the notes behind an option. */
export const helpWords = (language: Language): HelpConfiguration =>
  language === 'en'
    ? {}
    : {
        styleTitle: (title) => HEADINGS[title] ?? title,
        styleDescriptionText: (text) =>
          text.replaceAll('(choices: ', '(可选：').replaceAll('(default: ', '(默认：'),
      }

export const HELP_OF_HELP: Record<Language, { readonly option: string; readonly command: string }> =
  {
    en: { option: 'show this help', command: 'show the help of a command' },
    zh: { option: '显示帮助', command: '显示某个命令的帮助' },
  }
