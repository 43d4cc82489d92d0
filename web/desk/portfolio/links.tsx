import { Link } from '@tanstack/react-router'
import type { MeWire, Role } from '../../../src/api/wire.ts'
import { KeyCaps } from '../command/key-cap.tsx'
import { commandOf, type Bindings } from '../command/registry.ts'
import type { MessageKey } from '../messages.ts'
import { useSay } from '../say.tsx'
import { READS_STRATEGIES, REVIEWS_CALLS } from '../session.ts'

type Page = {
  readonly command:
    | 'remittances.open'
    | 'letters.open'
    | 'rewards.open'
    | 'portfolio.open'
    | 'strategies.open'
    | 'templates.open'
    | 'app_texts.open'
    | 'portal_settings.open'
    | 'trials.open'
  readonly to:
    | '/remittances'
    | '/letters'
    | '/rewards'
    | '/portfolio'
    | '/strategies'
    | '/templates'
    | '/templates/apps'
    | '/settings/portal'
    | '/trials'
  readonly label: MessageKey
  readonly reads: Record<Role, boolean>
  /** Why somebody else may not. */
  readonly closed: MessageKey
}

/** What a manager decides by, and with, in the groups of the rail. */
const GROUPS: readonly { readonly label: MessageKey; readonly pages: readonly Page[] }[] = [
  {
    label: 'rail.handed_on',
    pages: [
      {
        command: 'remittances.open',
        to: '/remittances',
        label: 'remit.title',
        reads: READS_STRATEGIES,
        closed: 'remit.closed',
      },
    ],
  },
  {
    label: 'rail.portfolio',
    pages: [
      {
        command: 'portfolio.open',
        to: '/portfolio',
        label: 'portfolio.title',
        reads: REVIEWS_CALLS,
        closed: 'portfolio.closed',
      },
    ],
  },
  {
    label: 'rail.strategy',
    pages: [
      {
        command: 'strategies.open',
        to: '/strategies',
        label: 'rail.ladders',
        reads: READS_STRATEGIES,
        closed: 'ladders.closed',
      },
      {
        command: 'templates.open',
        to: '/templates',
        label: 'rail.templates',
        reads: READS_STRATEGIES,
        closed: 'templates.closed',
      },
      {
        command: 'letters.open',
        to: '/letters',
        label: 'letters.title',
        reads: REVIEWS_CALLS,
        closed: 'letters.closed',
      },
      {
        command: 'app_texts.open',
        to: '/templates/apps',
        label: 'rail.app_texts',
        reads: READS_STRATEGIES,
        closed: 'templates.closed',
      },
      {
        command: 'trials.open',
        to: '/trials',
        label: 'trials.title',
        reads: READS_STRATEGIES,
        closed: 'trials.closed',
      },
      {
        command: 'rewards.open',
        to: '/rewards',
        label: 'rewards.title',
        reads: REVIEWS_CALLS,
        closed: 'rewards.closed',
      },
    ],
  },
  {
    label: 'rail.settings',
    pages: [
      {
        command: 'portal_settings.open',
        to: '/settings/portal',
        label: 'portal_settings.title',
        reads: READS_STRATEGIES,
        closed: 'portal_settings.closed',
      },
    ],
  },
]

export function PlanningLinks({ me }: { me: MeWire }) {
  const say = useSay()
  return GROUPS.map(({ label, pages }) => {
    const open = pages.filter((page) => page.reads[me.role])
    if (open.length === 0) return null
    return (
      <section key={label}>
        <h2>{say(label)}</h2>
        <ul>
          {open.map((page) => (
            <li key={page.command}>
              <Link
                to={page.to}
                className="rail-link"
                activeOptions={{ exact: page.to === '/templates', includeSearch: false }}
              >
                {say(page.label)}
                <KeyCaps keys={commandOf(page.command).keys} />
              </Link>
            </li>
          ))}
        </ul>
      </section>
    )
  })
}

/** The same pages for the palette and the keys. */
export function planningBindings(
  me: MeWire,
  go: (to: Page['to']) => void,
  say: (key: MessageKey) => string,
): Bindings {
  return Object.fromEntries(
    GROUPS.flatMap(({ pages }) => pages).map(({ command, to, reads, closed }) => [
      command,
      { run: () => go(to), disabledBecause: reads[me.role] ? undefined : say(closed) },
    ]),
  )
}
