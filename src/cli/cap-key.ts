import { createHash, randomBytes } from 'node:crypto'
import { keepOnce } from '../api/secret.ts'

const CHARACTERS_MIN = 32

/**
 * The key by which people are hashed for caps that tenants share: FORBEAR_CAP_KEY, or made once and
 * kept in the home folder. Homes that count together need the same; it never enters the database.
 */
export async function capKey(home: string, env: NodeJS.ProcessEnv = process.env): Promise<Buffer> {
  const given = env['FORBEAR_CAP_KEY'] ?? ''
  if (given !== '' && given.length < CHARACTERS_MIN) {
    throw new Error(
      `FORBEAR_CAP_KEY has ${given.length} characters and needs ${CHARACTERS_MIN} or more.`,
    )
  }
  const text =
    given === ''
      ? (await keepOnce(home, 'cap-key', () => randomBytes(48).toString('base64url'))).trim()
      : given
  return createHash('sha256').update(text).digest()
}
