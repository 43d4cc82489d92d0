import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseBankMapping } from './csv-mapping.ts'

export type MappingText = { readonly text: string } | { readonly wants: string }

/** A mapping by its name in mappings/bank, or by the path of a .yaml file, once it is known to be sound. */
export async function mappingText(nameOrPath: string, folder: string): Promise<MappingText> {
  const isPath = nameOrPath.endsWith('.yaml') || nameOrPath.endsWith('.yml')
  const path = isPath ? nameOrPath : join(folder, 'bank', `${basename(nameOrPath)}.yaml`)
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) {
    const known = await readdir(join(folder, 'bank')).catch((): string[] => [])
    return { wants: known.map((file) => file.replace('.yaml', '')).join(', ') }
  }
  const read = parseBankMapping(text)
  return 'wants' in read ? read : { text }
}
