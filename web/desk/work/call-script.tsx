import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import type {
  ScriptAnswerBody,
  ScriptChoice,
  ScriptPage,
  ScriptWire,
} from '../../../src/api/wire-quality.ts'
import type { ContactId } from '../../../src/api/wire.ts'
import { useActKey } from '../case/act-key.ts'
import { preferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { useKept } from '../shell/draft.ts'
import { Restored } from '../shell/modal-form.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { answerScript, scriptQuery } from './script-queries.ts'
import './script.css'

/** How the script says that a call ended; undefined: it goes on. */
export type ScriptEnd = { readonly contact: ContactId; readonly outcome: string | undefined }

type Props = { readonly contact: ContactId; readonly onEnd: (end: ScriptEnd) => void }

/** Nothing until somebody answers: a call that nobody takes needs no script. */
export function CallScript({ contact, onEnd }: Props) {
  const say = useSay()
  const { data } = useQuery(scriptQuery(contact))
  const [isOpen, setOpen] = useState(false)
  const now = data?.now ?? null
  if (now === null) return null
  if (!isOpen)
    return (
      <p>
        <Button onClick={() => setOpen(true)}>
          {say(now.can_go_back ? 'script.again' : 'script.start')}
        </Button>
      </p>
    )
  return <OpenScript contact={contact} now={now} onEnd={onEnd} />
}

function OpenScript({ contact, now, onEnd }: Props & { readonly now: ScriptWire }) {
  const say = useSay()
  const problemText = useProblemText()
  const answer = useAnswer(contact)
  const words = useRef<HTMLQuoteElement>(null)
  const outcome = now.ends?.code
  useEffect(() => onEnd({ contact, outcome }), [contact, outcome, onEnd])
  // What is to be said has the focus, so that number keys answer and a screen reader reads it out.
  useEffect(() => words.current?.focus(), [now.at])
  const choose = (chosen: string) => answer.mutate({ at: now.at, answer: chosen })
  const onKeyDown = (event: KeyboardEvent) => {
    const found = answerOfKey(event, now.choices)
    if (found === undefined || answer.isPending) return
    event.preventDefault()
    choose(found.answer)
  }
  return (
    <section
      className={now.kind === 'care' ? 'script script-care' : 'script'}
      aria-label={say('script.title')}
      onKeyDown={onKeyDown}
    >
      <Head now={now} />
      {answer.isError && <Alert type="error" role="alert" title={problemText(answer.error)} />}
      <blockquote
        className="script-words"
        ref={words}
        tabIndex={-1}
        lang={now.language === 'zh' ? 'zh-CN' : 'en'}
      >
        <p>{now.words ?? say('script.ended')}</p>
      </blockquote>
      {now.to_person && (
        <p className="script-to-person" role="alert">
          {say('script.to_person')}
        </p>
      )}
      {now.ends !== null && <p role="status">{say('script.ends', { name: now.ends.name })}</p>}
      <Choices title={say('script.answers')} choices={now.choices} onChoose={choose} isNumbered />
      <div className="script-aside">
        <Choices title={say('script.exits')} choices={now.exits} onChoose={choose} />
        <Choices title={say('script.cares')} choices={now.cares} onChoose={choose} />
      </div>
      {now.ends === null && <Typed contact={contact} now={now} answer={answer} />}
      {now.can_go_back && (
        <div>
          <Button size="small" onClick={() => choose('back')}>
            {say('script.back')}
          </Button>
        </div>
      )}
    </section>
  )
}

/** A number alone, outside of fields, never while text is composed, and only where single keys are on. */
function answerOfKey(event: KeyboardEvent, choices: readonly ScriptChoice[]) {
  if (!preferences().bareKeys || event.nativeEvent.isComposing) return undefined
  if (event.altKey || event.ctrlKey || event.metaKey) return undefined
  if (event.target instanceof Element && event.target.closest('input, textarea') !== null)
    return undefined
  return choices.find(({ answer }) => answer === event.key)
}

function Head({ now }: { now: ScriptWire }) {
  const say = useSay()
  return (
    <div className="script-head">
      <h3>{say(`script.${now.kind}`)}</h3>
      <span className={now.confirmed ? 'work-lawful' : 'muted'}>
        {say(now.confirmed ? 'script.confirmed' : 'script.unconfirmed')}
      </span>
    </div>
  )
}

type ChoicesProps = {
  readonly title: string
  readonly choices: readonly ScriptChoice[]
  readonly onChoose: (answer: string) => void
  readonly isNumbered?: boolean
}

function Choices({ title, choices, onChoose, isNumbered = false }: ChoicesProps) {
  if (choices.length === 0) return null
  return (
    <fieldset className="script-choices">
      <legend className="muted">{title}</legend>
      {choices.map(({ answer, words }) => (
        <Button
          key={answer}
          size={isNumbered ? 'middle' : 'small'}
          onClick={() => onChoose(answer)}
        >
          {isNumbered && <kbd aria-hidden="true">{answer}</kbd>}
          <span>{words}</span>
        </Button>
      ))}
    </fieldset>
  )
}

type TypedProps = {
  contact: ContactId
  now: ScriptWire
  answer: ReturnType<typeof useAnswer>
}

function Typed({ contact, now, answer }: TypedProps) {
  const say = useSay()
  const id = useId()
  const { variables } = answer
  // A number that answers leaves what is half typed alone.
  const isTyped = variables !== undefined && 'typed' in variables
  const kept = useKept(`script ${contact}`, { text: '' }, isTyped ? answer : undefined)
  const { text } = kept.values
  const send = () => {
    if (text.trim() !== '') answer.mutate({ at: now.at, typed: text.trim() })
  }
  return (
    <form
      className="script-typed"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Restored {...kept} />
      <label htmlFor={id}>{say('script.typed')}</label>
      <Input
        id={id}
        value={text}
        maxLength={1000}
        autoComplete="off"
        onChange={(event) => kept.change({ text: event.target.value })}
      />
      <Button htmlType="submit">{say('script.hear')}</Button>
      <small className="muted" role="status">
        {now.heard === null ? say('script.typed_hint') : say('script.heard', { what: now.heard })}
      </small>
    </form>
  )
}

function useAnswer(contact: ContactId) {
  const queries = useQueryClient()
  const key = useActKey()
  const { queryKey } = scriptQuery(contact)
  return useMutation({
    mutationFn: (body: ScriptAnswerBody) => answerScript(contact, body, key.present()),
    onSuccess: (next) => {
      key.settle()
      queries.setQueryData<ScriptPage>(queryKey, { now: next })
    },
    onError: async (error) => {
      key.settle(error)
      // It moved on in another window, or what was sent did arrive: where it stands now is what counts.
      await queries.invalidateQueries({ queryKey: [...queryKey], exact: true })
    },
  })
}
