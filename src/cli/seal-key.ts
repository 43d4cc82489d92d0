import { keepOnce } from '../api/secret.ts'
import { newSealPem, sealKeyOf, type SealKey } from '../evidence/seal.ts'

/** The key by which this home vouches for what it hands out; made once, readable by its owner alone. */
export const sealKey = async (home: string): Promise<SealKey> =>
  sealKeyOf(await keepOnce(home, 'seal-key', newSealPem))
