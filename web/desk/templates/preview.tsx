import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Alert, Button, Input, Select } from 'antd'
import { useId, useState, type FormEvent } from 'react'
import type { TemplateBody, TemplateCheckWire } from '../../../src/api/wire-templates.ts'
import type { MeWire } from '../../../src/api/wire.ts'
import { useSay } from '../say.tsx'
import { PreviewOne } from './preview-one.tsx'
import { caseOfAccount, caseShownQuery, type Person } from './queries.ts'

const PEOPLE = ['usual', 'no_day', 'longest'] as const
type MadeUp = (typeof PEOPLE)[number]

type Props = {
  draft: TemplateBody
  checked: TemplateCheckWire | undefined
  me: MeWire
  /** Whose values; undefined: those of an invented person. */
  of: string | undefined
}

/** The message in both languages beside each other, as an invented person or one of a case would get it. */
export function Previews({ draft, checked, me, of }: Props) {
  const say = useSay()
  const id = useId()
  const [madeUp, setMadeUp] = useState<MadeUp>('usual')
  const person: Person = of === undefined ? madeUp : 'case'
  const shown = (checked?.previews ?? []).filter((one) => one.person === person)
  return (
    <section className="sheet" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{say('templates.preview')}</h2>
      <p className="muted">{say('templates.preview_lead')}</p>
      {of === undefined ? (
        <div className="template-fields">
          <label htmlFor={id}>{say('templates.person')}</label>
          <Select<MadeUp>
            id={id}
            value={madeUp}
            onChange={setMadeUp}
            options={PEOPLE.map((value) => ({ value, label: say(`templates.person.${value}`) }))}
          />
          <ChooseCase me={me} />
        </div>
      ) : (
        <OfCase of={of} />
      )}
      {shown.length === 0 ? (
        <p className="muted">{say('templates.no_preview')}</p>
      ) : (
        <div className="template-pair">
          {shown.map((one) => (
            <PreviewOne key={one.language} preview={one} draft={draft} person={person} of={of} />
          ))}
        </div>
      )}
    </section>
  )
}

/** The address of the page says whose values are shown, so that it can be handed on. */
function useOf() {
  const navigate = useNavigate()
  const params = useParams({ from: '/desk/templates/$channel/$name' })
  const search = useSearch({ from: '/desk/templates/$channel/$name' })
  return (of: string | undefined) =>
    void navigate({
      to: '/templates/$channel/$name',
      params,
      search: { ...search, case: of },
      replace: true,
      resetScroll: false,
    })
}

function ChooseCase({ me }: { me: MeWire }) {
  const say = useSay()
  const id = useId()
  const take = useOf()
  const [ref, setRef] = useState('')
  const [isUnknown, setUnknown] = useState(false)
  const mayRead = me.role === 'manager' || me.role === 'compliance'
  const find = async (event: FormEvent) => {
    event.preventDefault()
    const found = await caseOfAccount(ref.trim()).catch(() => undefined)
    setUnknown(found === undefined)
    if (found !== undefined) take(found.id)
  }
  return (
    <>
      <label htmlFor={id}>{say('templates.case')}</label>
      <form className="template-case" onSubmit={(event) => void find(event)}>
        <Input
          id={id}
          value={ref}
          disabled={!mayRead}
          placeholder={say('templates.case_hint')}
          onChange={(event) => setRef(event.target.value)}
        />
        <Button htmlType="submit" disabled={!mayRead || ref.trim() === ''}>
          {say('templates.case_take')}
        </Button>
        {(!mayRead || ref.trim() === '') && (
          <span className="muted">
            {say(mayRead ? 'templates.case_needs' : 'templates.case_closed')}
          </span>
        )}
        {isUnknown && <Alert type="warning" title={say('templates.case_none')} role="alert" />}
      </form>
    </>
  )
}

function OfCase({ of }: { of: string }) {
  const say = useSay()
  const take = useOf()
  const { data, isError } = useQuery(caseShownQuery(of))
  return (
    <p className="template-state">
      {isError && <span>{say('templates.case_none')}</span>}
      {data !== undefined && (
        <strong>{say('templates.case_of', { name: data.name, ref: data.ref })}</strong>
      )}
      <Button size="small" onClick={() => take(undefined)}>
        {say('templates.case_leave')}
      </Button>
    </p>
  )
}
