import { OpenAPIHono } from '@hono/zod-openapi'
import { expect, test } from 'vitest'
import { day } from '../core/calendar.ts'
import type { ApiEnv } from './env.ts'
import { PROBLEMS, problem, type ProblemCode } from './problem.ts'
import { sayDeprecated } from './route.ts'

test('a route that goes says since when, until when and what instead', async () => {
  const app = new OpenAPIHono<ApiEnv>()
  app.get('/old', (c) => {
    sayDeprecated(c, { on: day('2026-12-01'), sunset: day('2027-06-01'), instead: 'GET /v1/cases' })
    return c.text('still here')
  })
  const { headers } = await app.request('/old')
  expect(headers.get('Deprecation')).toBe('@1796083200')
  expect(headers.get('Sunset')).toBe('Tue, 01 Jun 2027 00:00:00 GMT')
  expect(headers.get('Link')).toBe('</v1/cases>; rel="successor-version"')
})

test('whoever comes too often or too early is always told when to come again', async () => {
  const waiting = (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) =>
    [429, 503].includes(PROBLEMS[code].status),
  )
  expect(waiting.length).toBeGreaterThan(1)
  for (const code of waiting) {
    const app = new OpenAPIHono<ApiEnv>()
    app.get('/', (c) => problem(c, code))
    const answer = await app.request('/')
    expect([code, Number(answer.headers.get('Retry-After')) > 0]).toEqual([code, true])
  }
})
