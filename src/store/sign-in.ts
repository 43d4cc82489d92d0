import pg from 'pg'
import type { Say } from '../core/words.ts'

/**
 * The sign-in library's own connections: the role forbear_auth, which sees the schema auth and no
 * table of the book. Instants are Dates here, as that library expects.
 */
export function connectSignIn(adminUrl: string, say: Say): pg.Pool {
  const pool = new pg.Pool({
    connectionString: adminUrl,
    options: '-c role=forbear_auth -c search_path=auth -c TimeZone=UTC -c lock_timeout=30s',
    max: 4,
    application_name: 'forbear sign-in',
  })
  pool.on('error', (error) =>
    say({
      en: `A database connection of the sign-in was lost: ${error.message}`,
      zh: `登录用的数据库连接已断开：${error.message}`,
    }),
  )
  return pool
}

/** The tables as the library names them, in our snake case. */
export const SIGN_IN_TABLES = {
  user: {
    modelName: 'user',
    fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
  },
  session: {
    modelName: 'session',
    fields: {
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      userId: 'user_id',
      createdAt: 'created_at',
      updatedAt: 'updated_at',
    },
  },
  account: {
    modelName: 'account',
    fields: {
      accountId: 'account_id',
      providerId: 'provider_id',
      userId: 'user_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      createdAt: 'created_at',
      updatedAt: 'updated_at',
    },
  },
  verification: {
    modelName: 'verification',
    fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
  },
  rateLimit: { modelName: 'rate_limit', fields: { lastRequest: 'last_request' } },
} as const
