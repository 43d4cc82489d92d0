import { createReadStream, type Stats } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { Readable } from 'node:stream'
import type { Context } from 'hono'
import type { ApiDeps, ApiEnv } from './env.ts'
import { packedFile, readsBrotli } from './packed-file.ts'
import { problem } from './problem.ts'
import type { Api } from './route.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
}

/** What is text, and goes packed to whoever can read that. */
const PACKED = new Set(['.html', '.js', '.css', '.json', '.svg', '.webmanifest'])

/**
 * The built desk. Every path that is no file is a page of the desk's own router, so its first page
 * answers; a missing file with an ending (a script of an older build) is a plain 404.
 */
export function addDesk(api: Api, deps: ApiDeps): void {
  api.get('/*', async (c) => {
    const folder = deps.deskFolder
    if (folder === undefined) return problem(c, 'not_found')
    const asked = await fileOf(folder, c.req.path)
    if (asked !== undefined) return sendFile(c, asked)
    if (extname(c.req.path) !== '') return problem(c, 'not_found')
    const first = await fileOf(folder, '/index.html')
    return first === undefined ? problem(c, 'not_found') : sendFile(c, first)
  })
}

type Found = { readonly path: string; readonly stats: Stats }

/** The file of a URL path, only where it really lies in the folder: no '..', no link out of it. */
async function fileOf(folder: string, urlPath: string): Promise<Found | undefined> {
  const decoded = decode(urlPath)
  if (decoded === undefined || decoded.includes('\0') || decoded.split(/[\\/]/).includes('..'))
    return undefined
  const path = join(folder, decoded)
  try {
    const [root, real] = await Promise.all([realpath(folder), realpath(path)])
    const stats = await stat(real)
    return real.startsWith(root + sep) && stats.isFile() ? { path: real, stats } : undefined
  } catch {
    return undefined
  }
}

function decode(urlPath: string): string | undefined {
  try {
    return decodeURIComponent(urlPath)
  } catch {
    return undefined
  }
}

/** Built assets carry a hash in their name and never change; the first page is asked for each time. */
async function sendFile(c: Context<ApiEnv>, { path, stats }: Found): Promise<Response> {
  const hashed = c.req.path.startsWith('/assets/')
  const version = `${stats.size.toString(36)}-${Math.trunc(stats.mtimeMs).toString(36)}`
  const isPacked = PACKED.has(extname(path)) && readsBrotli(c.req.header('Accept-Encoding'))
  const etag = isPacked ? `"${version}-br"` : `"${version}"`
  c.header('Vary', 'Accept-Encoding')
  c.header('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
  c.header('ETag', etag)
  if (c.req.header('If-None-Match') === etag) return c.body(null, 304)
  c.header('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream')
  if (isPacked) {
    const packed = await packedFile(path, version)
    c.header('Content-Encoding', 'br')
    c.header('Content-Length', String(packed.length))
    return c.req.method === 'HEAD' ? c.body(null) : c.body(packed)
  }
  c.header('Content-Length', String(stats.size))
  if (c.req.method === 'HEAD') return c.body(null)
  return c.body(Readable.toWeb(createReadStream(path)) as ReadableStream)
}
