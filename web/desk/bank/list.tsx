import { Table, Tag } from 'antd'
import type { TableRef } from 'antd/es/table/index.js'
import { useEffect, useLayoutEffect, useRef, useState, type UIEvent } from 'react'
import type { MoneyId, MoneyRowWire } from '../../../src/api/wire.ts'
import { dayText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'

type Props = {
  rows: readonly MoneyRowWire[]
  chosen: MoneyId | undefined
  onChoose: (id: MoneyId) => void
  onEnd: () => void
}

const HEADER_PX = 40
const MARGIN_PX = 26
const AHEAD_PX = 1200
/** So many rows at most are in the page, however tall the screen is. */
const HEIGHT_PX_MAX = 1200

/** Thousands of items, a few dozen of them in the page; more are read as one scrolls. */
export function MoneyList({ rows, chosen, onChoose, onEnd }: Props) {
  const say = useSay()
  const place = useRef<HTMLDivElement>(null)
  const table = useRef<TableRef>(null)
  const [height, setHeight] = useState(420)
  useLayoutEffect(() => {
    const measure = () => {
      const top = place.current?.getBoundingClientRect().top ?? 0
      const room = window.innerHeight - top - HEADER_PX - MARGIN_PX
      setHeight(Math.min(HEIGHT_PX_MAX, Math.max(240, room)))
    }
    measure()
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [])
  useEffect(() => {
    if (chosen !== undefined) table.current?.scrollTo({ key: chosen })
  }, [chosen])
  return (
    <div ref={place} className="money-list" role="region" aria-label={say('money.list')}>
      <Table<MoneyRowWire>
        ref={table}
        virtual
        size="small"
        rowKey="id"
        columns={useColumns()}
        dataSource={rows}
        pagination={false}
        scroll={{ x: 620, y: height }}
        rowClassName={(row) => (row.id === chosen ? 'chosen' : '')}
        onRow={(row) => ({ onClick: () => onChoose(row.id) })}
        onScroll={(event: UIEvent<HTMLDivElement>) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget
          if (scrollHeight - scrollTop - clientHeight < AHEAD_PX) onEnd()
        }}
        locale={{ emptyText: <Nothing /> }}
      />
    </div>
  )
}

function Nothing() {
  const say = useSay()
  return (
    <div className="nothing">
      <p>{say('money.none')}</p>
      <p className="muted">{say('money.none_hint')}</p>
    </div>
  )
}

function useColumns() {
  const say = useSay()
  const { language } = usePreferences()
  return [
    {
      key: 'booked',
      title: say('money.booked'),
      width: 124,
      render: (row: MoneyRowWire) => dayText(row.booked_on, language),
    },
    {
      key: 'left',
      title: say('money.left'),
      width: 120,
      align: 'right' as const,
      render: (row: MoneyRowWire) => moneyText(row.left, language),
    },
    {
      key: 'payer',
      title: say('money.payer'),
      width: 130,
      ellipsis: true,
      render: (row: MoneyRowWire) => row.payer ?? '—',
    },
    {
      key: 'text',
      title: say('money.text'),
      ellipsis: true,
      render: (row: MoneyRowWire) => (
        <>
          {row.returned && <Tag>{say('money.returned')}</Tag>}
          {row.twin && <Tag>{say('money.twin')}</Tag>}
          {row.asked && <Tag>{say('money.asked')}</Tag>}
          {row.text ?? '—'}
        </>
      ),
    },
    {
      key: 'best',
      title: say('money.best'),
      width: 130,
      ellipsis: true,
      render: (row: MoneyRowWire) =>
        row.suggestion === null ? (
          <span className="muted">{say('money.no_best')}</span>
        ) : (
          row.suggestion.account_ref
        ),
    },
  ]
}
