import { hear } from '../core/hear/hear.ts'
import { together, type Listener } from './listener.ts'

/** Our own rules: always asked, whatever else listens. A change of the rules is a new number. */
const RULES: Listener = { name: 'rules/1', hear }

/** A tenant's listener stands beside ours and never in its place. */
export const listenerOf = ({ listener }: { readonly listener?: Listener | undefined }): Listener =>
  listener === undefined ? RULES : together(RULES, listener)
