import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chainLines, checkBundle, entryOf, MANIFEST, sealOf, TIMELINE } from './bundle.ts'
import { newSealPem, sealKeyOf, type SealKey } from './seal.ts'
import { filesOfTar, folderSink, fromFile, NoArchive, tarSink, type TarFile } from './tar.ts'

const key = sealKeyOf(newSealPem())
const { text, end } = chainLines(['{"a":1}', '{"b":"二"}', '{"c":3}'])
const inside: readonly TarFile[] = [
  { name: 'index.html', bytes: Buffer.from('<p>hello</p>') },
  { name: TIMELINE, bytes: Buffer.from(text) },
]
const sealed = (name: string, by: SealKey): readonly TarFile[] => {
  const of = { about: { name }, timeline: { items: 3, chain: end } }
  return [...inside, ...sealOf(inside.map(entryOf), of, by)]
}
const whole = sealed('A', key)

const changed = (name: string, change: (bytes: Buffer) => Buffer) =>
  whole.map((file) => (file.name === name ? { name, bytes: change(file.bytes) } : file))
const faults = async (files: readonly TarFile[], publicKey?: string) =>
  (await checkBundle(files, publicKey)).faults.map(({ what, where }) => `${what} ${where}`)

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'forbear-bundle-'))
  return work(folder).finally(() => rm(folder, { recursive: true }))
}

async function writeTar(path: string): Promise<void> {
  const sink = await tarSink(`${path}.part`)
  for (const file of whole) await sink.add(file)
  await sink.end(path)
}

test('what was sealed checks as whole, through an archive and back', () =>
  inFolder(async (folder) => {
    await writeTar(join(folder, 'a.tar'))
    const file = await open(join(folder, 'a.tar'))
    const names: string[] = []
    for await (const { name } of filesOfTar(fromFile(file))) names.push(name)
    expect(names).toEqual(whole.map(({ name }) => name))
    expect(await checkBundle(filesOfTar(fromFile(file)), key.publicKey)).toMatchObject({
      faults: [],
      publicKey: key.publicKey,
    })
    await file.close()
  }))

test('nothing stands in its place before all of it does, and what was given up leaves nothing', () =>
  inFolder(async (folder) => {
    for (const make of [tarSink, folderSink]) {
      const sink = await make(join(folder, 'part'))
      await sink.add(inside[0] as TarFile)
      await expect(readFile(join(folder, 'there'))).rejects.toThrow(/ENOENT/)
      await sink.drop()
      await expect(open(join(folder, 'part'))).rejects.toThrow(/ENOENT/)
    }
  }))

describe('what was changed is named', () => {
  test('another word, another file, a file less, a file more', async () => {
    const other = changed('index.html', () => Buffer.from('<p>hallo</p>'))
    expect(await faults(other)).toEqual(['changed index.html'])
    expect(await faults(whole.filter(({ name }) => name !== 'index.html'))).toEqual([
      'missing index.html',
    ])
    expect(await faults([...whole, { name: 'more.txt', bytes: Buffer.from('x') }])).toEqual([
      'added more.txt',
    ])
    expect(await faults([...whole, ...inside.slice(0, 1)])).toEqual(['twice index.html'])
  })

  test('a line of the timeline that was changed, moved or cut off is named by its number', async () => {
    const second = (bytes: Buffer) => Buffer.from(bytes.toString().replace('二', '三'))
    expect(await faults(changed(TIMELINE, second))).toContain(`chain_broken ${TIMELINE}:2`)
    const cut = (bytes: Buffer) =>
      Buffer.from(`${bytes.toString().split('\n').slice(0, 2).join('\n')}\n`)
    expect(await faults(changed(TIMELINE, cut))).toContain(`chain_broken ${TIMELINE}:3`)
  })

  test('a manifest that was written anew stands under no seal, or under another key', async () => {
    const shorter = changed(MANIFEST, (bytes) =>
      Buffer.from(bytes.toString().replace('"A"', '"B"')),
    )
    expect(await faults(shorter)).toEqual([`not_sealed ${MANIFEST}`])
    const forger = sealKeyOf(newSealPem())
    const forged = sealed('B', forger)
    expect(await faults(forged)).toEqual([])
    expect(await faults(forged, key.publicKey)).toEqual(['other_key manifest.seal.json'])
    expect(await faults(whole.slice(0, 2))).toEqual([`no_manifest ${MANIFEST}`])
  })

  test('any one byte of the archive that matters is found', () =>
    inFolder(async (folder) => {
      await writeTar(join(folder, 'a.tar'))
      const tar = await readFile(join(folder, 'a.tar'))
      await fc.assert(
        fc.asyncProperty(
          fc.nat(tar.length - 1),
          fc.integer({ min: 1, max: 255 }),
          async (at, by) => {
            const broken = Buffer.from(tar)
            broken[at] = (broken[at] ?? 0) ^ by
            const readAt = (from: number, length: number) =>
              Promise.resolve(broken.subarray(from, from + length))
            const files: TarFile[] = []
            try {
              for await (const file of filesOfTar(readAt)) files.push(file)
            } catch (error) {
              return error instanceof NoArchive
            }
            const isSame =
              files.length === whole.length &&
              files.every(
                ({ name, bytes }, i) => name === whole[i]?.name && bytes.equals(whole[i].bytes),
              )
            return isSame || (await checkBundle(files)).faults.length > 0
          },
        ),
        { numRuns: 300 },
      )
    }))
})
