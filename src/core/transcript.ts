import type { Words } from './words.ts'

export type Speaker = 'collector' | 'borrower' | 'other'
export type Turn = { readonly speaker: Speaker; readonly text: string }

export type Transcript = {
  readonly turns: readonly Turn[]
  /** The first turn after the identity was confirmed, where a line says so. */
  readonly identityTurn: number | undefined
}

export type TranscriptFault = { readonly line: number; readonly words: Words }

const SPEAKERS: Readonly<Record<string, Speaker>> = {
  c: 'collector',
  collector: 'collector',
  agent: 'collector',
  催收员: 'collector',
  坐席: 'collector',
  b: 'borrower',
  borrower: 'borrower',
  借款人: 'borrower',
  o: 'other',
  other: 'other',
  他人: 'other',
}

const TURNS_MAX = 2000
const TURN_MAX = 4000
const TEXT_MAX = 200_000

/** An hour and minute before the speaker is passed over. */
const LINE =
  /^(?:\[?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\]?\s*)?([a-z]+|\p{Script=Han}{2,3})\s*[:：]\s*(.*)$/iu
const MARK = /^-+\s*(?:identity confirmed|身份已核实)\s*-*$/i

const NO_SPEAKER: Words = {
  en: 'nobody is named as speaking; begin the line with "C:" (collector), "B:" (borrower) or "O:" (somebody else)',
  zh: '没有说明是谁在说话；请以“催收员：”“借款人：”或“他人：”开头',
}
const TOO_LONG: Words = {
  en: `too long; ${TURNS_MAX} turns of ${TURN_MAX} characters at most`,
  zh: `过长；最多 ${TURNS_MAX} 轮，每轮 ${TURN_MAX} 字`,
}
const EMPTY: Words = {
  en: 'there is no turn; write one a line, such as "C: Hello."',
  zh: '没有任何内容；请每行写一轮，例如“催收员：您好。”',
}
const MARKED_TWICE: Words = {
  en: 'identity is confirmed once; take this line out',
  zh: '身份只核实一次；请删去这一行',
}

/** Turns of speakers, one a line; or every fault with its line. */
export function parseTranscript(text: string): Transcript | readonly TranscriptFault[] {
  if (text.length > TEXT_MAX) return [{ line: 1, words: TOO_LONG }]
  const turns: Turn[] = []
  const faults: TranscriptFault[] = []
  let identityTurn: number | undefined
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim()
    if (line === '') continue
    if (MARK.test(line)) {
      if (identityTurn !== undefined) faults.push({ line: i + 1, words: MARKED_TWICE })
      identityTurn = turns.length
      continue
    }
    const turn = turnOf(line)
    if ('en' in turn) faults.push({ line: i + 1, words: turn })
    else if (turn.text !== '') turns.push(turn)
  }
  if (turns.length > TURNS_MAX) faults.push({ line: 1, words: TOO_LONG })
  if (turns.length === 0 && faults.length === 0) faults.push({ line: 1, words: EMPTY })
  return faults.length > 0 ? faults : { turns, identityTurn }
}

function turnOf(line: string): Turn | Words {
  const [, name = '', text = ''] = LINE.exec(line) ?? []
  const speaker = Object.hasOwn(SPEAKERS, name.toLowerCase())
    ? SPEAKERS[name.toLowerCase()]
    : undefined
  if (speaker === undefined) return NO_SPEAKER
  return text.length > TURN_MAX ? TOO_LONG : { speaker, text: text.trim() }
}
