import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Table } from 'antd'
import type { TableRef } from 'antd/es/table/index.js'
import type { RefObject, UIEvent } from 'react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { CaseRow } from '../../../src/api/wire.ts'
import { useNextCase } from '../case/next-case.ts'
import { useCommands } from '../command/registry.ts'
import { casesQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import type { Ticked } from './bulk.tsx'
import { useColumns } from './columns.tsx'
import type { CaseFilter } from './filter.ts'
import { filterText } from './filter.ts'

type Props = {
  filter: CaseFilter
  chosen: string | undefined
  ticked: Ticked
  onTick: (ticked: Ticked) => void
}

const WIDTH_PX = 1050
const HEADER_PX = 40
const MARGIN_PX = 26
/** The next page is asked for this long before its first row would be seen. */
const AHEAD_PX = 1200

/** Ten thousand rows, a few dozen of them in the page; more are read as one scrolls. */
export function CaseTable({ filter, chosen, ticked, onTick }: Props) {
  const say = useSay()
  const from = filterText(filter)
  const columns = useColumns(from)
  const list = useSuspenseInfiniteQuery(casesQuery(filter))
  const rows = list.data.pages.flatMap((page) => page.items)
  const place = useRef<HTMLDivElement>(null)
  const table = useRef<TableRef>(null)
  const height = useRoomBelow(place)
  const open = useListCommands({ rows, filter, chosen, table })
  const all = ticked === 'all'
  const more = () => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
  }
  return (
    <div ref={place} className="case-table" role="region" aria-label={say('cases.list')}>
      <Table<CaseRow>
        ref={table}
        virtual
        size="small"
        rowKey="id"
        columns={columns}
        dataSource={rows}
        pagination={false}
        rowSelection={{
          columnWidth: 42,
          selectedRowKeys: all ? rows.map(({ id }) => id) : [...ticked],
          preserveSelectedRowKeys: true,
          onChange: (keys) => onTick(keys.map(String)),
          getCheckboxProps: ({ name }) => ({ 'aria-label': say('bulk.tick', { name }) }),
        }}
        scroll={{ x: WIDTH_PX, y: height }}
        rowClassName={(row) => (row.id === chosen ? 'chosen' : '')}
        onRow={(row) => ({ onDoubleClick: () => open(row) })}
        onScroll={(event: UIEvent<HTMLDivElement>) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget
          if (scrollHeight - scrollTop - clientHeight < AHEAD_PX) more()
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
      <p>{say('cases.none')}</p>
      <p className="muted">{say('cases.none_hint')}</p>
    </div>
  )
}

/** The height from the table's top to the window's bottom: the virtual list needs a number. */
function useRoomBelow(place: RefObject<HTMLDivElement | null>): number {
  const [height, setHeight] = useState(480)
  useLayoutEffect(() => {
    const measure = () => {
      const top = place.current?.getBoundingClientRect().top ?? 0
      setHeight(Math.max(240, window.innerHeight - top - HEADER_PX - MARGIN_PX))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    window.addEventListener('resize', measure)
    return () => {
      observer.disconnect()
      window.removeEventListener('resize', measure)
    }
  }, [place])
  return height
}

type List = Pick<Props, 'filter' | 'chosen'> & {
  rows: readonly CaseRow[]
  table: RefObject<TableRef | null>
}

/** J, K and Enter; the chosen row is part of the URL, so Back returns to it. */
function useListCommands({ rows, filter, chosen, table }: List): (row: CaseRow) => void {
  const navigate = useNavigate()
  const goToNext = useNextCase()
  const at = rows.findIndex((row) => row.id === chosen)
  useEffect(() => {
    if (chosen !== undefined) table.current?.scrollTo({ key: chosen })
  }, [chosen, table])
  const choose = (index: number) => {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)]
    if (row === undefined) return
    void navigate({
      to: '/cases',
      search: { ...filter, row: row.id },
      replace: true,
      resetScroll: false,
    })
  }
  const open = (row: CaseRow) => {
    const from = filterText(filter)
    void navigate({
      to: '/cases/$id',
      params: { id: row.id },
      search: from === '' ? {} : { from },
    })
  }
  const present = rows[at]
  useCommands('page', {
    'list.down': { run: () => choose(at + 1) },
    'list.up': { run: () => choose(at - 1) },
    'list.open': { run: () => present && open(present) },
    'case.next': { run: () => void goToNext({ filter, after: present?.id }) },
  })
  return open
}
