import { EVENT_NAMES, EVENT_TYPES, eventSchema } from '../core/event-types.ts'
import { withExamples } from './document-examples.ts'
import { permitted, type Api } from './route.ts'
import { SCOPES } from './scopes.ts'

const INFO = {
  title: 'Forbear',
  version: '1',
  description:
    'Collections for consumer credit. Money is whole minor units as text, instants are RFC 3339 in UTC, days are YYYY-MM-DD, lists have cursors, problems are RFC 9457. Members are only ever added.',
  license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
}

/** The machine's own description of everything that answers here, and of everything that is told. */
export function addDocument(api: Api): void {
  api.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'forbear.session_token',
    description: 'A person who is signed in',
  })
  api.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: `A key of a program, with the scopes that it was given: ${SCOPES.join(', ')}`,
  })
  api.get('/v1/openapi.json', permitted('GET /v1/openapi.json'), (c) => c.json(documentOf(api)))
}

/** Parsed JSON: what is undefined in the code is not in the document. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json }
export type Document = { readonly [key: string]: Json }

export function documentOf(api: Api): Document {
  const made = api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: INFO,
    servers: [{ url: '/' }],
  })
  const used = Object.values(made.paths ?? {}).flatMap((path) =>
    Object.values(path as Record<string, { readonly tags?: readonly string[] }>).flatMap(
      (operation) => operation.tags ?? [],
    ),
  )
  const tags = [...new Set(used)].toSorted((a, b) => (a < b ? -1 : 1)).map((name) => ({ name }))
  const webhooks = Object.fromEntries(EVENT_NAMES.map((type) => [type, { post: webhookOf(type) }]))
  return withExamples(JSON.parse(JSON.stringify({ ...made, webhooks, tags })) as Document)
}

const webhookOf = (type: (typeof EVENT_NAMES)[number]) => ({
  operationId: `told_${type.replace('.', '_')}`,
  summary: EVENT_TYPES[type].en,
  tags: ['events'],
  requestBody: { required: true, content: { 'application/json': { schema: eventSchema(type) } } },
  responses: { '2XX': { description: 'Taken; anything else is tried again' } },
})
