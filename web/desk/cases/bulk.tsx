import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { BulkForm } from './bulk-form.tsx'
import { chosenByFilter, type BulkKind, type Chosen } from './bulk-queries.ts'
import type { CaseFilter } from './filter.ts'
import './bulk.css'

export type Ticked = readonly string[] | 'all'

type Props = { filter: CaseFilter; ticked: Ticked; onTick: (ticked: Ticked) => void }

const TICKED_MAX = 2000

/** What may be done to several cases at once, with the reason where it may not. */
export function BulkBar({ filter, ticked, onTick }: Props) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const [opened, setOpened] = useState<BulkKind>()
  const isNone = ticked !== 'all' && ticked.length === 0
  const nothing = isNone ? say('bulk.choose_first') : undefined
  const mayLift = me.role === 'manager' || me.role === 'compliance'
  const blocked: Readonly<Record<BulkKind, string | undefined>> = {
    hold: whyNot(me, 'hold.place') ?? nothing,
    release: mayLift ? nothing : say('bulk.release_closed'),
  }
  const chosen: Chosen =
    ticked === 'all' ? chosenByFilter(filter) : { case_ids: ticked.slice(0, TICKED_MAX) }
  return (
    <div className="bulk-bar" role="group" aria-label={say('bulk.bar')}>
      <span role="status">
        {ticked === 'all'
          ? say('bulk.all_chosen')
          : isNone
            ? say('bulk.none')
            : say('bulk.chosen', { count: ticked.length })}
      </span>
      {ticked !== 'all' && (
        <Button size="small" onClick={() => onTick('all')}>
          {say('bulk.all')}
        </Button>
      )}
      {!isNone && (
        <Button size="small" onClick={() => onTick([])}>
          {say('bulk.clear')}
        </Button>
      )}
      {(['hold', 'release'] as const).map((kind) => (
        <span key={kind} className="bulk-act">
          <Button
            size="small"
            disabled={blocked[kind] !== undefined}
            onClick={() => setOpened(kind)}
          >
            {say(`bulk.${kind}`)}
          </Button>
          {blocked[kind] !== undefined && blocked[kind] !== nothing && (
            <small className="muted">{blocked[kind]}</small>
          )}
        </span>
      ))}
      {opened !== undefined && (
        <BulkForm kind={opened} chosen={chosen} onClose={() => setOpened(undefined)} />
      )}
    </div>
  )
}
