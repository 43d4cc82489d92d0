import { join } from 'node:path'
import { loadFiles, type LoadReport, type LoadResult } from '../intake/load.ts'
import { problemText } from '../intake/problem.ts'
import type { MappingProblem } from '../intake/read-mapping.ts'
import { dayOption, ROOT, tenantOf, whenOf, withDatabase, type Context } from './context.ts'
import { makeKeys } from './search-command.ts'
import { EXIT, Stop, tableText, type Talk } from './talk.ts'

type Options = {
  mapping: string
  asOf?: string
  dryRun?: boolean
  rejects?: string
  encoding?: 'utf-8' | 'gb18030'
  maxClosures?: string
  maxDisappeared?: string
}

const NOUNS = [
  'borrower',
  'account',
  'address',
  'instalment',
  'payment',
  'snapshot',
  'profile',
  'placement',
] as const
const PROBLEMS_SHOWN = 20

export async function loadCommand(
  context: Context,
  options: Options,
  path?: string,
): Promise<number> {
  const { talk } = context
  const asOf = options.asOf === undefined ? undefined : dayOption(talk, '--as-of', options.asOf)
  const result = await withDatabase(context, async (open) => {
    const tenant = await tenantOf(open)
    const loaded = await loadFiles(open.db, open.tenantId, {
      ...whenOf(open, tenant.zone, {}),
      path: path ?? '',
      mapping: options.mapping,
      mappings: join(ROOT, 'mappings'),
      asOf,
      dryRun: options.dryRun === true,
      rejects: options.rejects,
      encoding: options.encoding,
      limits: limitsOf(talk, options),
      say: talk.line,
    })
    if ('done' in loaded && loaded.done === 'loaded') await makeKeys(open)
    return loaded
  })
  return showLoad(talk, result)
}

function limitsOf(
  talk: Talk,
  options: Options,
): Partial<Record<'closures' | 'disappeared', string>> {
  const limit = (option: string, text: string | undefined) => {
    if (text !== undefined && !/^[0-9]{1,3}(\.[0-9])?%$/.test(text)) {
      throw new Stop(talk.word('badShare', { option, text }), EXIT.usage)
    }
    return text
  }
  const closures = limit('--max-closures', options.maxClosures)
  const disappeared = limit('--max-disappeared', options.maxDisappeared)
  return {
    ...(closures === undefined ? {} : { closures }),
    ...(disappeared === undefined ? {} : { disappeared }),
  }
}

/** Says what became of a load; anything but a load, a preview or a repeat ends with 3. */
export function showLoad(talk: Talk, result: LoadResult): number {
  if ('declined' in result) {
    showRefusal(talk, result)
    return EXIT.refused
  }
  if (result.done === 'already_loaded') {
    talk.data(result, () => talk.word('alreadyLoaded', { load: String(result.load.loadId) }))
    return EXIT.ok
  }
  talk.data(result, () => reportText(talk, result.report))
  talk.say(result.done === 'loaded' ? 'loadDone' : 'loadDryRun')
  return result.report.rejected > 0 ? EXIT.refused : EXIT.ok
}

type Refused = Extract<LoadResult, { declined: string }>

function showRefusal(talk: Talk, result: Refused): void {
  if (result.declined === 'bad_mapping') {
    const { mappingProblems } = result
    talk.data(result, () => mappingProblems.map((p) => `${placeOf(p)}: ${p.wants}`).join('\n'))
    return
  }
  const shown = result.problems.slice(0, PROBLEMS_SHOWN)
  talk.data(result, () => shown.map((problem) => problemText(problem, talk.language)).join('\n'))
  if (result.count > shown.length) talk.say('moreProblems', { count: result.count - shown.length })
  talk.say('loadRefused')
}

/** The place in the mapping; the option itself where no mapping has the name. */
function placeOf({ file, line, path }: MappingProblem): string {
  if (line === 0 && path === '') return `--mapping "${file}"`
  return `${file}${line > 0 ? `:${line}` : ''} ${path}`.trimEnd()
}

function reportText(talk: Talk, report: LoadReport): string {
  const files = report.files.map((f) => [
    f.file,
    String(f.rows),
    String(f.leftOut),
    String(f.rejected),
    f.notes.join('; '),
  ])
  const nouns = NOUNS.map((noun) => {
    const { rows, inserts, changes, unchanged } = report.preview[noun]
    return [noun, String(rows), String(inserts), String(changes), String(unchanged)]
  })
  const { openBefore, closures, disappeared } = report.preview
  return [
    tableText(
      [
        talk.word('headFile'),
        talk.word('headRows'),
        talk.word('headLeftOut'),
        talk.word('headRejected'),
        '',
      ],
      files,
    ),
    '',
    tableText(
      [
        '',
        talk.word('headRows'),
        talk.word('headNew'),
        talk.word('headChanged'),
        talk.word('headUnchanged'),
      ],
      nouns,
    ),
    '',
    talk.word('loadAccounts', { open: openBefore, closures, disappeared }),
  ].join('\n')
}
