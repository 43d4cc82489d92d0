import { Link } from '@tanstack/react-router'
import type { TableColumnsType } from 'antd'
import type { CaseRow, CaseState } from '../../../src/api/wire.ts'
import { dayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay, useWordOf } from '../say.tsx'

export type Tone = 'plain' | 'good' | 'wait' | 'bad' | 'accent'

/** The mark of each state: always beside its word, never colour alone. */
export const STATE_TONE: Record<CaseState, Tone> = {
  open: 'plain',
  promised: 'accent',
  on_hold: 'wait',
  legal: 'bad',
  closed: 'good',
}

type Column = TableColumnsType<CaseRow>[number]

export function useColumns(from: string): TableColumnsType<CaseRow> {
  const say = useSay()
  return [
    {
      title: say('cases.column.name'),
      width: 190,
      render: (_, row) => <Name row={row} from={from} />,
    },
    { title: say('cases.column.ref'), width: 130, render: (_, row) => <code>{row.ref}</code> },
    ...useFigures(),
    ...useStanding(),
  ]
}

const Name = ({ row, from }: { row: CaseRow; from: string }) => (
  <Link
    to="/cases/$id"
    params={{ id: row.id }}
    search={from === '' ? {} : { from }}
    lang={row.language}
    className="row-name"
  >
    {row.name}
  </Link>
)

function useFigures(): Column[] {
  const say = useSay()
  const { language } = usePreferences()
  return [
    {
      title: say('cases.column.arrears'),
      width: 130,
      align: 'right',
      render: (_, row) => <span className="figure">{moneyText(row.arrears, language)}</span>,
    },
    {
      title: say('cases.column.days'),
      width: 70,
      align: 'right',
      render: (_, row) => <span className="figure">{row.days_past_due}</span>,
    },
  ]
}

function useStanding(): Column[] {
  const say = useSay()
  const wordOf = useWordOf()
  const { language } = usePreferences()
  return [
    {
      title: say('cases.column.stage'),
      width: 150,
      render: (_, row) => (
        <>
          {wordOf('stage', row.stage)} <small>{wordOf('tone', row.tone)}</small>
        </>
      ),
    },
    {
      title: say('cases.column.state'),
      width: 110,
      render: (_, row) => (
        <span className={`mark ${STATE_TONE[row.state]}`}>{say(`state.${row.state}`)}</span>
      ),
    },
    {
      title: say('cases.column.next'),
      width: 190,
      ellipsis: true,
      render: (_, row) =>
        row.next_treatment === null ? '–' : wordOf('treatment-name', row.next_treatment),
    },
    {
      title: say('cases.column.opened'),
      width: 120,
      render: (_, row) => dayText(row.opened_on, language),
    },
  ]
}
