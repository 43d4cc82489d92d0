import { Modal, Switch } from 'antd'
import { prefer, usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { KeyCaps } from './key-cap.tsx'
import { useReason } from './reason.ts'
import { COMMAND_IDS, commandOf, standingOf } from './registry.ts'

/** Every key, what it does, and where it works. */
export function Sheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const say = useSay()
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      mask={{ closable: true }}
      destroyOnHidden
      width={560}
      title={say('command.sheet.title')}
    >
      <SheetBody />
    </Modal>
  )
}

function SheetBody() {
  const say = useSay()
  const reasonOf = useReason()
  const { bareKeys } = usePreferences()
  const withKeys = COMMAND_IDS.filter((id) => commandOf(id).keys.length > 0)
  return (
    <>
      <p className="muted">{say('command.sheet.lead')}</p>
      <dl className="sheet-keys">
        {withKeys.map((id) => {
          const standing = standingOf(id)
          return (
            <div key={id}>
              <dt>
                <KeyCaps keys={commandOf(id).keys} />
              </dt>
              <dd>
                {say(`command.${id}`)}
                {'because' in standing && (
                  <span className="muted">{reasonOf(standing.because)}</span>
                )}
              </dd>
            </div>
          )
        })}
      </dl>
      <label className="sheet-switch">
        <Switch checked={bareKeys} onChange={(on) => prefer({ bareKeys: on })} />
        {say('command.sheet.bare')}
      </label>
    </>
  )
}
