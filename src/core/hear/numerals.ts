/** Chinese numerals as spoken of money and days: '一千二' is 1200, '三百五' 350, '两万' 20000. */

const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  壹: 1,
  二: 2,
  两: 2,
  贰: 2,
  俩: 2,
  三: 3,
  叁: 3,
  仨: 3,
  四: 4,
  肆: 4,
  五: 5,
  伍: 5,
  六: 6,
  陆: 6,
  七: 7,
  柒: 7,
  八: 8,
  捌: 8,
  九: 9,
  玖: 9,
}

const UNITS: Readonly<Record<string, number>> = {
  十: 10,
  拾: 10,
  百: 100,
  佰: 100,
  千: 1000,
  仟: 1000,
}

export const HAN_NUMBER = '[零〇一壹二两贰俩三叁仨四肆五伍六陆七柒八捌九玖十拾百佰千仟万]{1,12}'

/** Whole number of a Chinese numeral; undefined where it is none. */
export function hanNumber(text: string): number | undefined {
  const parts = text.split('万')
  if (parts.length > 2) return undefined
  if (parts.length === 1) return belowTenThousand(text)
  const [high, low] = [belowTenThousand(parts[0] ?? ''), parts[1] ?? '']
  if (high === undefined || high === 0) return undefined
  if (low === '') return high * 10_000
  // '一万二' leaves the unit out: the next lower one is meant.
  const bare = DIGITS[low]
  if (bare !== undefined) return high * 10_000 + bare * 1000
  const rest = belowTenThousand(low)
  return rest === undefined ? undefined : high * 10_000 + rest
}

function belowTenThousand(text: string): number | undefined {
  if (text === '') return undefined
  const chars = Array.from(text)
  if (chars.length > 1 && chars.every((char) => char in DIGITS)) {
    return Number(chars.map((char) => DIGITS[char]).join(''))
  }
  let [total, digit, unit] = [0, -1, 1]
  for (const char of chars) {
    const value = DIGITS[char]
    if (value !== undefined) {
      if (value === 0) unit = 1
      else digit = value
      if (value === 0) digit = -1
      continue
    }
    unit = UNITS[char] ?? 0
    if (unit === 0) return undefined
    total += (digit < 0 ? 1 : digit) * unit
    digit = -1
  }
  if (digit >= 0) total += digit * (unit >= 100 ? unit / 10 : 1)
  return total
}

const ENGLISH_NUMBERS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
}

const ENGLISH_UNITS: Readonly<Record<string, number>> = {
  hundred: 100,
  thousand: 1000,
  lakh: 100_000,
  grand: 1000,
}

export const ENGLISH_NUMBER =
  '(?:a |one |two |three |four |five |six |seven |eight |nine |ten |eleven |twelve |fifteen |twenty |thirty |forty |fifty |sixty |seventy |eighty |ninety |and |hundred |thousand |grand |lakh ){1,6}'

/** 'two hundred and fifty ' is 250; words that name no number are none. */
export function englishNumber(text: string): number | undefined {
  let [total, group] = [0, 0]
  for (const word of text.trim().split(' ')) {
    const unit = ENGLISH_UNITS[word]
    if (unit !== undefined) {
      group = Math.max(group, 1) * unit
      if (unit > 100) [total, group] = [total + group, 0]
    } else group += ENGLISH_NUMBERS[word] ?? 0
  }
  return total + group === 0 ? undefined : total + group
}
