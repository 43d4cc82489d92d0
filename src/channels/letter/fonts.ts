import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** A font that has Chinese and Latin letters, and the folder that it lies in. */
export type CjkFont = { readonly family: string; readonly folder: string }

/** The better first: a family, and how its files are called. */
const FAMILIES: readonly { readonly family: string; readonly file: RegExp }[] = [
  { family: 'Noto Sans CJK SC', file: /^NotoSansCJK-Regular\.(?:ttc|otc)$/i },
  { family: 'Noto Sans CJK SC', file: /^NotoSansCJKsc-Regular\.otf$/i },
  { family: 'Source Han Sans SC', file: /^SourceHanSansSC-Regular\.otf$/i },
  { family: 'Noto Serif CJK SC', file: /^NotoSerifCJK-Regular\.(?:ttc|otc)$/i },
]

export const fontFolders = (home: string = homedir()): readonly string[] => [
  '/usr/share/fonts',
  '/usr/local/share/fonts',
  join(home, '.local', 'share', 'fonts'),
  join(home, '.fonts'),
]

const DEPTH_MAX = 5

/** Looks where systems keep their fonts; undefined where none has Chinese letters. */
export async function findCjkFont(
  folders: readonly string[] = fontFolders(),
): Promise<CjkFont | undefined> {
  const files: { readonly folder: string; readonly name: string }[] = []
  for (const folder of folders) await gather(folder, DEPTH_MAX, files)
  for (const { family, file } of FAMILIES) {
    const found = files.find(({ name }) => file.test(name))
    if (found !== undefined) return { family, folder: found.folder }
  }
  return undefined
}

async function gather(
  folder: string,
  depth: number,
  files: { readonly folder: string; readonly name: string }[],
): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (!entry.isDirectory()) files.push({ folder, name: entry.name })
    else if (depth > 0) await gather(join(folder, entry.name), depth - 1, files)
  }
}
