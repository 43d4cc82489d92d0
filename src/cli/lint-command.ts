import { readFile } from 'node:fs/promises'
import { CHANNELS, type Channel } from '../core/channel.ts'
import { currencyOf, minorDigits, money, parseMinor, type Money } from '../core/money.ts'
import { lintFree } from '../engine/lint-free.ts'
import type { Context } from './context.ts'
import { EXIT, Stop, type Talk } from './talk.ts'

type Options = {
  readonly channel?: string
  readonly language?: string
  readonly shared?: boolean
  readonly amounts?: string
  readonly file?: string
}

/** What may not be said in a text, without a database. */
export async function lintCommand(
  { talk }: Context,
  options: Options,
  text?: string,
): Promise<number | undefined> {
  const words = text ?? (await fileText(talk, options.file))
  const linted = lintFree(words, {
    channel: channelOf(talk, options.channel ?? 'sms'),
    language: languageOf(talk, options.language, words),
    audience: options.shared === true ? 'maybe_shared' : 'borrower',
    amounts: options.amounts === undefined ? undefined : amountsOf(talk, options.amounts),
  })
  const findings = linted.is === 'clean' ? [] : linted.findings
  talk.data({ clean: findings.length === 0, findings }, () =>
    findings.length === 0
      ? talk.word('lintClean')
      : findings
          .map(({ from, to, words: said, what, right }) =>
            talk.word('lintFinding', {
              // People count characters from one.
              from: from + 1,
              to,
              words: said,
              what: what[talk.language],
              right: right[talk.language],
            }),
          )
          .join('\n'),
  )
  if (findings.length === 0) return undefined
  talk.say('lintCount', { n: findings.length })
  return EXIT.refused
}

async function fileText(talk: Talk, file: string | undefined): Promise<string> {
  if (file === undefined) throw new Stop(talk.word('lintNoText'), EXIT.usage)
  return readFile(file, 'utf8').catch((error: Error) => {
    throw new Stop(talk.word('lintNoFile', { file, why: error.message }), EXIT.refused)
  })
}

function channelOf(talk: Talk, text: string): Channel {
  const channel = CHANNELS.find((each) => each === text)
  if (channel === undefined) throw new Stop(talk.word('lintBadChannel', { text }), EXIT.usage)
  return channel
}

/** As told; else what the text is written in. */
function languageOf(talk: Talk, text: string | undefined, words: string): 'zh' | 'en' {
  if (text === undefined) return /\p{Script=Han}/u.test(words) ? 'zh' : 'en'
  if (text !== 'zh' && text !== 'en')
    throw new Stop(talk.word('lintBadLanguage', { text }), EXIT.usage)
  return text
}

function amountsOf(talk: Talk, list: string): Money[] {
  return list
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((text) => {
      const [code = '', decimal = ''] = text.split(/\s+/)
      const currency = currencyOf(code)
      const minor = currency === undefined ? undefined : parseMinor(decimal, minorDigits(currency))
      if (currency === undefined || minor === undefined)
        throw new Stop(talk.word('lintBadAmount', { text }), EXIT.usage)
      return money(minor, currency)
    })
}
