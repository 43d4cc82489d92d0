import { Link } from '@tanstack/react-router'
import type { MeWire, Role } from '../../../src/api/wire.ts'
import { KeyCaps } from '../command/key-cap.tsx'
import { commandOf } from '../command/registry.ts'
import type { Bindings } from '../command/registry.ts'
import { useSay } from '../say.tsx'

/** Who answers for what was done; an administrator sees what changed and who has which role, and no borrower. */
export const WATCHES: Record<Role, boolean> = {
  collector: false,
  manager: true,
  compliance: true,
  admin: false,
}

const PAGES = [
  ['decisions.open', '/compliance/decisions', 'rail.decisions'],
  ['rules.open', '/compliance/rules', 'rail.rules'],
  ['holds.open', '/compliance/holds', 'rail.holds_board'],
  ['limits.open', '/compliance/limits', 'rail.limits'],
  ['access.open', '/compliance/access', 'rail.access'],
  ['changes.open', '/compliance/changes', 'rail.changes'],
] as const

const isOpen = (me: MeWire, command: (typeof PAGES)[number][0]): boolean =>
  WATCHES[me.role] ||
  (me.role === 'admin' && (command === 'changes.open' || command === 'access.open'))

/** The officer's pages in the rail. */
export function ComplianceLinks({ me }: { me: MeWire }) {
  const say = useSay()
  const pages = PAGES.filter(([command]) => isOpen(me, command))
  if (pages.length === 0) return null
  return (
    <section>
      <h2>{say('rail.watch')}</h2>
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

/** The same pages for the palette and the keys. */
export function complianceBindings(
  me: MeWire,
  go: (to: (typeof PAGES)[number][1]) => void,
  closed: string,
): Bindings {
  return Object.fromEntries(
    PAGES.map(([command, to]) => [
      command,
      { run: () => go(to), disabledBecause: isOpen(me, command) ? undefined : closed },
    ]),
  )
}
