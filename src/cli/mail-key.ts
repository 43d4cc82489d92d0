import { createHash, randomBytes } from 'node:crypto'
import { keepOnce } from '../api/secret.ts'

const CHARACTERS_MIN = 32

/**
 * The key of the tokens in our mails: FORBEAR_MAIL_KEY, or made once and kept in the home folder. With
 * another one no answer, bounce or click finds its case, so it outlives every mail that was sent.
 */
export async function mailKey(home: string, env: NodeJS.ProcessEnv = process.env): Promise<Buffer> {
  const given = env['FORBEAR_MAIL_KEY'] ?? ''
  if (given !== '' && given.length < CHARACTERS_MIN) {
    throw new Error(
      `FORBEAR_MAIL_KEY has ${given.length} characters and needs ${CHARACTERS_MIN} or more.`,
    )
  }
  const text =
    given === ''
      ? (await keepOnce(home, 'mail-key', () => randomBytes(48).toString('base64url'))).trim()
      : given
  return createHash('sha256').update(text).digest()
}
