import { useSay } from '../say.tsx'

const onMac = () => typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

const capOf = (key: string) => (key === '$mod' ? (onMac() ? '⌘' : 'Ctrl') : key.toUpperCase())

/** 'G then T' as key caps. The second way of writing the same key (Shift+?) is not shown. */
export function KeyCaps({ keys }: { keys: readonly string[] }) {
  const say = useSay()
  const [shown] = keys
  if (shown === undefined) return null
  const presses = shown.split(' ').map((press) => press.split('+').map(capOf).join(' '))
  return (
    <span className="keys">
      {presses.map((press, at) => (
        <span key={press}>
          {at > 0 && <span className="keys-then">{say('command.then')}</span>}
          <kbd>{press === 'ENTER' ? 'Enter' : press}</kbd>
        </span>
      ))}
    </span>
  )
}
