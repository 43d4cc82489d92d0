import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import {
  draftOf,
  dropDraft,
  dropUnsent,
  keepDraft,
  keepFor,
  keepUnsent,
  unsentNow,
  wipeKept,
} from './kept.ts'

// Files share a process: the next one finds no browser again.
afterAll(() => vi.unstubAllGlobals())

beforeEach(() => {
  const held: Record<string, string> = {}
  const storage = Object.defineProperties(held, {
    getItem: { value: (key: string) => held[key] ?? null },
    setItem: { value: (key: string, text: string) => void (held[key] = text) },
    removeItem: { value: (key: string) => void delete held[key] },
  })
  vi.stubGlobal('window', { localStorage: storage })
  wipeKept()
})

test('what was typed comes back, an empty form leaves nothing, and what was sent is gone', () => {
  // What was emptied stays empty: a proposal does not come back in its place.
  keepDraft('hold case_1', { source: 'call', empty: '', asked: true, days: [1] })
  const kept = { source: 'call', empty: '', asked: true, days: [1] }
  expect(draftOf('hold case_1')?.values).toEqual(kept)
  keepDraft('hold case_1', { source: '', days: [], texts: { zh: '', en: '' } })
  expect(draftOf('hold case_1')).toBeUndefined()
  keepDraft('hold case_1', { source: 'x' })
  dropDraft('hold case_1')
  expect(draftOf('hold case_1')).toBeUndefined()
})

test('an act without an answer is kept once for its key, until it is answered', () => {
  keepUnsent({ path: '/v1/payments', body: { a: 1 }, key: 'k' })
  keepUnsent({ path: '/v1/payments', body: { a: 1 }, key: 'k' })
  expect(unsentNow()).toMatchObject([{ path: '/v1/payments', key: 'k' }])
  dropUnsent('k')
  expect(unsentNow()).toEqual([])
})

test('nothing of one person is left for the next', () => {
  keepFor('ann')
  keepDraft('hold case_1', { source: 'call' })
  keepUnsent({ path: '/v1/payments', body: {}, key: 'k' })
  keepFor('ann')
  expect(draftOf('hold case_1')).toBeDefined()
  keepFor('tom')
  expect(draftOf('hold case_1')).toBeUndefined()
  expect(unsentNow()).toEqual([])
})

test('storage that is refused keeps nothing and breaks nothing', () => {
  vi.stubGlobal('window', {
    get localStorage(): Storage {
      throw new Error('refused')
    },
  })
  keepDraft('hold case_1', { source: 'call' })
  expect(draftOf('hold case_1')).toBeUndefined()
})
