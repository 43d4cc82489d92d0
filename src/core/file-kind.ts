/**
 * What bytes are by what they begin with: images, sound and PDF, and nothing that a browser runs. A name or a
 * type that somebody gave says nothing.
 */
export type FileKind = {
  readonly type: string
  readonly ending: string
  /** A browser shows it as a picture and can do nothing else with it. */
  readonly isPicture: boolean
}

const picture = (type: string, ending: string): FileKind => ({ type, ending, isPicture: true })
const other = (type: string, ending: string): FileKind => ({ type, ending, isPicture: false })

const ascii = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length))

const begins = (bytes: Uint8Array, ...first: readonly number[]): boolean =>
  bytes.length > first.length && first.every((one, i) => bytes[i] === one)

/** undefined: nothing that may be kept here. */
export function fileKind(bytes: Uint8Array): FileKind | undefined {
  if (begins(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))
    return picture('image/png', 'png')
  if (begins(bytes, 0xff, 0xd8, 0xff)) return picture('image/jpeg', 'jpg')
  if (/^GIF8[79]a$/.test(ascii(bytes, 0, 6))) return picture('image/gif', 'gif')
  if (ascii(bytes, 0, 4) === 'RIFF') return riff(ascii(bytes, 8, 4))
  if (ascii(bytes, 0, 5) === '%PDF-') return other('application/pdf', 'pdf')
  if (ascii(bytes, 0, 4) === 'OggS') return other('audio/ogg', 'ogg')
  if (ascii(bytes, 0, 5) === '#!AMR') return other('audio/amr', 'amr')
  if (ascii(bytes, 0, 4) === 'fLaC') return other('audio/flac', 'flac')
  if (ascii(bytes, 4, 4) === 'ftyp') return boxed(bytes)
  if (ascii(bytes, 0, 3) === 'ID3') return other('audio/mpeg', 'mp3')
  return frames(bytes)
}

const riff = (form: string): FileKind | undefined =>
  form === 'WEBP'
    ? picture('image/webp', 'webp')
    : form === 'WAVE'
      ? other('audio/wav', 'wav')
      : undefined

/** Telephones write sound and pictures in one kind of box; one with moving pictures in it is neither. */
function boxed(bytes: Uint8Array): FileKind | undefined {
  const brand = ascii(bytes, 8, 4)
  if (/^(?:heic|heix|mif1|avif)$/.test(brand)) return other('image/heic', 'heic')
  if (!/^(?:M4A |M4B |mp4[12]|isom|iso[2-6]|3gp.|3g2.)$/.test(brand)) return undefined
  return hasWord(bytes, 'vide') ? undefined : other('audio/mp4', 'm4a')
}

function hasWord(bytes: Uint8Array, word: string): boolean {
  const codes = Array.from(word, (one) => one.charCodeAt(0))
  for (let at = bytes.indexOf(codes[0] ?? 0); at !== -1; at = bytes.indexOf(codes[0] ?? 0, at + 1))
    if (codes.every((one, i) => bytes[at + i] === one)) return true
  return false
}

/** MP3 and AAC without a head: their first frame. */
function frames(bytes: Uint8Array): FileKind | undefined {
  const [first = 0, second = 0] = bytes
  if (first !== 0xff || bytes.length < 4) return undefined
  if ((second & 0xf6) === 0xf0) return other('audio/aac', 'aac')
  const isMp3 = (second & 0xe0) === 0xe0 && (second & 0x06) !== 0 && (second & 0x18) !== 0x08
  return isMp3 ? other('audio/mpeg', 'mp3') : undefined
}
