/** All that a generated loop may be written with: local names, whole numbers and signs. */
const WORD =
  /^(?:const|let|for|if|continue|return|place\.fill|I\.length|Math\.(?:clz32|floor)|rows|from|until|first|end|block|stage|points|share|part|whole|stop|never|late|open|pen|weight|by|rate|due|behind|fold|rest|down|low|twice|exact|interest|both|owed|since|times|place|on|at|ok|hf|[a-zA-Z]\d{0,3})$/
const SIGNS = /^[-+*/%&|~^!<>=?:;,.()[\]{}\s\d]*$/

/** What the text holds beyond that. The mark of strictness is its only quoted text. */
export function strangers(text: string): string[] {
  const rest = text.replace(/^"use strict";/, '')
  const words = rest.match(/[\p{L}_$][\p{L}\d_$]*(?:\.[\p{L}_$][\p{L}\d_$]*)*/gu) ?? []
  const signs = rest.replaceAll(/[\p{L}_$][\p{L}\d_$.]*/gu, '')
  return [...words.filter((word) => !WORD.test(word)), ...(SIGNS.test(signs) ? [] : [signs])]
}

/** What somebody might write in the hope that it is run. */
export const HOSTILE = [
  'process.exit(1)',
  "');globalThis.stolen=1;//",
  '`${globalThis.stolen=1}`',
  '*/globalThis.stolen=1/*',
  '__proto__',
  'constructor',
  '\u2028globalThis.stolen=1',
  '"]||globalThis.stolen||["',
]
