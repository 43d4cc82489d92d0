import { buildApp } from './app.ts'
import type { ApiDeps } from './env.ts'
import { documentOf, type Document } from './document.ts'

/** The document without a database: routes are made before anything is asked. */
export function documentNow(): Document {
  const unasked = (): never => {
    throw new Error('bug: the document asks nothing')
  }
  const deps = new Proxy({} as ApiDeps, {
    get: (_, name) =>
      name === 'deskFolder' || name === 'voice' || name === 'webhooks' ? undefined : unasked,
  })
  return documentOf(buildApp(deps))
}
