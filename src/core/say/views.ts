import { rewrite, type View } from './fold.ts'

/** Words that people hide: looked for under digits, stars, dots, hyphens, blanks and pictures. */
const HIDDEN = new Set(
  [
    'jail jailed prison prisons imprison imprisoned arrest arrested arrests warrant warrants cuffs',
    'handcuffs felony criminal criminals crime charged charges fraud sue sued suing seize garnish',
    'police sheriff sheriffs bailiff bailiffs officer detective court courts summons subpoena',
    'subpoenaed judge government federal interpol blacklist blacklisted deadbeat deadbeats loser',
    'losers scum idiot idiots stupid moron liar thief trash worthless pathetic fuck fucking fucked',
    'shit bitch bastard asshole arsehole damn kill hurt break legs expose exposed shame urgent',
    'urgently immediately final notice boss employer family friends neighbours contacts mother',
    'husband wife facebook deported immigration ruin ruined destroy',
  ]
    .join(' ')
    .split(' '),
)

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
  '€': 'e',
}

/** Short forms and the words that they stand for. */
const SPOKEN: Readonly<Record<string, string>> = {
  u: 'you',
  ur: 'your',
  r: 'are',
  b: 'be',
  '2moro': 'tomorrow',
  gonna: 'going to',
  gotta: 'got to',
  ya: 'you',
  cannot: 'can not',
  "can't": 'can not',
  cant: 'can not',
  "won't": 'will not',
  wont: 'will not',
  "shan't": 'shall not',
  "ain't": 'is not',
  "let's": 'let us',
  youll: 'you will',
  youre: 'you are',
  dont: 'do not',
  "i'm": 'i am',
  im: 'i am',
}

const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/n't$/, ' not'],
  [/'ll$/, ' will'],
  [/'re$/, ' are'],
  [/'ve$/, ' have'],
  [/'d$/, ' would'],
]

/** English as it is meant: hidden words shown, short forms written out. */
export function latinView(folded: View): View {
  const joined = rewrite(
    folded,
    /(?<![a-z0-9])[a-z0-9@$!](?:[ .\-_*·/]{1,2}[a-z0-9@$!]){2,}(?![a-z0-9])/g,
    (piece) => piece.replace(/[ .\-_*·/]/g, ''),
  )
  const shown = rewrite(joined, /[^\s,;:?"()]+/g, showHidden)
  // A word in two halves: only where the whole is one that people hide.
  const whole = rewrite(shown, /(?<![a-z])[a-z]{2,8}[ -][a-z]{2,8}(?![a-z])/g, (pair) => {
    const closed = pair.replace(/[ -]/, '')
    return HIDDEN.has(closed) ? closed : pair
  })
  return rewrite(whole, /[a-z0-9']+/g, spellOut)
}

function showHidden(token: string): string {
  if (/^[a-z']+[.!]?$/.test(token)) return token
  const end = /[.!]$/.exec(token)?.[0] ?? ''
  const core = end === '' ? token : token.slice(0, -1)
  const shown = ['i', 'l'].flatMap((one) => {
    const bare = readDigits(core, one)
    return [bare, bare.replace(/s$/, '')]
  })
  const found = shown.find((word) => HIDDEN.has(word)) ?? starred(core)
  return found === undefined ? token : `${found}${end}`
}

const readDigits = (token: string, one: string): string =>
  Array.from(token)
    .map((letter) => (letter === '1' ? one : (LEET[letter] ?? letter)))
    .join('')
    .replace(/[^a-z]/g, '')

/** 'p*lice': a star stands for one letter, or for two. */
function starred(token: string): string | undefined {
  if (!/^[a-z]+[*#_][a-z*#_]*$/.test(token) || token.length > 16) return undefined
  const pattern = new RegExp(`^${token.replace(/[*#_]/g, '[a-z]{1,2}')}$`)
  return [...HIDDEN].find((word) => pattern.test(word))
}

function spellOut(token: string): string {
  const whole = SPOKEN[token]
  if (whole !== undefined) return whole
  const ending = ENDINGS.find(([pattern]) => pattern.test(token))
  return ending === undefined ? token : token.replace(ending[0], ending[1])
}

const WIDE: Readonly<Record<string, string>> = {
  ',': '，',
  '!': '！',
  '?': '？',
  ';': '；',
  ':': '：',
}

/** Chinese as it is meant: nothing stands between the characters but the marks of a sentence. */
export const hanView = (folded: View): View =>
  rewrite(
    rewrite(folded, /[^\p{Script=Han}a-z0-9，。！？；：,!?;:\n]+/gu, () => ''),
    /[,!?;:]/g,
    (mark) => WIDE[mark] ?? mark,
  )

/** Chinese with nothing between the characters at all: for words that mean one thing only. */
export const bareView = (folded: View): View => rewrite(folded, /[^\p{Script=Han}a-z]+/gu, () => '')
