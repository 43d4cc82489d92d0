import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chainLines, checkBundle, MANIFEST, sealBundle, TIMELINE } from './bundle.ts'
import { newSealPem, sealKeyOf } from './seal.ts'
import { filesOfTar, tarOf, type TarFile } from './tar.ts'

const key = sealKeyOf(newSealPem())
const { text, end } = chainLines(['{"a":1}', '{"b":"二"}', '{"c":3}'])
const inside: readonly TarFile[] = [
  { name: 'index.html', bytes: Buffer.from('<p>hello</p>') },
  { name: TIMELINE, bytes: Buffer.from(text) },
]
const whole = sealBundle(inside, { about: { name: 'A' }, timeline: { items: 3, chain: end } }, key)

const changed = (name: string, change: (bytes: Buffer) => Buffer) =>
  whole.map((file) => (file.name === name ? { name, bytes: change(file.bytes) } : file))
const faults = (files: readonly TarFile[], publicKey?: string) =>
  checkBundle(files, publicKey).faults.map(({ what, where }) => `${what} ${where}`)

test('what was sealed checks as whole, through an archive and back', () => {
  const back = filesOfTar(tarOf(whole))
  expect(back?.map(({ name }) => name)).toEqual(whole.map(({ name }) => name))
  expect(checkBundle(back ?? [], key.publicKey)).toMatchObject({
    faults: [],
    publicKey: key.publicKey,
  })
})

describe('what was changed is named', () => {
  test('another word, another file, a file less, a file more', () => {
    const other = changed('index.html', () => Buffer.from('<p>hallo</p>'))
    expect(faults(other)).toEqual(['changed index.html'])
    expect(faults(whole.filter(({ name }) => name !== 'index.html'))).toEqual([
      'missing index.html',
    ])
    expect(faults([...whole, { name: 'more.txt', bytes: Buffer.from('x') }])).toEqual([
      'added more.txt',
    ])
    expect(faults([...whole, ...inside.slice(0, 1)])).toEqual(['twice index.html'])
  })

  test('a line of the timeline that was changed, moved or cut off is named by its number', () => {
    const second = (bytes: Buffer) => Buffer.from(bytes.toString().replace('二', '三'))
    expect(faults(changed(TIMELINE, second))).toContain(`chain_broken ${TIMELINE}:2`)
    const cut = (bytes: Buffer) =>
      Buffer.from(`${bytes.toString().split('\n').slice(0, 2).join('\n')}\n`)
    expect(faults(changed(TIMELINE, cut))).toContain(`chain_broken ${TIMELINE}:3`)
  })

  test('a manifest that was written anew stands under no seal, or under another key', () => {
    const shorter = changed(MANIFEST, (bytes) =>
      Buffer.from(bytes.toString().replace('"A"', '"B"')),
    )
    expect(faults(shorter)).toEqual([`not_sealed ${MANIFEST}`])
    const forger = sealKeyOf(newSealPem())
    const forged = sealBundle(
      inside,
      { about: { name: 'B' }, timeline: { items: 3, chain: end } },
      forger,
    )
    expect(faults(forged)).toEqual([])
    expect(faults(forged, key.publicKey)).toEqual(['other_key manifest.seal.json'])
    expect(faults(whole.slice(0, 2))).toEqual([`no_manifest ${MANIFEST}`])
  })

  test('any one byte of the archive that matters is found', () => {
    const tar = tarOf(whole)
    fc.assert(
      fc.property(fc.nat(tar.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const broken = Buffer.from(tar)
        broken[at] = (broken[at] ?? 0) ^ by
        const files = filesOfTar(broken)
        const isSame =
          files !== undefined &&
          files.length === whole.length &&
          files.every(
            ({ name, bytes }, i) => name === whole[i]?.name && bytes.equals(whole[i].bytes),
          )
        return isSame || files === undefined || checkBundle(files).faults.length > 0
      }),
      { numRuns: 300 },
    )
  })
})
