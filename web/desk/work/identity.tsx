import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { CaseWire, ContactId } from '../../../src/api/wire.ts'
import { KeyCaps } from '../command/key-cap.tsx'
import { commandOf, useCommands } from '../command/registry.ts'
import { clockText, zoneText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { permissionsQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { scriptQuery } from './script-queries.ts'

/** Endings that say nothing of a debt, because they need no right person. */
const NEEDS_NOBODY: ReadonlySet<string> = new Set([
  'no_answer',
  'voicemail',
  'busy',
  'dead_number',
  'third_party',
  'wrong_number',
  'wrong_person',
  'stop_calls',
  'stop',
  'deceased',
])
export const mayEndUnknown = (code: string): boolean => NEEDS_NOBODY.has(code)

export type Identity = {
  /** A call is on and nobody knows yet who answered: no word of a debt stands on the page. */
  readonly isVeiled: boolean
  readonly confirm: () => void
}

/** Confirmed by the script of the call, or by the collector who asked without it. */
export function useIdentity(contact: ContactId | null | undefined): Identity {
  const [byHand, setByHand] = useState<ContactId>()
  const { data } = useQuery({
    ...scriptQuery(contact ?? ('' as ContactId)),
    enabled: contact !== null && contact !== undefined,
  })
  const isOn = contact !== null && contact !== undefined
  const isKnown = isOn && (byHand === contact || data?.now?.confirmed === true)
  return { isVeiled: isOn && !isKnown, confirm: () => setByHand(contact ?? undefined) }
}

/** Who is called and what time it is there, and nothing that others must not hear. */
export function VeiledHead({ found }: { found: CaseWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const { data: asked } = useSuspenseQuery(permissionsQuery(found.id))
  return (
    <header className="case-head">
      <div>
        <h1 lang={found.language}>{found.name}</h1>
        <p className="case-facts">
          <span>{say('case.speaks', { language: say(`language.${found.language}`) })}</span>
          {found.zones.map((zone) => (
            <span key={zone}>
              {say('case.their_clock', {
                clock: clockText(asked.at, zone, language),
                zone: zoneText(zone, language),
              })}
            </span>
          ))}
        </p>
      </div>
    </header>
  )
}

/** Asked first; the rest of the page comes once it is answered. */
export function IdentityFirst({ identity }: { identity: Identity }) {
  const say = useSay()
  useCommands('page', {
    'work.identity': {
      run: identity.confirm,
      disabledBecause: identity.isVeiled ? undefined : say('identity.not_now'),
    },
  })
  if (!identity.isVeiled) return null
  return (
    <section className="sheet identity" aria-labelledby="identity-title">
      <h2 id="identity-title">{say('identity.title')}</h2>
      <p>{say('identity.lead')}</p>
      <Button onClick={identity.confirm}>
        <span>{say('identity.confirm')}</span>
        <KeyCaps keys={commandOf('work.identity').keys} />
      </Button>
    </section>
  )
}
