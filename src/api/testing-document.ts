import { buildApp } from './app.ts'
import type { ApiDeps } from './env.ts'
import { documentOf, type Document } from './document.ts'
import type { Api } from './route.ts'

/** The document without a database: routes are made before anything is asked. */
export const documentNow = (): Document => documentOf(apiNow())

/** The API, of which nothing is asked but what it is. */
export function apiNow(): Api {
  const unasked = (): never => {
    throw new Error('bug: the document asks nothing')
  }
  const deps = new Proxy({} as ApiDeps, {
    get: (_, name) =>
      name === 'deskFolder' || name === 'voice' || name === 'webhooks' ? undefined : unasked,
  })
  return buildApp(deps)
}
