import { Button, Modal, Switch } from 'antd'
import { useState, type KeyboardEvent } from 'react'
import { prefer, preferences, usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { KeyCaps } from './key-cap.tsx'
import { useReason } from './reason.ts'
import {
  COMMAND_IDS,
  commandOf,
  COMMANDS,
  standingOf,
  takenBy,
  type CommandId,
} from './registry.ts'

/** Every key, what it does, where it works, and a way to give it another. */
export function Sheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const say = useSay()
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      mask={{ closable: true }}
      destroyOnHidden
      width={680}
      title={say('command.sheet.title')}
    >
      <SheetBody />
    </Modal>
  )
}

function SheetBody() {
  const say = useSay()
  const { bareKeys, keys: own } = usePreferences()
  const [changing, setChanging] = useState<CommandId>()
  const [said, setSaid] = useState('')
  const withKeys = COMMAND_IDS.filter((id) => COMMANDS[id].keys.length > 0)
  const give = (id: CommandId, keys: string) => {
    const other = keys === '' ? undefined : takenBy(id, keys)
    setChanging(undefined)
    if (other !== undefined)
      setSaid(
        say('command.sheet.taken', { keys: keys.toUpperCase(), other: say(`command.${other}`) }),
      )
    else {
      setSaid('')
      prefer({ keys: { ...preferences().keys, [id]: keys } })
    }
  }
  return (
    <>
      <p className="muted">{say('command.sheet.lead')}</p>
      <p role="status">{changing === undefined ? said : say('command.sheet.press')}</p>
      <dl className="sheet-keys">
        {withKeys.map((id) => (
          <Row
            key={id}
            id={id}
            isChanging={changing === id}
            onChange={() => setChanging(id)}
            onKeys={(keys) => give(id, keys)}
            onLeave={() => setChanging(undefined)}
          />
        ))}
      </dl>
      <div className="sheet-acts">
        <label className="sheet-switch">
          <Switch checked={bareKeys} onChange={(on) => prefer({ bareKeys: on })} />
          {say('command.sheet.bare')}
        </label>
        <Button disabled={Object.keys(own).length === 0} onClick={() => prefer({ keys: {} })}>
          {say('command.sheet.reset')}
        </Button>
        {Object.keys(own).length === 0 && (
          <small className="muted">{say('command.sheet.all_given')}</small>
        )}
      </div>
    </>
  )
}

type RowProps = {
  id: CommandId
  isChanging: boolean
  onChange: () => void
  onKeys: (keys: string) => void
  onLeave: () => void
}

const USABLE = /^[a-z0-9;,.'[\]\\=-]$/

function Row({ id, isChanging, onChange, onKeys, onLeave }: RowProps) {
  const say = useSay()
  const reasonOf = useReason()
  const [isAfterG, setAfterG] = useState(false)
  const standing = standingOf(id)
  const isFixed = COMMANDS[id].keys.some((keys) => keys.includes('$mod'))
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isChanging || event.nativeEvent.isComposing || event.key === 'Tab') return
    if (event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    const key = event.key.toLowerCase()
    if (key === 'escape') onLeave()
    else if (key === 'backspace' || key === 'delete') onKeys('')
    else if (key === 'g' && !isAfterG) {
      setAfterG(true)
      return
    } else if (USABLE.test(key)) onKeys(isAfterG ? `g ${key}` : key)
    setAfterG(false)
  }
  return (
    <div>
      <dt>
        <Button
          size="small"
          type="text"
          aria-pressed={isChanging}
          disabled={isFixed}
          onClick={onChange}
          onKeyDown={onKeyDown}
          onBlur={() => isChanging && onLeave()}
        >
          {isChanging ? say('command.sheet.waiting') : <KeyCaps keys={shown(id)} />}
          <span className="only-read">
            {say('command.sheet.change', { command: say(`command.${id}`) })}
          </span>
        </Button>
      </dt>
      <dd>
        {say(`command.${id}`)}
        {'because' in standing && <span className="muted">{reasonOf(standing.because)}</span>}
        {isFixed && <span className="muted">{say('command.sheet.fixed')}</span>}
      </dd>
    </div>
  )
}

const shown = (id: CommandId): readonly string[] => {
  const { keys } = commandOf(id)
  return keys.length === 0 ? ['–'] : keys
}
