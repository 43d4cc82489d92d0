import { join } from 'node:path'
import { loadLaw } from '../../src/store/law.ts'

/** The packs that ship, for tests of the guard. */
export const law = loadLaw(join(import.meta.dirname, '..', '..', 'law'))
