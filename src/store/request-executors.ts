import { restructureExecutor } from './restructure.ts'
import type { Executors } from './second-person.ts'

/** Who does what a second person has approved, kind by kind. */
export const EXECUTORS: Executors = { restructure: restructureExecutor }
