import { Modal } from 'antd'
import { Command } from 'cmdk'
import { useState } from 'react'
import type { SearchHit } from '../../../src/api/wire.ts'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { MESSAGES } from '../messages.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { Hit } from '../search/hit.tsx'
import { searchQuery, useRested } from '../search/queries.ts'
import { READS_CASES } from '../session.ts'
import { KeyCaps } from './key-cap.tsx'
import type { CommandGroup, CommandId } from './registry.ts'
import { COMMAND_IDS, commandOf, standingOf } from './registry.ts'
import { useReason } from './reason.ts'

const GROUPS: readonly CommandGroup[] = ['go', 'case', 'list', 'ladder', 'desk']

type Props = { open: boolean; onClose: () => void; onLookFor: (text: string) => void }

/** Every command by its words in either language or by pinyin initials; anything else is looked for. */
export function Palette({ open, onClose, onLookFor }: Props) {
  const say = useSay()
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      mask={{ closable: true }}
      destroyOnHidden
      width={620}
      title={<span className="only-read">{say('command.title')}</span>}
      className="palette"
      styles={{ header: { margin: 0 } }}
    >
      <PaletteBody onClose={onClose} onLookFor={onLookFor} />
    </Modal>
  )
}

function PaletteBody({ onClose, onLookFor }: Omit<Props, 'open'>) {
  const say = useSay()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState('')
  const hits = usePeople(text)
  const first = hits[0]?.case_id
  // Somebody who is found goes before looking for them; a command that was found goes before both.
  const [seen, setSeen] = useState<string>()
  if (first !== seen) {
    setSeen(first)
    if (first !== undefined && chosen.startsWith('look-for')) setChosen(`case ${first}`)
  }
  const after = (act: () => void) => () => {
    onClose()
    act()
  }
  return (
    <Command label={say('command.title')} loop value={chosen} onValueChange={setChosen}>
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder={say('command.placeholder')}
        autoFocus
      />
      <Command.List label={say('command.title')}>
        {GROUPS.map((group) => (
          <Command.Group key={group} heading={say(`command.group.${group}`)}>
            {COMMAND_IDS.filter((id) => commandOf(id).group === group && id !== 'palette.open').map(
              (id) => (
                <Row key={id} id={id} after={after} />
              ),
            )}
          </Command.Group>
        ))}
        <People hits={hits} after={after} />
        {text.trim() !== '' && (
          <Command.Item
            forceMount
            value={`look-for ${text}`}
            onSelect={after(() => onLookFor(text.trim()))}
          >
            {say('command.look_for', { text: text.trim() })}
          </Command.Item>
        )}
      </Command.List>
    </Command>
  )
}

const PEOPLE_MAX = 8

/** Who is found by what was typed, once typing rests. */
function usePeople(text: string): readonly SearchHit[] {
  const rested = useRested(text)
  const { data: me } = useSuspenseQuery(meQuery)
  const isAsked = READS_CASES[me.role] && rested.trim() !== ''
  const { data } = useQuery({ ...searchQuery(rested), enabled: isAsked })
  return text.trim() === '' ? [] : (data?.items ?? []).slice(0, PEOPLE_MAX)
}

type Of = { hits: readonly SearchHit[]; after: (act: () => void) => () => void }

function People({ hits, after }: Of) {
  const say = useSay()
  const navigate = useNavigate()
  if (hits.length === 0) return null
  return (
    <Command.Group heading={say('search.results')} forceMount>
      {hits.map((hit) => (
        <Command.Item
          key={hit.case_id}
          forceMount
          className="palette-hit"
          value={`case ${hit.case_id}`}
          onSelect={after(() => void navigate({ to: '/cases/$id', params: { id: hit.case_id } }))}
        >
          <Hit hit={hit} />
        </Command.Item>
      ))}
    </Command.Group>
  )
}

function Row({ id, after }: { id: CommandId; after: (act: () => void) => () => void }) {
  const say = useSay()
  const reasonOf = useReason()
  const standing = standingOf(id)
  const words = MESSAGES[`command.${id}`]
  const run = 'run' in standing ? standing.run : undefined
  return (
    <Command.Item
      value={id}
      keywords={[words.zh, words.en, commandOf(id).pinyin]}
      disabled={run === undefined}
      onSelect={after(() => run?.())}
    >
      <span>{say(`command.${id}`)}</span>
      {'because' in standing && (
        <span className="palette-reason">{reasonOf(standing.because)}</span>
      )}
      <KeyCaps keys={commandOf(id).keys} />
    </Command.Item>
  )
}
