import { hear } from '../core/hear/hear.ts'
import type { Listener } from './listener.ts'

/** Our own rules: always asked, whatever else listens. A change of the rules is a new number. */
export const RULES_LISTENER: Listener = { name: 'rules/1', hear }
