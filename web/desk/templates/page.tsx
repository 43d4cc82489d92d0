import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import type { TemplateBody, TemplateOpenWire } from '../../../src/api/wire-templates.ts'
import { meQuery } from '../queries.ts'
import { useSay, useWordOf } from '../say.tsx'
import { useKept } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { useTitle } from '../shell/title.ts'
import { Changes, Versions } from './changes.tsx'
import { Findings, Texts } from './editor.tsx'
import { Fields } from './fields.tsx'
import { Previews } from './preview.tsx'
import { Propose, Waiting } from './propose.tsx'
import { templateQuery, templatesQuery, useCheck } from './queries.ts'
import './templates.css'

/** One template: its words to write in, what is wrong as it is written, and how people would get it. */
export function TemplatePage() {
  const params = useParams({ from: '/desk/templates/$channel/$name' })
  const { version, case: of } = useSearch({ from: '/desk/templates/$channel/$name' })
  const { data: opened } = useSuspenseQuery(templateQuery(params, version))
  const key = `${params.channel} ${params.name} ${opened.version}`
  return <Editor key={key} opened={opened} of={of} />
}

function Editor({ opened, of }: { opened: TemplateOpenWire; of: string | undefined }) {
  const say = useSay()
  const wordOf = useWordOf()
  const { data: me } = useSuspenseQuery(meQuery)
  const { data: all } = useSuspenseQuery(templatesQuery)
  const { channel, name } = opened.template
  const kept = useKept(`template ${channel} ${name} ${opened.version}`, opened.template)
  const { values: draft, change: setDraft } = kept
  const { checked, isFresh, error } = useCheck(draft, of)
  useTitle(`${name} · ${say('templates.title')}`)
  return (
    <div className="template">
      <p>
        <Link to="/templates">{say('templates.title')}</Link>
      </p>
      <h1>
        {wordOf('template.channel', channel)} · {name}
      </h1>
      <Restored {...kept} />
      <Standing opened={opened} onTake={setDraft} />
      <Fields draft={draft} rules={all.rules} onChange={setDraft} />
      <Texts
        draft={draft}
        findings={isFresh ? (checked?.findings ?? []) : []}
        onChange={setDraft}
      />
      <Findings checked={checked} isFresh={isFresh} isAway={error !== null} />
      <Previews draft={draft} checked={checked} me={me} of={of} />
      <Changes opened={opened} draft={draft} />
      <Propose
        opened={opened}
        draft={draft}
        me={me}
        onProposed={kept.sent}
        sound={isFresh && checked !== undefined ? checked.sound : undefined}
      />
      <Waiting opened={opened} me={me} onOpen={setDraft} />
      <Versions opened={opened} me={me} />
    </div>
  )
}

type StandingProps = { opened: TemplateOpenWire; onTake: (template: TemplateBody) => void }

function Standing({ opened, onTake }: StandingProps) {
  const say = useSay()
  const { version, current, installed } = opened
  return (
    <>
      {version !== current && (
        <p className="muted">{say('templates.earlier', { version, current })}</p>
      )}
      {installed !== null && (
        <p>
          <span className="mark accent">{say('templates.news')}</span>{' '}
          <Button size="small" onClick={() => onTake(installed)}>
            {say('templates.take_news')}
          </Button>
        </p>
      )}
    </>
  )
}
