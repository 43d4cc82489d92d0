import type { ErrorComponentProps } from '@tanstack/react-router'
import { Link, useRouter } from '@tanstack/react-router'
import { Button, Spin } from 'antd'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { ApiProblem } from '../api.ts'
import { useSay } from '../say.tsx'

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

export function PageProblem({ error }: ErrorComponentProps) {
  const say = useSay()
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
  return (
    <div className="page-state">
      <h1>{say('app.no_page')}</h1>
      <p>
        <Link to="/">{say('app.no_page_hint')}</Link>
      </p>
    </div>
  )
}
