import { randomInt } from 'node:crypto'

/** Letters that no one mistakes for one another: 16 of 31 are 79 bits. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A password to hand over: four groups of four. */
export const newPassword = (): string =>
  [0, 1, 2, 3]
    .map(() => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join(''))
    .join('-')
