/** What of the editor is in the URL: the version it began from, the view, the row, the account. */
export const VIEWS = ['tables', 'text', 'changes', 'tests', 'publish'] as const
export type View = (typeof VIEWS)[number]

export type LadderSearch = {
  readonly version?: number | undefined
  readonly view?: View | undefined
  /** 'treatments.3': the row whose accounts are shown. */
  readonly row?: string | undefined
  /** The case that is explained as this text would decide it. */
  readonly case?: string | undefined
  /** 'branch-calls:40,field-visits:5': cases that the hours of a day reach. */
  readonly hours?: string | undefined
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

export function ladderSearchOf(search: Record<string, unknown>): LadderSearch {
  const version = Number(search['version'])
  return {
    version: Number.isInteger(version) && version > 0 ? version : undefined,
    view: VIEWS.find((view) => view === search['view']),
    row: textOf(search['row']),
    case: textOf(search['case']),
    hours: textOf(search['hours']),
  }
}

export function hoursOf(text: string | undefined): Readonly<Record<string, number>> {
  const pairs = (text ?? '').split(',').flatMap((pair): [string, number][] => {
    const match = /^([a-z0-9_-]{1,60}):([0-9]{1,6})$/.exec(pair)
    return match === null ? [] : [[match[1] ?? '', Number(match[2])]]
  })
  return Object.fromEntries(pairs)
}

export function hoursText(hours: Readonly<Record<string, number>>): string | undefined {
  const pairs = Object.entries(hours).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return pairs.length === 0 ? undefined : pairs.map(([list, n]) => `${list}:${n}`).join(',')
}
