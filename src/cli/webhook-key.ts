import { createHash, randomBytes } from 'node:crypto'
import { keepOnce } from '../api/secret.ts'
import { webhookKeys, type WebhookKeys } from '../channels/webhook-keys.ts'

const CHARACTERS_MIN = 32

/**
 * What signs events: FORBEAR_WEBHOOK_KEY, or made once and kept in the home folder. Processes of one book
 * need the same; it never enters the database.
 */
export async function webhookKeysOf(
  home: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<WebhookKeys> {
  const given = env['FORBEAR_WEBHOOK_KEY'] ?? ''
  if (given !== '' && given.length < CHARACTERS_MIN) {
    throw new Error(
      `FORBEAR_WEBHOOK_KEY has ${given.length} characters and needs ${CHARACTERS_MIN} or more.`,
    )
  }
  const text =
    given === ''
      ? (await keepOnce(home, 'webhook-key', () => randomBytes(48).toString('base64url'))).trim()
      : given
  return webhookKeys(createHash('sha256').update(text).digest())
}
