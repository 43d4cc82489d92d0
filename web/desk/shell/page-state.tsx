import type { ErrorComponentProps } from '@tanstack/react-router'
import { Link, useRouter } from '@tanstack/react-router'
import { Button, Spin } from 'antd'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { ApiProblem } from '../api.ts'
import type { MessageKey } from '../messages.ts'
import { useSay } from '../say.tsx'
import { useTitle } from './title.ts'

/** Words for what went wrong: the server's own where it answered. */
export function useProblemText(): (error: unknown) => string {
  const say = useSay()
  return (error) =>
    error instanceof ApiProblem && error.status !== 0 ? error.message : say('app.offline')
}

export function PageWaits() {
  const say = useSay()
  return (
    <div className="page-state" role="status">
      <Spin />
      <p>{say('app.loading')}</p>
    </div>
  )
}

/** Asking again helps nobody who may not read it, or whose link leads nowhere. */
const IN_VAIN: Readonly<Record<number, MessageKey>> = {
  400: 'app.no_page',
  403: 'app.closed_page',
  404: 'app.no_page',
}

export function PageProblem(props: ErrorComponentProps) {
  const { error } = props
  const title = error instanceof ApiProblem ? IN_VAIN[error.status] : undefined
  return title === undefined ? (
    <PageFailed {...props} />
  ) : (
    <PageInVain title={title} error={error} />
  )
}

function PageInVain({ title, error }: { title: MessageKey; error: unknown }) {
  const say = useSay()
  const textOf = useProblemText()
  useTitle(say(title))
  return (
    <div className="page-state" role="alert">
      <h1>{say(title)}</h1>
      <p>{textOf(error)}</p>
      <p>
        <Link to="/">{say('app.no_page_hint')}</Link>
      </p>
    </div>
  )
}

function PageFailed({ error }: ErrorComponentProps) {
  const say = useSay()
  useTitle(say('app.failed'))
  const textOf = useProblemText()
  const router = useRouter()
  const { reset } = useQueryErrorResetBoundary()
  return (
    <div className="page-state" role="alert">
      <h1>{say('app.failed')}</h1>
      <p>{textOf(error)}</p>
      <Button
        type="primary"
        onClick={() => {
          reset()
          void router.invalidate()
        }}
      >
        {say('app.try_again')}
      </Button>
    </div>
  )
}

export function NoSuchPage() {
  const say = useSay()
  useTitle(say('app.no_page'))
  return (
    <div className="page-state">
      <h1>{say('app.no_page')}</h1>
      <p>
        <Link to="/">{say('app.no_page_hint')}</Link>
      </p>
    </div>
  )
}
