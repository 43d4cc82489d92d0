import type { AddressKind } from '../core/channel.ts'

/**
 * Enough of an address to know it again, not enough to use it. What is shown is counted in whole
 * characters, so that no part of a pair is shown alone.
 */
export function maskAddress(kind: AddressKind, value: string): string {
  if (kind === 'email') return maskEmail(value)
  return kind === 'post' ? maskPost(value) : maskPhone(value)
}

/** '138****5678': the last four, and the first three where at least four stay hidden. */
function maskPhone(value: string): string {
  const shown = Array.from(value)
  const head = shown.length >= 11 ? 3 : 0
  const tail = shown.length >= 8 ? 4 : shown.length >= 5 ? 2 : 0
  return `${shown.slice(0, head).join('')}****${shown.slice(shown.length - tail).join('')}`
}

/** 'z***@example.test': a domain of one's own would name the person, but tells the sort of address. */
function maskEmail(value: string): string {
  const at = value.lastIndexOf('@')
  const [first = ''] = Array.from(value.slice(0, Math.max(at, 0)))
  return at <= 0 ? '***' : `${first}***${value.slice(at)}`
}

/** The town is at the beginning of a Chinese address and at the end of others: a quarter is shown. */
function maskPost(value: string): string {
  const characters = Array.from(value)
  const count = Math.floor(characters.length / 4)
  const chinese = /\p{Script=Han}/u.test(value)
  return chinese
    ? `${characters.slice(0, count).join('')}****`
    : `****${characters.slice(characters.length - count).join('')}`
}
