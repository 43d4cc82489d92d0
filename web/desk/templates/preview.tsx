import { Select } from 'antd'
import { useId, useState } from 'react'
import type { TemplateCheckWire, TemplatePreviewWire } from '../../../src/api/wire-templates.ts'
import { moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'

const PEOPLE = ['usual', 'no_day', 'longest'] as const
type Person = (typeof PEOPLE)[number]

/** The message in both languages beside each other, as an invented person would get it. */
export function Previews({ checked }: { checked: TemplateCheckWire | undefined }) {
  const say = useSay()
  const id = useId()
  const [person, setPerson] = useState<Person>('usual')
  const shown = (checked?.previews ?? []).filter((one) => one.person === person)
  return (
    <section className="sheet" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{say('templates.preview')}</h2>
      <p className="muted">{say('templates.preview_lead')}</p>
      <div className="template-fields">
        <label htmlFor={id}>{say('templates.person')}</label>
        <Select<Person>
          id={id}
          value={person}
          onChange={setPerson}
          options={PEOPLE.map((value) => ({ value, label: say(`templates.person.${value}`) }))}
        />
      </div>
      {shown.length === 0 ? (
        <p className="muted">{say('templates.no_preview')}</p>
      ) : (
        <div className="template-pair">
          {shown.map((one) => (
            <Preview key={one.language} preview={one} />
          ))}
        </div>
      )}
    </section>
  )
}

function Preview({ preview }: { preview: TemplatePreviewWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const { subject, text, costs, warnings } = preview
  return (
    <article>
      <h3>{say(`templates.text.${preview.language}`)}</h3>
      <div className="template-message" lang={preview.language === 'zh' ? 'zh-CN' : 'en'}>
        {subject !== null && (
          <p>
            <strong>
              {say('templates.subject')}
              {subject}
            </strong>
          </p>
        )}
        <p className="template-shown">{text}</p>
      </div>
      <Length preview={preview} />
      {costs.length === 0 ? (
        <p className="muted">{say('templates.no_cost')}</p>
      ) : (
        costs.map(({ country, amount, messages }) => (
          <p key={country}>
            {say('templates.cost', { country, messages, amount: moneyText(amount, language) })}
          </p>
        ))
      )}
      {warnings.map(({ variable, value, segments, alphabet }) => (
        <p key={variable} className="template-warning">
          {say('templates.warning', {
            variable,
            value,
            segments: segments ?? '>10',
            alphabet: ALPHABETS[alphabet ?? 'ucs2'],
          })}
        </p>
      ))}
    </article>
  )
}

const ALPHABETS = { gsm7: 'GSM-7', ucs2: 'UCS-2' } as const

function Length({ preview: { sms } }: { preview: TemplatePreviewWire }) {
  const say = useSay()
  if (sms === null) return null
  if (sms.too_long) return <p className="template-warning">{say('templates.too_long')}</p>
  return (
    <p>
      {say('templates.sms', {
        segments: sms.segments ?? 0,
        alphabet: ALPHABETS[sms.alphabet ?? 'ucs2'],
        units: sms.units ?? 0,
        left: sms.left ?? 0,
      })}
    </p>
  )
}
