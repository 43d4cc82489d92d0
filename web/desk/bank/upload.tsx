import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useRef, useState, type DragEvent } from 'react'
import type { BankFileWire } from '../../../src/api/wire.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { whyNot } from '../session.ts'
import { useProblemText } from '../shell/page-state.tsx'
import { moneyApi } from './queries.ts'

/** A place to drop a file, and a button for those who do not drag; what was found is said here. */
export function FileDrop() {
  const say = useSay()
  const problemText = useProblemText()
  const { data: me } = useSuspenseQuery(meQuery)
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const upload = useUpload()
  const reason = whyNot(me, 'money.load')
  const take = (files: FileList | null) => {
    const chosen = [...(files ?? [])]
    if (chosen.length > 0 && reason === undefined && !upload.isPending) upload.mutate(chosen)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  return (
    <div
      className={isOver ? 'money-drop over' : 'money-drop'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Button
        disabled={reason !== undefined}
        loading={upload.isPending}
        onClick={() => input.current?.click()}
      >
        {say('money.file')}
      </Button>
      <span className="muted">{reason ?? say('money.drop')}</span>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={say('money.file')}
        onChange={(event) => {
          take(event.target.files)
          event.target.value = ''
        }}
      />
      {upload.isError && <Alert type="error" role="alert" title={problemText(upload.error)} />}
      {upload.data?.map((one, i) => (
        <Loaded key={`${one.name} ${i}`} file={one} />
      ))}
    </div>
  )
}

/** What is said of one file; an empty one is not sent at all. */
type Told = BankFileWire | { readonly name: string; readonly state: 'empty' }

function useUpload() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (files: readonly File[]) => {
      const told: Told[] = []
      // One after the other, in the order given: a day's files tell of one another.
      for (const file of files)
        told.push(
          file.size === 0 ? { name: file.name, state: 'empty' } : await moneyApi.upload(file),
        )
      return told
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['money'] }),
  })
}

const STATES = {
  loaded: ['success', 'money.file_loaded'],
  already_loaded: ['info', 'money.file_again'],
  refused: ['error', 'money.file_refused'],
} as const

function Loaded({ file }: { file: Told }) {
  const say = useSay()
  if (file.state === 'empty')
    return <Alert type="error" role="alert" title={say('money.file_empty', { name: file.name })} />
  const [type, key] = STATES[file.state]
  const { name, items, fresh, matched, returned, waiting } = file
  return (
    <Alert
      type={type}
      role={type === 'error' ? 'alert' : 'status'}
      title={say(key, { name, items, fresh, matched, returned, waiting })}
      description={
        file.findings.length === 0 ? undefined : (
          <ul className="money-findings" aria-label={say('money.findings')}>
            {file.findings.slice(0, 12).map((one, i) => (
              <li key={`${one.name} ${i}`}>{one.sentence}</li>
            ))}
          </ul>
        )
      }
    />
  )
}
