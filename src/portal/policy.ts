import type { PaySettings } from '../channels/pay/settings.ts'

/** A form goes to us and to the pages that people pay on, and nothing is loaded from elsewhere. */
export function policyOf({ providers }: PaySettings, more: readonly string[] = []): string {
  const pages = providers.flatMap(({ provider: { pageOrigins, inApp } }) => [
    ...pageOrigins,
    ...(inApp === undefined ? [] : [new URL(inApp.address).origin]),
  ])
  return [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    `form-action ${["'self'", ...new Set(pages)].join(' ')}`,
    "frame-ancestors 'none'",
    ...more,
  ].join('; ')
}
