import { Link } from '@tanstack/react-router'
import type { MeWire } from '../../../src/api/wire.ts'
import { KeyCaps } from '../command/key-cap.tsx'
import { commandOf, type Bindings } from '../command/registry.ts'
import { useSay } from '../say.tsx'

const PAGES = [
  ['keys.open', '/developers/keys', 'dev.keys'],
  ['webhooks.open', '/developers/webhooks', 'dev.webhooks'],
  ['events.open', '/developers/events', 'dev.events'],
  ['reference.open', '/developers/reference', 'dev.reference'],
] as const

type Command = (typeof PAGES)[number][0]

/** An administrator's, but for the keys: those are agreed to by somebody else. */
const mayOpen = (me: MeWire, command: Command): boolean =>
  me.role === 'admin' || (command === 'keys.open' && me.role !== 'collector')

/** The pages for whoever writes programs. */
export function DeveloperLinks({ me }: { me: MeWire }) {
  const say = useSay()
  const pages = PAGES.filter(([command]) => mayOpen(me, command))
  if (pages.length === 0) return null
  return (
    <section>
      <h2>{say('rail.developers')}</h2>
      <ul>
        {pages.map(([command, to, label]) => (
          <li key={command}>
            <Link to={to} className="rail-link" activeOptions={{ includeSearch: false }}>
              {say(label)}
              <KeyCaps keys={commandOf(command).keys} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The same pages for the palette. */
export function developerBindings(
  me: MeWire,
  go: (to: (typeof PAGES)[number][1]) => void,
  closed: string,
): Bindings {
  return Object.fromEntries(
    PAGES.map(([command, to]) => {
      const disabledBecause = mayOpen(me, command) ? undefined : closed
      return [command, { run: () => go(to), disabledBecause }]
    }),
  )
}
