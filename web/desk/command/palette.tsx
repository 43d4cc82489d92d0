import { Modal } from 'antd'
import { Command } from 'cmdk'
import { useState } from 'react'
import { MESSAGES } from '../messages.ts'
import { useSay } from '../say.tsx'
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
  const after = (act: () => void) => () => {
    onClose()
    act()
  }
  return (
    <Command label={say('command.title')} loop>
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
