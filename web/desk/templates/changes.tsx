import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { TemplateBody, TemplateOpenWire } from '../../../src/api/wire-templates.ts'
import type { Language, MeWire } from '../../../src/api/wire.ts'
import { instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { Outcome, useStaffName } from '../strategy/proposals.tsx'
import { MAY_WRITE, usePropose } from '../strategy/propose.tsx'
import { diffTexts } from './diff.ts'
import { proposeTemplate, templateQuery } from './queries.ts'

const LANGUAGES: readonly Language[] = ['zh', 'en']

/** The words of the editor against those that are current now. */
export function Changes({ opened, draft }: { opened: TemplateOpenWire; draft: TemplateBody }) {
  const say = useSay()
  const { data } = useQuery(templateQuery(opened.template, undefined))
  const before = data?.template.texts
  if (before === undefined) return null
  const isSame = LANGUAGES.every((language) => before[language] === draft.texts[language])
  return (
    <section className="sheet" aria-labelledby="template-changes">
      <h2 id="template-changes">{say('templates.changes')}</h2>
      {isSame ? (
        <p className="muted">{say('templates.no_changes')}</p>
      ) : (
        <div className="template-pair">
          {LANGUAGES.map((language) => (
            <p key={language} className="template-shown" lang={language === 'zh' ? 'zh-CN' : 'en'}>
              {diffTexts(before[language], draft.texts[language]).map(({ is, words }, i) =>
                is === 'gone' ? (
                  <del key={i}>{words}</del>
                ) : is === 'new' ? (
                  <ins key={i}>{words}</ins>
                ) : (
                  <span key={i}>{words}</span>
                ),
              )}
            </p>
          ))}
        </div>
      )}
    </section>
  )
}

/** Everything that was ever current, and the way back to it, which takes a second person too. */
export function Versions({ opened, me }: { opened: TemplateOpenWire; me: MeWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const nameOf = useStaffName()
  const propose = usePropose({ send: proposeTemplate })
  const { channel, name } = opened.template
  const mayNot = MAY_WRITE.includes(me.role) ? undefined : say('templates.not_writer')
  return (
    <section className="sheet" aria-labelledby="template-versions">
      <h2 id="template-versions">{say('templates.history')}</h2>
      <ol className="template-versions">
        {opened.history.map(({ version, kind, author, approver, at, hash }, i) => (
          <li key={`${version} ${at}`}>
            <Link
              to="/templates/$channel/$name"
              params={{ channel, name }}
              search={{ version }}
              aria-label={say('templates.open_version', { version })}
            >
              {say('templates.version', { version })}
            </Link>{' '}
            <span className={i === 0 ? 'mark good' : 'mark'}>
              {i === 0 ? say('templates.in_force') : say(`templates.kind_of.${kind}`)}
            </span>{' '}
            {instantText(at, language)}{' '}
            {author !== null &&
              approver !== null &&
              say('templates.by', { author: nameOf(author), approver: nameOf(approver) })}{' '}
            <code>{hash.slice(0, 12)}</code>{' '}
            {version !== opened.current && (
              <Button
                size="small"
                disabled={mayNot !== undefined}
                onClick={() =>
                  propose.mutate({ kind: 'template_rollback', channel, name, version })
                }
              >
                {say('templates.back_to', { version })}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {mayNot !== undefined && <p className="muted">{mayNot}</p>}
      <Outcome mutation={propose} done={say('templates.proposed')} />
    </section>
  )
}
