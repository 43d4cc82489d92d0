import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { Alert, Button, Form, Input } from 'antd'
import type { SignInBody } from '../../../src/api/wire.ts'
import { api } from '../api.ts'
import { meQuery } from '../queries.ts'
import { useSay } from '../say.tsx'
import { useProblemText } from '../shell/page-state.tsx'
import { useTitle } from '../shell/title.ts'
import { Switches } from '../shell/top-bar.tsx'

/** Only a place of this desk: a link from elsewhere must not send anybody away after sign-in. */
const placeOf = (next: string | undefined) =>
  next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/'

function useSignIn() {
  const queries = useQueryClient()
  const router = useRouter()
  const { next } = useSearch({ from: '/sign-in' })
  return useMutation({
    mutationFn: (body: SignInBody) => api.signIn(body),
    onSuccess: async (me) => {
      queries.clear()
      queries.setQueryData(meQuery.queryKey, me)
      // Back leads to where one came from, not to a form that is done with.
      await router.navigate({ href: placeOf(next), replace: true })
    },
  })
}

export function SignInPage() {
  const say = useSay()
  const problemText = useProblemText()
  const signIn = useSignIn()
  useTitle(say('sign_in.title'))
  return (
    <div className="sign-in">
      <Switches />
      <main>
        <img src="/mark.svg" alt="" width={44} height={44} />
        <h1>{say('sign_in.title')}</h1>
        <p className="sign-in-lead">{say('sign_in.lead')}</p>
        {signIn.isError && <Alert type="error" role="alert" title={problemText(signIn.error)} />}
        <Form<SignInBody>
          layout="vertical"
          requiredMark={false}
          // Ours say it in the reader's language.
          noValidate
          onFinish={(body) => signIn.mutate(body)}
        >
          <Form.Item
            name="email"
            label={say('sign_in.email')}
            rules={[{ required: true, type: 'email', message: say('sign_in.needs_email') }]}
          >
            <Input type="email" autoComplete="username" autoFocus size="large" />
          </Form.Item>
          <Form.Item
            name="password"
            label={say('sign_in.password')}
            rules={[{ required: true, message: say('sign_in.needs_password') }]}
          >
            <Input.Password autoComplete="current-password" size="large" />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
            {say('sign_in.go')}
          </Button>
        </Form>
      </main>
    </div>
  )
}
