/** What a message costs on the air: its alphabet, and the parts that carry it. */
export type SmsParts = {
  readonly alphabet: 'gsm7' | 'ucs2'
  /** The text of each part as the network counts it: septets one an octet, or UTF-16 big-endian. */
  readonly parts: readonly Uint8Array[]
}

/** GSM 03.38 basic character set by code; the escape at 0x1b stands for nothing by itself. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const EXTENDED: Readonly<Record<string, number>> = {
  '\f': 0x0a,
  '^': 0x14,
  '{': 0x28,
  '}': 0x29,
  '\\': 0x2f,
  '[': 0x3c,
  '~': 0x3d,
  ']': 0x3e,
  '|': 0x40,
  '€': 0x65,
}
const ESCAPE = 0x1b

const CODES: ReadonlyMap<string, readonly number[]> = new Map([
  ...Array.from(BASIC).flatMap((char, code): [string, number[]][] =>
    code === ESCAPE ? [] : [[char, [code]]],
  ),
  ...Object.entries(EXTENDED).map(([char, code]): [string, number[]] => [char, [ESCAPE, code]]),
])

/** With the header that joins parts: 153 of 160 septets, 67 of 70 UTF-16 units are left for text. */
const ROOM = { gsm7: { alone: 160, joined: 153 }, ucs2: { alone: 140, joined: 134 } } as const

/** One header counts up to 255 parts; nobody should be sent that many. */
const PARTS_MAX = 10

/**
 * The parts of a text, or that it needs too many. GSM-7 where every character is in it: one Chinese
 * character or one curly quote makes the whole text UCS-2. No character is split.
 */
export function smsParts(text: string, only?: 'ucs2'): SmsParts | 'too_long' {
  const units = only === undefined ? septets(text) : undefined
  const alphabet = units === undefined ? 'ucs2' : 'gsm7'
  const { alone, joined } = ROOM[alphabet]
  const characters = units ?? Array.from(text, utf16)
  const length = characters.reduce((sum, one) => sum + one.length, 0)
  if (length <= alone) return { alphabet, parts: [Uint8Array.from(characters.flat())] }
  const parts: number[][] = [[]]
  for (const one of characters) {
    const last = parts.at(-1) ?? []
    if (last.length + one.length <= joined) last.push(...one)
    else parts.push([...one])
    if (parts.length > PARTS_MAX) return 'too_long'
  }
  return { alphabet, parts: parts.map((part) => Uint8Array.from(part)) }
}

/** The text as its parts carry it: for whoever writes the octets of each part himself. */
export function partTexts(text: string, { alphabet, parts }: SmsParts): readonly string[] {
  const texts = parts.map(() => '')
  let at = 0
  let room = parts[0]?.length ?? 0
  for (const char of text) {
    const length = alphabet === 'ucs2' ? char.length * 2 : (CODES.get(char)?.length ?? 0)
    if (length > room) room = parts[++at]?.length ?? 0
    texts[at] += char
    room -= length
  }
  return texts
}

/** undefined where a character is in neither table: nothing is ever replaced by another character. */
function septets(text: string): (readonly number[])[] | undefined {
  const all: (readonly number[])[] = []
  for (const char of text) {
    const codes = CODES.get(char)
    if (codes === undefined) return undefined
    all.push(codes)
  }
  return all
}

/** One character, with both halves of a pair, in big-endian octets. */
function utf16(char: string): number[] {
  const octets: number[] = []
  for (let i = 0; i < char.length; i++) {
    const unit = char.charCodeAt(i)
    octets.push(unit >> 8, unit & 0xff)
  }
  return octets
}
