import type { PayProvider } from './provider.ts'

/** The creditor of direct debits, as the bank knows it. */
export type Creditor = {
  readonly tenantId: bigint
  readonly name: string
  readonly iban: string
  readonly bic: string | undefined
  /** The creditor's own identifier in the scheme. */
  readonly creditorId: string
  readonly version: '02' | '08'
  /** How often one amount is tried, and how many days lie between. */
  readonly attemptsMax: number
  readonly daysBetween: number
}

/** Who may pay by what, and whose word counts. Nothing is reached that is not in it. */
export type PaySettings = {
  /** Where people reach the portal, such as https://pay.lender.example. */
  readonly portalUrl: string
  readonly providers: readonly { readonly tenantId: bigint; readonly provider: PayProvider }[]
  /** Lenders' own systems, which sign what they tell by Standard Webhooks. */
  readonly systems: readonly {
    readonly tenantId: bigint
    readonly name: string
    readonly secrets: readonly Uint8Array[]
  }[]
  readonly creditors: readonly Creditor[]
}
