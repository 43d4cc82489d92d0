import { useSuspenseQuery } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useId, type FormEvent } from 'react'
import type { PortalSettingsBody, PortalSettingsWire } from '../../../src/api/wire.ts'
import '../apps/apps.css'
import '../strategy/strategy.css'
import { dayText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { useKept } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { useTitle } from '../shell/title.ts'
import { portalSettingsQuery, useSetting } from './queries.ts'
import { Signs } from './signs.tsx'

/** What borrowers read of the house on their own pages, and by what anybody checks what was ours. */
export function PortalSettingsPage() {
  const say = useSay()
  const { data } = useSuspenseQuery(portalSettingsQuery)
  useTitle(say('portal_settings.title'))
  return (
    <div className="templates">
      <h1>{say('portal_settings.title')}</h1>
      <p className="muted">{say('portal_settings.lead')}</p>
      <p>
        <a href="/p/real" target="_blank" rel="noreferrer">
          {say('portal_settings.see')}
        </a>
      </p>
      <House found={data} />
      <Texts key={JSON.stringify(data.settings)} found={data} />
      <Signs signs={data.signs} creditors={data.creditors} />
    </div>
  )
}

type Props = { readonly found: PortalSettingsWire }

function House({ found: { house, creditors } }: Props) {
  const say = useSay()
  const facts = [
    [say('portal_settings.name'), house.name],
    [say('portal_settings.phone'), house.phone],
    [say('portal_settings.url'), house.url],
    [say('portal_settings.creditors'), creditors.join(', ')],
  ] as const
  return (
    <section>
      <h2>{say('portal_settings.house')}</h2>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const PAIRS = ['hours', 'complaints', 'exit'] as const
const LANGUAGES = ['zh', 'en'] as const
type Pair = { readonly zh: string; readonly en: string }
type Given = Readonly<Record<(typeof PAIRS)[number], Pair>> & { readonly privacy: string }

const EMPTY: Pair = { zh: '', en: '' }
const givenOf = ({ hours, complaints, exit, privacy }: PortalSettingsBody): Given => ({
  hours: hours ?? EMPTY,
  complaints: complaints ?? EMPTY,
  exit: exit ?? EMPTY,
  privacy: privacy ?? '',
})
const isHalf = ({ zh, en }: Pair) => (zh.trim() === '') !== (en.trim() === '')

/** What is left empty says nothing; which pages ask for a code stays as it is. */
function bodyOf(given: Given, { needs }: PortalSettingsBody): PortalSettingsBody {
  const pairs = PAIRS.filter((name) => given[name].zh.trim() !== '').map(
    (name) => [name, { zh: given[name].zh.trim(), en: given[name].en.trim() }] as const,
  )
  return {
    ...Object.fromEntries(pairs),
    ...(given.privacy.trim() !== '' && { privacy: given.privacy.trim() }),
    ...(needs !== undefined && { needs }),
  }
}

function Texts({ found }: Props) {
  const say = useSay()
  const problemText = useProblemText()
  const id = useId()
  const { language } = usePreferences()
  const { data: me } = useSuspenseQuery(meQuery)
  const save = useSetting<PortalSettingsBody>()
  const kept = useKept('portal-settings', givenOf(found.settings), save)
  const { values: given, change } = kept
  const blocked = whyNot(me, 'portal.set')
  const half = PAIRS.some((name) => isHalf(given[name]))
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (!half) save.mutate({ path: 'portal-settings', body: bodyOf(given, found.settings) })
  }
  const { since, set_by: by } = found
  return (
    <section>
      <h2>{say('portal_settings.texts')}</h2>
      <p className="muted">
        {since === null
          ? say('portal_settings.never')
          : say('portal_settings.since', { day: dayText(since, language), name: by ?? '' })}
      </p>
      <form className="apps-form" aria-label={say('portal_settings.texts')} onSubmit={onSubmit}>
        <Restored {...kept} />
        <Pairs given={given} isBlocked={blocked !== undefined} onChange={change} />
        <label htmlFor={`${id}-privacy`}>
          {say('portal_settings.privacy')}
          <Input
            id={`${id}-privacy`}
            maxLength={300}
            disabled={blocked !== undefined}
            value={given.privacy}
            onChange={({ target }) => change({ privacy: target.value })}
          />
        </label>
        {half && <span className="muted">{say('portal_settings.both')}</span>}
        {save.isError && <Alert type="error" role="alert" title={problemText(save.error)} />}
        <Button
          type="primary"
          htmlType="submit"
          disabled={blocked !== undefined || half}
          loading={save.isPending}
        >
          {say('portal_settings.save')}
        </Button>
        {blocked !== undefined && <small className="muted">{blocked}</small>}
      </form>
    </section>
  )
}

type PairsProps = {
  readonly given: Given
  readonly isBlocked: boolean
  readonly onChange: (given: Given) => void
}

/** Each sentence in both languages, side by side. */
function Pairs({ given, isBlocked, onChange }: PairsProps) {
  const say = useSay()
  const id = useId()
  return PAIRS.flatMap((name) =>
    LANGUAGES.map((lang) => (
      <label key={`${name} ${lang}`} htmlFor={`${id}-${name}-${lang}`}>
        {say(`portal_settings.in_${lang}`, { what: say(`portal_settings.${name}`) })}
        <Input
          id={`${id}-${name}-${lang}`}
          maxLength={name === 'exit' ? 300 : 600}
          disabled={isBlocked}
          value={given[name][lang]}
          onChange={({ target }) =>
            onChange({ ...given, [name]: { ...given[name], [lang]: target.value } })
          }
        />
      </label>
    )),
  )
}
