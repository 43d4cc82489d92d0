import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto'

/** Ed25519: a short key, a short signature, and one way alone to make it from the same bytes. */
const ALGORITHM = 'Ed25519'
/** What stands before the 32 bytes of a public key in its SPKI form. */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex')
const KEY_BYTES = 32

/** Who vouches for bytes: the key of a home, which alone can sign and which anybody may check by. */
export type SealKey = {
  /** The public half, 32 bytes in hexadecimal: what a reader compares with the one they were told. */
  readonly publicKey: string
  readonly sign: (bytes: Uint8Array | string) => Seal
}

export type Seal = {
  readonly algorithm: typeof ALGORITHM
  readonly public_key: string
  /** Base64. */
  readonly signature: string
}

/** A new private half as PEM, to be kept in the home folder for its owner alone. */
export const newSealPem = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

export function sealKeyOf(pem: string): SealKey {
  const key = createPrivateKey(pem)
  const publicKey = rawPublicKey(createPublicKey(key))
  return {
    publicKey,
    sign: (bytes) => ({
      algorithm: ALGORITHM,
      public_key: publicKey,
      signature: sign(null, bytesOf(bytes), key).toString('base64'),
    }),
  }
}

/** Whether this seal stands on exactly these bytes. Whose key it is, the reader compares. */
export function isSealed(bytes: Uint8Array | string, seal: Seal): boolean {
  const key = publicKeyOf(seal.public_key)
  const signature = Buffer.from(seal.signature, 'base64')
  return key !== undefined && verify(null, bytesOf(bytes), key, signature)
}

export const sha256Of = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex')

/** The hash of an item that also holds everything before it, so that none can be taken out or moved. */
export const chained = (before: string, item: string): string => sha256Of(`${before}\n${item}`)

const bytesOf = (bytes: Uint8Array | string): Uint8Array =>
  typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes

const rawPublicKey = (key: KeyObject): string =>
  key.export({ type: 'spki', format: 'der' }).subarray(SPKI_HEAD.length).toString('hex')

function publicKeyOf(hex: string): KeyObject | undefined {
  const raw = Buffer.from(hex, 'hex')
  if (raw.length !== KEY_BYTES || raw.toString('hex') !== hex) return undefined
  return createPublicKey({ key: Buffer.concat([SPKI_HEAD, raw]), format: 'der', type: 'spki' })
}
