import { betterAuth } from 'better-auth'
import type { Say } from '../core/words.ts'
import { connectSignIn, SIGN_IN_TABLES } from '../store/sign-in.ts'

export type SignedIn = {
  readonly userId: string
  readonly email: string
  readonly tenantId: bigint
}

export type Tried =
  | { readonly signedIn: SignedIn; readonly cookies: readonly string[] }
  | { readonly refused: 'wrong' }
  | { readonly refused: 'too_many'; readonly retryAfterSeconds: number }

/** What the API knows of the sign-in library: four verbs. */
export type SignIn = {
  signIn(tried: { email: string; password: string; ip: string; agent: string }): Promise<Tried>
  signOut(headers: Headers): Promise<readonly string[]>
  sessionOf(headers: Headers): Promise<SignedIn | undefined>
  /** Makes a user, or gives an existing one this password. Answers the user's id. */
  putUser(user: {
    email: string
    name: string
    password: string
    tenantId: bigint
  }): Promise<string>
  findUser(email: string): Promise<string | undefined>
  /** Signs a user out everywhere: at their next request they are asked for the password. */
  endSessions(userId: string): Promise<void>
  stop(): Promise<void>
}

export type SignInOptions = {
  readonly adminUrl: string
  readonly secret: string
  readonly say: Say
  /** Cookies travel over https alone; off on loopback. */
  readonly secureCookies?: boolean
  readonly triesPerMinute: number
}

/** Any name does: the library is called in process, and never by a browser. */
const INSIDE = 'http://sign-in.forbear.internal'
/** In characters. */
export const PASSWORD_LENGTH = { min: 12, max: 200 } as const
const WORKING_DAY_SECONDS = 12 * 60 * 60

export function openSignIn(options: SignInOptions): SignIn {
  const pool = connectSignIn(options.adminUrl, options.say)
  const auth = makeAuth(options, pool)
  return {
    signIn: async ({ email, password, ip, agent }) => {
      const headers = {
        'Content-Type': 'application/json',
        'X-Forbear-Ip': ip,
        'User-Agent': agent,
      }
      const body = JSON.stringify({ email, password })
      return readTried(
        await auth.handler(
          new Request(`${INSIDE}/auth/sign-in/email`, { method: 'POST', headers, body }),
        ),
      )
    },
    signOut: async (headers) => {
      const kept = { Cookie: headers.get('Cookie') ?? '', Origin: INSIDE }
      const response = await auth.handler(
        new Request(`${INSIDE}/auth/sign-out`, { method: 'POST', headers: kept }),
      )
      return response.headers.getSetCookie()
    },
    sessionOf: async (headers) => {
      const cookie = headers.get('Cookie')
      if (cookie === null) return undefined
      const found = await auth.api.getSession({ headers: new Headers({ Cookie: cookie }) })
      return found === null ? undefined : signedIn(found.user)
    },
    putUser: (user) => putUser(auth, user),
    findUser: async (email) => {
      const context = await auth.$context
      return (await context.internalAdapter.findUserByEmail(email))?.user.id
    },
    endSessions: async (userId) => (await auth.$context).internalAdapter.deleteUserSessions(userId),
    stop: () => pool.end(),
  }
}

type Auth = ReturnType<typeof makeAuth>

function makeAuth(options: SignInOptions, pool: ReturnType<typeof connectSignIn>) {
  return betterAuth({
    baseURL: INSIDE,
    basePath: '/auth',
    secret: options.secret,
    database: pool,
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      log: (_level, message) => options.say({ en: `Sign-in: ${message}`, zh: `登录：${message}` }),
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
    },
    user: {
      ...SIGN_IN_TABLES.user,
      additionalFields: {
        tenantId: { type: 'string', required: true, input: false, fieldName: 'tenant_id' },
      },
    },
    // Every request asks the database, and no session grows longer by use: signing somebody out
    // works at the next request, and everybody signs in once a working day.
    session: {
      ...SIGN_IN_TABLES.session,
      expiresIn: WORKING_DAY_SECONDS,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    account: SIGN_IN_TABLES.account,
    verification: SIGN_IN_TABLES.verification,
    rateLimit: {
      ...SIGN_IN_TABLES.rateLimit,
      enabled: true,
      storage: 'database',
      window: 60,
      max: 300,
      customRules: { '/sign-in/email': { window: 60, max: options.triesPerMinute } },
    },
    advanced: {
      cookiePrefix: 'forbear',
      useSecureCookies: options.secureCookies ?? false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'strict', path: '/' },
      ipAddress: { ipAddressHeaders: ['x-forbear-ip'] },
    },
  })
}

const signedIn = (user: { id: string; email: string; tenantId: string }): SignedIn => ({
  userId: user.id,
  email: user.email,
  tenantId: BigInt(user.tenantId),
})

async function readTried(response: Response): Promise<Tried> {
  if (response.status === 429) {
    const seconds = Number(response.headers.get('X-Retry-After') ?? '60')
    return { refused: 'too_many', retryAfterSeconds: Math.max(1, seconds) }
  }
  if (response.status >= 500) throw new Error(`the sign-in answered ${response.status}`)
  if (!response.ok) return { refused: 'wrong' }
  const body = (await response.json()) as { user: { id: string; email: string; tenantId: string } }
  return { signedIn: signedIn(body.user), cookies: response.headers.getSetCookie() }
}

async function putUser(
  auth: Auth,
  user: { email: string; name: string; password: string; tenantId: bigint },
): Promise<string> {
  const { internalAdapter, password } = await auth.$context
  const hash = await password.hash(user.password)
  const found = await internalAdapter.findUserByEmail(user.email)
  if (found !== null) {
    await internalAdapter.updatePassword(found.user.id, hash)
    return found.user.id
  }
  const tenantId = user.tenantId.toString()
  const made = await internalAdapter.createUser(
    { email: user.email, name: user.name, emailVerified: true, tenantId },
    { method: 'admin' },
  )
  await internalAdapter.linkAccount({
    userId: made.id,
    providerId: 'credential',
    accountId: made.id,
    password: hash,
  })
  return made.id
}
