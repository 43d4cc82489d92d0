import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { breaksOf } from '../api/document-breaks.ts'
import type { Document } from '../api/document.ts'
import { documentNow } from '../api/testing-document.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const DOCUMENT = join(ROOT, 'docs', 'openapi.json')
const TYPES = join(ROOT, 'src', 'client', 'types.ts')
const MAKER = [
  '-y',
  '-p',
  'openapi-typescript@7.13.0',
  '-p',
  'typescript@5.9.3',
  'openapi-typescript',
]

/** Writes the document and the client's types; a document that would break a program is refused. */
function make(): void {
  const now = documentNow()
  const before = existsSync(DOCUMENT)
    ? (JSON.parse(readFileSync(DOCUMENT, 'utf8')) as Document)
    : undefined
  const breaks = before === undefined ? [] : breaksOf(before, now)
  if (breaks.length > 0 && !process.argv.includes('--broken-on-purpose')) {
    process.stderr.write(`Programs that work today would not:\n${breaks.join('\n')}\n`)
    process.exitCode = 1
    return
  }
  const text = `${JSON.stringify(now, undefined, 1)}\n`
  writeFileSync(DOCUMENT, text)
  const folder = mkdtempSync(join(tmpdir(), 'forbear-client-'))
  try {
    const out = join(folder, 'types.ts')
    execFileSync('npx', [...MAKER, DOCUMENT, '-o', out, '--root-types'], { stdio: 'inherit' })
    const hash = createHash('sha256').update(text).digest('hex')
    const head = `/* eslint-disable */\n// Made by npm run client from docs/openapi.json, SHA-256 ${hash}\n`
    writeFileSync(TYPES, head + readFileSync(out, 'utf8'))
    execFileSync('npx', ['oxfmt', TYPES], { stdio: 'inherit' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  process.stdout.write(`Wrote docs/openapi.json and src/client/types.ts.\n`)
}

make()
