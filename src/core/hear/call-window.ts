import type { Day } from '../calendar.ts'
import type { CallWindow } from './heard.ts'
import { namedDay } from './named-day.ts'
import { hanNumber } from './numerals.ts'
import { plainChars } from './view.ts'

const HAN_TIME =
  '(早上|上午|中午|下午|晚上|傍晚|今晚|明晚|夜里|晚|早)?([0-9]{1,2}|[一二两三四五六七八九十]{1,3})(?:点钟?|时|[:.：](?=[0-9]{2}))(半|[0-9]{1,2})?分?'
const BETWEEN_HAN = new RegExp(`${HAN_TIME}(?:到|至|-|~|和)${HAN_TIME}`)
const SINGLE_HAN = new RegExp(HAN_TIME)

const TIME = '([0-9]{1,2})(?:[:.]([0-9]{2}))? ?(am|pm|a\\.m|p\\.m)?'
const BETWEEN = new RegExp(`\\b${TIME} ?(?:-|to|and|till|until) ?${TIME}\\b`)
const SINGLE = new RegExp(
  `\\b(after|from|before|by|until|till|at|around|about|past|half|@) ?(?:about )?(half )?(?:past )?${TIME}\\b(?! ?(?:min|hour|day|week|st|nd|rd|th|quid|pounds))`,
)
const WORDS: readonly (readonly [RegExp, CallWindow])[] = [
  [/after (?:lunch|noon)|afternoons?|下午|午后/, { from: '13:00', until: '18:00' }],
  [/evenings?|tonight|after work|after tea|晚上|今晚|傍晚|下班/, { from: '18:00' }],
  [/mornings?|上午|早上/, { from: '09:00', until: '12:00' }],
  [/\bnoon\b|lunch ?time|中午|午休/, { from: '12:00', until: '14:00' }],
]

/** When they ask to be called: local times; a bare '6' in an answer means the evening. */
export function callWindowIn(text: string, today: Day): CallWindow | undefined {
  const plain = plainChars(text)
    .map(({ char }) => char)
    .join('')
  const hours =
    hanHours(plain) ?? englishHours(plain) ?? WORDS.find(([word]) => word.test(plain))?.[1]
  const { on } = namedDay(
    plain
      .replace(SINGLE, ' ')
      .replace(/晚上|下午|一会儿?|现在|待会儿?|等下|等会儿?|\btonight\b/g, ' '),
    { today, monthFirst: false },
  )
  if (hours === undefined && on === undefined) return undefined
  return { ...hours, ...(on === undefined ? {} : { on }) }
}

const clock = (hour: number, minute: number): string | undefined =>
  hour > 23 || minute > 59
    ? undefined
    : `${`${hour}`.padStart(2, '0')}:${`${minute}`.padStart(2, '0')}`

function hanClock(
  part: string | undefined,
  hourText: string,
  minuteText: string | undefined,
): string | undefined {
  const hour = /[0-9]/.test(hourText) ? Number(hourText) : (hanNumber(hourText) ?? 99)
  const minute = minuteText === '半' ? 30 : Number(minuteText ?? 0)
  const late =
    /下午|晚|傍晚|夜/.test(part ?? '') ||
    (part === undefined && hour >= 1 && hour <= 7) ||
    (part === '中午' && hour <= 2)
  return clock(late && hour < 12 ? hour + 12 : hour, minute)
}

function hanHours(plain: string): CallWindow | undefined {
  const two = BETWEEN_HAN.exec(plain)
  if (two !== null) {
    return window(
      hanClock(two[1], two[2] ?? '', two[3]),
      hanClock(two[4] ?? two[1], two[5] ?? '', two[6]),
    )
  }
  const one = SINGLE_HAN.exec(plain)
  if (one === null) return undefined
  const at = hanClock(one[1], one[2] ?? '', one[3])
  const after = plain.slice(one.index + one[0].length, one.index + one[0].length + 3)
  return /^之?以?前/.test(after) ? window(undefined, at) : window(at, undefined)
}

function englishClock(
  hourText: string,
  minuteText: string | undefined,
  half: string | undefined,
): string | undefined {
  const hour = Number(hourText)
  const pm = half?.startsWith('p') === true || (half === undefined && hour >= 1 && hour <= 7)
  const full =
    half?.startsWith('a') === true && hour === 12 ? 0 : pm && hour < 12 ? hour + 12 : hour
  return clock(full, Number(minuteText ?? 0))
}

function englishHours(plain: string): CallWindow | undefined {
  const two = BETWEEN.exec(plain)
  if (two !== null) {
    const half = two[3] ?? (Number(two[1]) < Number(two[4]) ? two[6] : undefined)
    return window(
      englishClock(two[1] ?? '', two[2], half),
      englishClock(two[4] ?? '', two[5], two[6]),
    )
  }
  const one = SINGLE.exec(plain)
  if (one === null) return undefined
  const half = one[1] === 'half' || one[2] !== undefined
  const at = englishClock(one[3] ?? '', half ? '30' : one[4], one[5])
  return /before|by|until|till/.test(one[1] ?? '') ? window(undefined, at) : window(at, undefined)
}

function window(from: string | undefined, until: string | undefined): CallWindow | undefined {
  if (from === undefined && until === undefined) return undefined
  return { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) }
}
