import { hear } from '../core/hear/hear.ts'

/** Our own rules. What they hear is kept under their name; a change of the rules is a new number. */
export const RULES = { name: 'rules/1', hear } as const
