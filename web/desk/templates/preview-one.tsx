import type { TemplateBody, TemplatePreviewWire } from '../../../src/api/wire-templates.ts'
import { moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { Pages } from './preview-pages.tsx'
import type { Person } from './queries.ts'

type Props = {
  preview: TemplatePreviewWire
  draft: TemplateBody
  person: Person
  of: string | undefined
}

/** One language: what people see, the same as plain text, and what it costs. */
export function PreviewOne({ preview, draft, person, of }: Props) {
  const say = useSay()
  const { language, html } = preview
  const isPosted = draft.channel === 'letter' || draft.channel === 'visit'
  return (
    <article>
      <h3>{say(`templates.text.${language}`)}</h3>
      {isPosted && <Pages draft={draft} language={language} person={person} of={of} />}
      {html !== null && <Mail html={html} language={language} />}
      <Words preview={preview} isBeside={isPosted || html !== null} />
      <Length preview={preview} />
      <Costs preview={preview} />
      <Warnings preview={preview} />
    </article>
  )
}

type OfPreview = { preview: TemplatePreviewWire }

function Words({ preview, isBeside }: OfPreview & { isBeside: boolean }) {
  const say = useSay()
  const { language, subject, text } = preview
  return (
    <>
      {isBeside && <h4>{say('templates.as_text')}</h4>}
      <div className="template-message" lang={language === 'zh' ? 'zh-CN' : 'en'}>
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
    </>
  )
}

/** In a frame that runs no script, sends no form and goes nowhere; the page's own policy loads nothing into it. */
function Mail({ html, language }: { html: string; language: 'zh' | 'en' }) {
  const say = useSay()
  const title = `${say('templates.mail')} · ${say(`templates.text.${language}`)}`
  return (
    <>
      <h4>{say('templates.mail')}</h4>
      <iframe className="template-mail" sandbox="" srcDoc={html} title={title} />
    </>
  )
}

function Costs({ preview: { costs } }: OfPreview) {
  const say = useSay()
  const { language } = usePreferences()
  if (costs.length === 0) return <p className="muted">{say('templates.no_cost')}</p>
  return costs.map(({ country, amount, messages }) => (
    <p key={country}>
      {say('templates.cost', { country, messages, amount: moneyText(amount, language) })}
    </p>
  ))
}

const ALPHABETS = { gsm7: 'GSM-7', ucs2: 'UCS-2' } as const

function Warnings({ preview: { warnings } }: OfPreview) {
  const say = useSay()
  return warnings.map(({ variable, value, segments, alphabet }) => (
    <p key={variable} className="template-warning">
      {say('templates.warning', {
        variable,
        value,
        segments: segments ?? '>10',
        alphabet: ALPHABETS[alphabet ?? 'ucs2'],
      })}
    </p>
  ))
}

function Length({ preview: { sms } }: OfPreview) {
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
