import { useId } from 'react'
import type {
  TemplateBody,
  TemplateCheckWire,
  TemplateFindingWire,
} from '../../../src/api/wire-templates.ts'
import type { Language } from '../../../src/api/wire.ts'
import { stretches } from '../lint/marked.ts'
import { useSay } from '../say.tsx'

const LANGUAGES: readonly Language[] = ['zh', 'en']

type Props = {
  readonly draft: TemplateBody
  readonly findings: readonly TemplateFindingWire[]
  readonly onChange: (draft: TemplateBody) => void
}

/** Both languages side by side, each with what is wrong in it under its box. */
export function Texts({ draft, findings, onChange }: Props) {
  return (
    <div className="template-pair">
      {LANGUAGES.map((language) => (
        <OneText
          key={language}
          language={language}
          text={draft.texts[language]}
          findings={findings.filter((one) => one.language === language)}
          onChange={(text) => onChange({ ...draft, texts: { ...draft.texts, [language]: text } })}
        />
      ))}
    </div>
  )
}

type OneProps = {
  readonly language: Language
  readonly text: string
  readonly findings: readonly TemplateFindingWire[]
  readonly onChange: (text: string) => void
}

function OneText({ language, text, findings, onChange }: OneProps) {
  const say = useSay()
  const id = useId()
  return (
    <section className="sheet">
      <label htmlFor={id}>{say(`templates.text.${language}`)}</label>
      <textarea
        id={id}
        lang={language === 'zh' ? 'zh-CN' : 'en'}
        rows={9}
        maxLength={10_000}
        spellCheck={language === 'en'}
        aria-invalid={findings.length > 0}
        aria-describedby={`${id}-found`}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <div id={`${id}-found`}>
        {findings.length > 0 && (
          <>
            <p className="template-shown" lang={language === 'zh' ? 'zh-CN' : 'en'}>
              {stretches(text, findings).map(({ words, wrong, from }) =>
                wrong ? <mark key={from}>{words}</mark> : <span key={from}>{words}</span>,
              )}
            </p>
            <FindingList findings={findings} />
          </>
        )}
      </div>
    </section>
  )
}

function FindingList({ findings }: { findings: readonly TemplateFindingWire[] }) {
  return (
    <ul className="template-findings">
      {findings.map((one) => (
        <li key={`${one.fault} ${one.from} ${one.to} ${one.words}`}>
          {one.words !== '' && <q>{one.words}</q>} {one.what} {one.right}
        </li>
      ))}
    </ul>
  )
}

type FoundProps = {
  readonly checked: TemplateCheckWire | undefined
  readonly isFresh: boolean
  readonly isAway: boolean
}

/** What is wrong with the types, and whether all is well: said aloud once, when the typing rests. */
export function Findings({ checked, isFresh, isAway }: FoundProps) {
  const say = useSay()
  const typed = (checked?.findings ?? []).filter((one) => one.field !== 'texts')
  return (
    <div role="status" className="template-status">
      {isAway ? (
        <p>{say('templates.away')}</p>
      ) : !isFresh || checked === undefined ? (
        <p className="muted">{say('templates.checking')}</p>
      ) : checked.sound ? (
        <p className="muted">{say('templates.no_findings')}</p>
      ) : (
        <p>{`${say('templates.findings')}: ${checked.findings.length}`}</p>
      )}
      {isFresh && typed.length > 0 && <FindingList findings={typed} />}
    </div>
  )
}
