import pg from 'pg'

/**
 * Refuses, in one sentence, a server that is too old or that may lose a write it has acknowledged.
 */
export async function checkServer(
  url: string,
  options: { readonly throwaway?: boolean },
): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 15_000 })
  await client.connect().catch((error: unknown) => {
    throw new Error(`The database server did not answer: ${reasonOf(error)}`, { cause: error })
  })
  try {
    const settings = await readSettings(client)
    const problem = problemOf(settings, options.throwaway === true)
    if (problem !== undefined) throw new Error(problem)
  } finally {
    await client.end()
  }
}

export type ServerSettings = {
  readonly version_num: number
  readonly version: string
  readonly encoding: string
  readonly fsync: string
  readonly synchronous_commit: string
  readonly full_page_writes: string
}

export function problemOf(settings: ServerSettings, isThrowaway: boolean): string | undefined {
  if (settings.version_num < 150_000) {
    return `This server is PostgreSQL ${settings.version}; Forbear needs 15 or newer.`
  }
  if (settings.encoding !== 'UTF8') {
    return `This database is encoded as ${settings.encoding}; Forbear needs UTF8.`
  }
  if (isThrowaway) return undefined
  const off = (['fsync', 'synchronous_commit', 'full_page_writes'] as const).filter(
    (name) => settings[name] === 'off',
  )
  if (off.length === 0) return undefined
  return `This server may lose what it has acknowledged (${off.join(', ')} off): turn it on first.`
}

async function readSettings(client: pg.Client): Promise<ServerSettings> {
  const result = await client.query<ServerSettings>(
    `select current_setting('server_version_num')::int as version_num,
            current_setting('server_version') as version,
            current_setting('server_encoding') as encoding,
            current_setting('fsync') as fsync,
            current_setting('synchronous_commit') as synchronous_commit,
            current_setting('full_page_writes') as full_page_writes`,
  )
  const [settings] = result.rows
  if (settings === undefined) throw new Error('The database server did not tell its settings.')
  return settings
}

/** Node gathers the failures of several addresses under an error without words. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map(reasonOf).join('; ')
  }
  return error instanceof Error ? error.message : String(error)
}
