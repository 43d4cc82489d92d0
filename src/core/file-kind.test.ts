import { expect, test } from 'vitest'
import { fileKind } from './file-kind.ts'

const of = (...parts: readonly (string | readonly number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === 'string' ? Array.from(part, (one) => one.charCodeAt(0)) : part,
    ),
  )
const rest = 'the rest of it, which may be anything'

test('images, sound and PDF are known by what they begin with', () => {
  const known: readonly (readonly [string, Uint8Array])[] = [
    ['image/png', of([0x89], 'PNG\r\n', [0x1a], '\n', rest)],
    ['image/jpeg', of([0xff, 0xd8, 0xff, 0xe0], rest)],
    ['image/gif', of('GIF89a', rest)],
    ['image/webp', of('RIFF1234WEBP', rest)],
    ['audio/wav', of('RIFF1234WAVE', rest)],
    ['application/pdf', of('%PDF-1.7', rest)],
    ['audio/ogg', of('OggS', rest)],
    ['audio/amr', of('#!AMR\n', rest)],
    ['audio/mpeg', of('ID3', rest)],
    ['audio/mpeg', of([0xff, 0xfb, 0x90, 0x00], rest)],
    ['audio/aac', of([0xff, 0xf1, 0x50, 0x80], rest)],
    ['audio/mp4', of([0, 0, 0, 24], 'ftypM4A ', rest)],
    ['audio/mp4', of([0, 0, 0, 24], 'ftypmp42', rest, 'hdlr', 'soun')],
    ['image/heic', of([0, 0, 0, 24], 'ftypheic', rest)],
  ]
  for (const [type, bytes] of known) expect(fileKind(bytes)?.type).toBe(type)
})

test('what a browser runs, moving pictures and programs are not taken, whatever they are called', () => {
  const none = [
    of('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    of('<!doctype html><script>1</script>'),
    of(' %PDF-1.7', rest),
    of('GIF88a', rest),
    of('MZ', rest),
    of('PK', [3, 4], rest),
    of([0, 0, 0, 24], 'ftypmp42', rest, 'hdlr', 'vide'),
    of([0, 0, 0, 24], 'ftypqt  ', rest),
    of([0xff, 0xe0, 0x00]),
    of('RIFF1234AVI ', rest),
    of(''),
  ]
  for (const bytes of none) expect(fileKind(bytes)).toBeUndefined()
})

test('only pictures are shown; everything else is handed out to be kept', () => {
  expect(fileKind(of('GIF89a', rest))?.isPicture).toBe(true)
  expect(fileKind(of('%PDF-1.7', rest))?.isPicture).toBe(false)
})
