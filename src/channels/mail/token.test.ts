import { expect, test } from 'vitest'
import { findToken, sealToken } from './token.ts'

const secret = Buffer.alloc(32, 1)
const named = { tenantId: 7n, attemptKey: '0b5a3c1e-7d55-8a52-9d3b-2f6f5d1c9a77' }
const token = sealToken(secret, 'case', named)

test('a token names its attempt wherever it stands, and in whichever case it comes back', () => {
  expect(token).toMatch(/^[a-z2-7]{48}$/)
  expect(sealToken(secret, 'case', named)).toBe(token)
  for (const text of [
    `reply+${token}@mail.lender.example`,
    `"安心贷" <REPLY+${token.toUpperCase()}@MAIL.LENDER.EXAMPLE>`,
    `<other@x.example> <${token}@mail.lender.example>`,
    `rfc822;reply+${token}`,
  ]) {
    expect(findToken(secret, 'case', text)).toEqual(named)
  }
})

test('a letter changed, another secret and another use are nothing', () => {
  for (let i = 0; i < token.length; i++) {
    const other = token[i] === 'a' ? 'b' : 'a'
    expect(
      findToken(secret, 'case', token.slice(0, i) + other + token.slice(i + 1)),
    ).toBeUndefined()
  }
  expect(findToken(Buffer.alloc(32, 2), 'case', token)).toBeUndefined()
  expect(findToken(secret, 'stop', token)).toBeUndefined()
  expect(findToken(secret, 'case', `a${token}`)).toBeUndefined()
  expect(findToken(secret, 'case', '')).toBeUndefined()
})

test('nothing of the name is seen, and two names have nothing in common', () => {
  const next = sealToken(secret, 'case', { ...named, tenantId: 8n })
  const same = token.split('').filter((letter, i) => letter === next[i]).length
  expect(same).toBeLessThan(12)
})

test('a long text of many tokens that are not ours is read in a moment', () => {
  const started = performance.now()
  expect(findToken(secret, 'case', `${'b'.repeat(48)}.`.repeat(20_000))).toBeUndefined()
  expect(performance.now() - started).toBeLessThan(1000)
})
