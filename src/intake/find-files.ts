import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { FileMapping, Mapping } from './mapping.ts'
import type { Problem } from './problem.ts'

export type FoundFile = { readonly key: string; readonly file: FileMapping; readonly path: string }

type Found =
  | { readonly files: readonly FoundFile[]; readonly folder: string | undefined }
  | { readonly problems: readonly Problem[] }

const ENDINGS = ['.csv', '.jsonl', '.parquet']

/** The files of a mapping: all of a folder, or the one that stands for the mapping's single file. */
export async function findFiles(path: string, mapping: Mapping): Promise<Found> {
  const there = await stat(path).catch(() => undefined)
  if (there === undefined) return { problems: [{ code: 'missing_file', file: path }] }
  if (there.isFile()) return singleFile(path, mapping)
  if (!there.isDirectory()) return { problems: [{ code: 'not_a_file', file: path }] }
  const names = await readdir(path)
  const files: FoundFile[] = []
  const problems: Problem[] = []
  for (const [key, file] of Object.entries(mapping.files)) {
    const matches = names.filter((name) => fits(file.name, name))
    const [match] = matches
    if (matches.length > 1)
      problems.push({ code: 'extra_file', file: matches.join(', '), wants: file.name })
    else if (match !== undefined) files.push({ key, file, path: join(path, match) })
    else if (file.optional !== true)
      problems.push({ code: 'missing_file', file: join(basename(path), file.name) })
  }
  if (files.length === 0 && problems.length === 0) {
    problems.push({
      code: 'missing_file',
      file: path,
      wants: Object.values(mapping.files)
        .map((file) => file.name)
        .join(', '),
    })
  }
  return problems.length > 0 ? { problems } : { files, folder: path }
}

/** One file by its own name, or else as the file that the mapping means by one file. */
function singleFile(path: string, mapping: Mapping): Found {
  const named = Object.keys(mapping.files).find((key) =>
    fits(mapping.files[key]?.name ?? '', basename(path)),
  )
  const key = named ?? mapping.single
  const file = mapping.files[key]
  const missing = Object.entries(mapping.files).filter(
    ([other, { optional }]) => other !== key && optional !== true,
  )
  if (file === undefined || missing.length > 0) {
    const problems = missing.map(([, other]): Problem => ({
      code: 'missing_file',
      file: other.name,
      wants: 'a folder / 文件夹',
    }))
    return { problems }
  }
  return { files: [{ key, file, path }], folder: undefined }
}

const fits = (pattern: string, name: string): boolean =>
  pattern.endsWith('.*')
    ? ENDINGS.some((ending) => name === pattern.slice(0, -2) + ending)
    : name === pattern
