import { Button } from 'antd'
import type { MessageWire, ThreadItem } from '../../../src/api/wire-inbox.ts'
import type { Language } from '../../../src/api/wire.ts'
import { dayText, instantText, moneyText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { useSay, type Say } from '../say.tsx'

type Props = {
  readonly items: readonly ThreadItem[]
  readonly name: string
  readonly onMore: (() => void) | undefined
  readonly onUndo: (item: ThreadItem) => void
}

/** Everything out and in over all channels, the newest below, as people read a conversation. */
export function Thread({ items, name, onMore, onUndo }: Props) {
  const say = useSay()
  return (
    <div className="inbox-thread">
      {onMore !== undefined && <Button onClick={onMore}>{say('inbox.more')}</Button>}
      <ol aria-label={say('inbox.thread', { name })}>
        {items.toReversed().map((item) => (
          <li key={item.id} className={`inbox-item ${item.direction}`}>
            <One item={item} onUndo={() => onUndo(item)} />
          </li>
        ))}
      </ol>
    </div>
  )
}

function One({ item, onUndo }: { item: ThreadItem; onUndo: () => void }) {
  const say = useSay()
  const { language } = usePreferences()
  return (
    <>
      <p className="inbox-item-head">
        <small className="muted">
          {[
            instantText(item.at, language),
            say(`channel.${item.channel}`),
            item.direction === 'out' ? item.state_name : undefined,
            item.who === '' ? undefined : item.who,
          ]
            .filter((part) => part !== undefined)
            .join(' · ')}
        </small>
        {item.undo !== null && (
          <Button size="small" onClick={onUndo}>
            {say('inbox.undo')}
          </Button>
        )}
      </p>
      {item.words === null || item.words === '' ? (
        <p className="muted">
          {item.template === null
            ? say('inbox.no_words')
            : say('inbox.unread', { name: item.template })}
        </p>
      ) : (
        <p className="inbox-words">{item.words}</p>
      )}
      {item.message !== null && <Heard message={item.message} />}
    </>
  )
}

/** What was made of it: said apart from the words, so that nobody takes one for the other. */
function Heard({ message }: { message: MessageWire }) {
  const say = useSay()
  const { language } = usePreferences()
  const notes = notesOf(message, say, language)
  return (
    <div className="inbox-heard">
      <p>
        <small>
          {say('inbox.heard')}{' '}
          {message.heard.map((one) => (
            <span key={one.class} className="mark">
              {one.name}
              {one.certainty === 'unsure' && `, ${say('inbox.unsure')}`}
            </span>
          ))}{' '}
          <span className="muted">{say('inbox.heard_by', { who: message.heard_by })}</span>
        </small>
      </p>
      {notes.map((note) => (
        <p key={note}>
          <small>{note}</small>
        </p>
      ))}
      {message.effects.length > 0 && (
        <p>
          <small>
            {say('inbox.did')}
            {': '}
            {message.effects
              .map((one) =>
                one.taken_back ? `${one.words} (${say('inbox.taken_back')})` : one.words,
              )
              .join(language === 'zh' ? '；' : '; ')}
          </small>
        </p>
      )}
    </div>
  )
}

function notesOf(message: MessageWire, say: Say, language: Language): readonly string[] {
  const notes: string[] = []
  if (message.automatic === 'bounce') notes.push(say('inbox.bounce'))
  if (message.automatic === 'auto_reply') notes.push(say('inbox.automatic'))
  if (message.found_by === 'third_person') notes.push(say('inbox.third'))
  if (message.promise !== null)
    notes.push(say('inbox.promise', { what: promiseText(message.promise, say, language) }))
  if (message.call !== null)
    notes.push(say('inbox.call', { what: callText(message.call, say, language) }))
  return notes
}

const joined = (parts: readonly (string | undefined)[], language: Language) =>
  parts.filter((part) => part !== undefined).join(language === 'zh' ? '，' : ', ')

function promiseText(
  promise: NonNullable<MessageWire['promise']>,
  say: Say,
  language: Language,
): string {
  const { amount, part, due_on: dueOn } = promise
  return joined(
    [
      amount === null ? undefined : moneyText(amount, language),
      part === null ? undefined : say(`inbox.${part}`),
      dueOn === null ? undefined : dayText(dueOn, language),
    ],
    language,
  )
}

function callText(call: NonNullable<MessageWire['call']>, say: Say, language: Language): string {
  const { from, until, on } = call
  const text = joined(
    [
      on === null ? undefined : dayText(on, language),
      from === null ? undefined : say('inbox.from', { time: from }),
      until === null ? undefined : say('inbox.until', { time: until }),
    ],
    language,
  )
  return text === '' ? say('inbox.any_time') : text
}
