import type { Words } from '../core/words.ts'
import type { RuleCase } from './case-form.ts'
import type { RegisterChange, RegisterRow, RegisterValue, RuleStanding } from './register.ts'
import { factsWords } from './register-cases.ts'
import { say } from './register-tools.ts'

type Said<W extends string> = Readonly<Record<W, Words>>

export const STRENGTH_WORDS: Said<RegisterRow['strength']> = {
  prohibited: say('prohibited', '禁止'),
  presumed: say('presumed a violation', '推定违规'),
  advised: say('advised against', '不宜'),
  factor: say('told, bars nothing', '仅提示'),
}

export const MARK_WORDS: Said<RegisterRow['mark']> = {
  primary: say('text read', '已读原文'),
  verbatim: say('faithful copy read', '已读忠实副本'),
  secondary: say('unverified: known from accounts', '未核实：据转述'),
  unverified: say('unverified: from memory', '未核实：凭记忆'),
  house: say('house rule', '内部规则'),
}

const STANDING: Readonly<Record<RuleStanding, (from: string, until: string | undefined) => Words>> =
  {
    in_force: (since, until) =>
      until === undefined
        ? say(`in force since ${since}`, `自 ${since} 起施行`)
        : say(
            `in force since ${since}, until before ${until}`,
            `自 ${since} 起施行，至 ${until} 前`,
          ),
    coming: (since) => say(`from ${since}`, `${since} 起施行`),
    over: (_, until) => say(`over since ${until ?? ''}`, `${until ?? ''} 起失效`),
  }

/** Since when and until when, on the day that was asked about. */
export const standingWords = ({ standing, since, until }: RegisterRow): Words =>
  STANDING[standing](since, until)

export const CHANGE_WORDS: Said<RegisterChange['change']> = {
  came: say('came into force', '开始施行'),
  changed: say('changed', '变更'),
  ended: say('ended', '失效'),
}

export const SILENT = say('nothing', '无规定')

/** One dated value: 'from 2020-01-01 until before 2021-01-01'. */
export function periodWords({ from, until, now }: RegisterValue): Words {
  const period =
    until === undefined
      ? say(`from ${from}`, `${from} 起`)
      : say(`from ${from} until before ${until}`, `${from} 起至 ${until} 前`)
  return now ? say(`${period.en}, now`, `${period.zh}，现行`) : period
}

const OUTCOME: Readonly<Record<RuleCase['expect'], Words>> = {
  allow: say('allowed', '允许'),
  defer: say('put off', '延后'),
  deny: say('denied', '不允许'),
  silent: say('not covered', '不适用'),
}

/**
 * A worked case of the rule's own file: when, with what facts, and what comes of it. Its name, which
 * is for whoever writes the law, is English alone: elsewhere the facts speak for themselves.
 */
export function caseWords(one: RuleCase): Words {
  const at = one.at.replace('T', ' ')
  const until = one.until?.replace('T', ' ')
  const outcome = OUTCOME[one.expect]
  const facts = factsWords(one)
  const about = {
    en: [one.name ?? '', facts.en].filter((text) => text !== '').join('; '),
    zh: facts.zh,
  }
  const end =
    until === undefined ? outcome : say(`${outcome.en} until ${until}`, `${outcome.zh}至 ${until}`)
  return {
    en: about.en === '' ? `${at}: ${end.en}` : `${at} (${about.en}): ${end.en}`,
    zh: about.zh === '' ? `${at}：${end.zh}` : `${at}（${about.zh}）：${end.zh}`,
  }
}
