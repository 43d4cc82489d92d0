import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { CaseWire } from '../../../src/api/wire.ts'
import type { CarePrompt } from '../../../src/core/script/script.ts'
import { openCare } from '../care/queries.ts'
import { useAct } from '../case/act.ts'
import { KeyCaps } from '../command/key-cap.tsx'
import { commandOf, useCommands } from '../command/registry.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { SORT_OF } from './words.ts'
import './ear.css'

const AFTER_MS = 300

/** Free words: neither a number nor a day, nor what somebody looks for. */
const FREE = 'textarea, input[type="text"]:not([inputmode]):not([role])'

type Heard = { readonly of: string; readonly prompt: CarePrompt; readonly words: string }

type Props = { found: CaseWire | undefined; children: ReactNode }

/**
 * Listens to whatever is typed about a case, in its forms too, and lets a word of care slide in beside it: it
 * takes no focus and covers nothing that is typed in. The words are heard here, in the browser.
 */
export function CareEar({ found, children }: Props) {
  const { data: me } = useSuspenseQuery(meQuery)
  const [heard, setHeard] = useState<Heard>()
  const dropped = useRef(new Set<string>())
  const timer = useRef<number>(undefined)
  useEffect(() => () => window.clearTimeout(timer.current), [])
  const listen = async (text: string) => {
    if (found === undefined) return
    const prompt = await promptIn(text, { today: me.today, found })
    if (prompt === undefined || dropped.current.has(`${found.id} ${prompt}`)) return
    setHeard({ of: found.id, prompt, words: text })
  }
  const onInput = ({ target }: FormEvent) => {
    if (!(target instanceof Element) || !target.matches(FREE)) return
    const { value } = target as HTMLInputElement
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => void listen(value), AFTER_MS)
  }
  const drop = () => {
    if (heard !== undefined) dropped.current.add(`${heard.of} ${heard.prompt}`)
    setHeard(undefined)
  }
  return (
    <div className="ear-of" onInput={onInput}>
      {children}
      {found !== undefined && (
        // What was heard of one person is never recorded of the next.
        <Prompt found={found} heard={heard?.of === found.id ? heard : undefined} onDone={drop} />
      )}
    </div>
  )
}

/** The ear is large and most pages need none: it is fetched with the first words. */
async function promptIn(
  text: string,
  { today, found }: { readonly today: string; readonly found: CaseWire },
): Promise<CarePrompt | undefined> {
  if (text.trim() === '') return undefined
  const [{ hear }, { careHeard }] = await Promise.all([
    import('../../../src/core/hear/hear.ts'),
    import('../../../src/core/script/heard-care.ts'),
  ])
  const { currency } = found.arrears
  const options = { today, currency, language: found.language } as Parameters<typeof hear>[1]
  return careHeard(hear(text, options), text)
}

type PromptProps = { found: CaseWire; heard: Heard | undefined; onDone: () => void }

function Prompt({ found, heard, onDone }: PromptProps) {
  const say = useSay()
  const problemText = useProblemText()
  const record = useAct({
    send: (key, { prompt, words }: Heard) =>
      openCare(
        found.id,
        {
          kind: 'vulnerability',
          sort: SORT_OF[prompt],
          source: say('ear.source'),
          words,
          consent: say('ear.agreed'),
        },
        key,
      ),
    said: ({ withdrawn }) => say('care.done', { n: withdrawn }),
    undo: { cannot: 'undo.cannot.care' },
    onDone,
  })
  const run = () => {
    if (heard !== undefined && !record.isPending) record.mutate(heard)
  }
  useCommands('page', {
    'case.care': { run, disabledBecause: heard === undefined ? say('ear.none') : undefined },
  })
  return (
    <div role="status" className="ear-place">
      {heard !== undefined && (
        <section
          className="ear"
          aria-label={say('ear.title', { what: say(`ear.${heard.prompt}`) })}
        >
          <h2>{say('ear.title', { what: say(`ear.${heard.prompt}`) })}</h2>
          {heard.prompt === 'self_harm' && <p className="ear-now">{say('ear.to_person')}</p>}
          <ol>
            {(['thank', 'explain', 'consent', 'ask', 'signpost'] as const).map((step) => (
              <li key={step}>{say(`ear.${step}`)}</li>
            ))}
          </ol>
          {record.isError && <p className="ear-now">{problemText(record.error)}</p>}
          <div className="ear-acts">
            <Button type="primary" size="small" loading={record.isPending} onClick={run}>
              <span>{say('ear.record')}</span>
              <KeyCaps keys={commandOf('case.care').keys} />
            </Button>
            <Button size="small" onClick={onDone}>
              {say('ear.drop')}
            </Button>
          </div>
        </section>
      )}
    </div>
  )
}
