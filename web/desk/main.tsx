import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App } from 'antd'
import { StrictMode, useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import './desk.css'
import { preferences, usePreferences } from './preferences.ts'
import { newQueries } from './queries.ts'
import { newRouter } from './router.tsx'
import { Words } from './say.tsx'
import { paint } from './theme.ts'

const LANG = { zh: 'zh-CN', en: 'en' } as const

const queries = newQueries(() => leaveForSignIn())
const router = newRouter(queries)

/** The session ended elsewhere or ran out: sign in, and come back to this very place. */
function leaveForSignIn(): void {
  const { pathname, href } = router.state.location
  if (pathname === '/sign-in') return
  void router.navigate({ to: '/sign-in', search: { next: href } })
}

function Desk() {
  const { language, mode } = usePreferences()
  useEffect(() => {
    document.documentElement.lang = LANG[language]
    // The server's sentences come again in the new language; the old ones stay until then.
    void queries.invalidateQueries()
  }, [language])
  useEffect(() => paint(mode), [mode])
  return (
    <Words>
      <App>
        <RouterProvider router={router} />
      </App>
    </Words>
  )
}

paint(preferences().mode)
const place = document.getElementById('desk')
if (place !== null) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <Desk />
      </QueryClientProvider>
    </StrictMode>,
  )
}
