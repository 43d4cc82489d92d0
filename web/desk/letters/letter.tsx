import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, App, Button } from 'antd'
import { useState, type FormEvent } from 'react'
import type { LetterWire } from '../../../src/api/wire.ts'
import { RETURN_WHYS } from '../../../src/api/wire-letters.ts'
import { ReasonForm } from '../case/reason-form.tsx'
import { wordsOfForm } from '../compliance/parts.tsx'
import { dayText, instantText } from '../format.ts'
import { usePreferences } from '../preferences.ts'
import { meQuery } from '../queries.ts'
import { bytesOf, saveFile } from '../save-file.ts'
import { useSay, useWordOf } from '../say.tsx'
import { whyNot } from '../session.ts'
import { useProblemText } from '../shell/page-state.tsx'
import { lettersApi } from './queries.ts'

type Props = { readonly letter: LetterWire }

export function LetterRow({ letter }: Props) {
  const say = useSay()
  const wordOf = useWordOf()
  const { language } = usePreferences()
  return (
    <tr>
      <td>
        <Link to="/cases/$id" params={{ id: letter.case_id }}>
          {letter.name}
        </Link>
        <div className="muted">{letter.account_ref}</div>
      </td>
      <td>{letter.kind_name}</td>
      <td>
        <span className={letter.state === 'returned' ? 'mark wait' : 'mark'}>
          {say(`letters.state.${letter.state}`)}
        </span>
        {letter.why !== null && <div className="muted">{wordOf('letters.why', letter.why)}</div>}
        {letter.returned_on !== null && (
          <div className="muted">{dayText(letter.returned_on, language)}</div>
        )}
      </td>
      <td>{letter.place}</td>
      <td className="figure">{letter.pages}</td>
      <td>
        <time dateTime={letter.set_at}>{instantText(letter.set_at, language)}</time>
      </td>
      <td>
        <Acts letter={letter} />
      </td>
    </tr>
  )
}

/** It has left, and may come back. */
const IS_OUT: Readonly<Record<LetterWire['state'], boolean>> = {
  to_approve: false,
  batched: true,
  withdrawn: false,
  handed_over: true,
  returned: false,
}

function Acts({ letter }: Props) {
  const say = useSay()
  const { data: me } = useSuspenseQuery(meQuery)
  const [asks, setAsks] = useState<'read' | 'back'>()
  const blocked = whyNot(me, 'letter.return')
  const close = () => setAsks(undefined)
  if (asks === 'read') return <Read letter={letter} onDone={close} />
  if (asks === 'back') return <Back letter={letter} today={me.today} onDone={close} />
  return (
    <div className="letter-acts">
      {letter.state !== 'withdrawn' && (
        <Button size="small" disabled={blocked !== undefined} onClick={() => setAsks('read')}>
          {say('letters.read')}
        </Button>
      )}
      {IS_OUT[letter.state] && (
        <Button size="small" disabled={blocked !== undefined} onClick={() => setAsks('back')}>
          {say('letters.back')}
        </Button>
      )}
      {blocked !== undefined && <small className="muted">{blocked}</small>}
    </div>
  )
}

type ActProps = Props & { readonly onDone: () => void }

/** The reason first: the address is on the page. */
function Read({ letter, onDone }: ActProps) {
  const say = useSay()
  const problemText = useProblemText()
  const read = useMutation({
    mutationFn: lettersApi.read,
    onSuccess: ({ name, base64 }) => {
      saveFile(name, bytesOf(base64), 'application/pdf')
      onDone()
    },
  })
  return (
    <>
      {read.isError && <Alert type="error" role="alert" title={problemText(read.error)} />}
      <ReasonForm
        label={say('letters.read_why')}
        action={say('letters.read_go')}
        draft={`letter ${letter.key}`}
        sending={read}
        onSend={(reason) => read.mutate({ key: letter.key, reason })}
        onCancel={onDone}
      />
    </>
  )
}

function Back({ letter, today, onDone }: ActProps & { readonly today: string }) {
  const say = useSay()
  const problemText = useProblemText()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const back = useMutation({
    mutationFn: lettersApi.cameBack,
    onSuccess: async () => {
      void message.success(say('letters.back_done'))
      onDone()
      await queries.invalidateQueries({ queryKey: ['letters'] })
    },
  })
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { on, reason } = wordsOfForm(event.currentTarget)
    const why = RETURN_WHYS.find((one) => one === reason)
    if (on !== undefined && why !== undefined) back.mutate({ key: letter.key, on, reason: why })
  }
  return (
    <form className="letter-back" onSubmit={onSubmit}>
      <label className="watch-field">
        <span>{say('letters.back_on')}</span>
        <input type="date" name="on" defaultValue={today} max={today} required />
      </label>
      <label className="watch-field">
        <span>{say('letters.back_why')}</span>
        <select name="reason">
          {RETURN_WHYS.map((why) => (
            <option key={why} value={why}>
              {say(`letters.why.${why}`)}
            </option>
          ))}
        </select>
      </label>
      <div className="letter-acts">
        <Button size="small" type="primary" htmlType="submit" loading={back.isPending}>
          {say('letters.back_go')}
        </Button>
        <Button size="small" onClick={onDone}>
          {say('app.cancel')}
        </Button>
      </div>
      {back.isError && <Alert type="error" role="alert" title={problemText(back.error)} />}
    </form>
  )
}
