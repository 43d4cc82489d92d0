import type { PayProvider } from '../channels/pay/provider.ts'
import type { PaySettings } from '../channels/pay/settings.ts'
import { mostOwed, type Owed } from '../store/pay-owed.ts'
import { readAmount } from './amount.ts'

/** The ways to pay a currency. On a desk computer WeChat has only a code to scan, so it comes last. */
export function waysFor(
  pay: PaySettings,
  of: { readonly tenantId: bigint; readonly currency: string },
): readonly PayProvider[] {
  return pay.providers
    .filter((one) => one.tenantId === of.tenantId && one.provider.currencies.has(of.currency))
    .map((one) => one.provider)
}

export type Wish = {
  readonly choice: string | undefined
  readonly other: string | undefined
  readonly fixedMinor: bigint | undefined
}

/** How much somebody wants to pay; undefined: it is no amount, or more than is owed. */
export function wantedMinor(owed: Owed, wish: Wish): bigint | undefined {
  const most = mostOwed(owed)
  const minor = chosenMinor(owed, wish)
  return minor !== undefined && minor > 0n && minor <= most ? minor : undefined
}

function chosenMinor(owed: Owed, wish: Wish): bigint | undefined {
  const { choice, other, fixedMinor } = wish
  if (fixedMinor !== undefined) return fixedMinor < mostOwed(owed) ? fixedMinor : mostOwed(owed)
  if (choice === 'late') return owed.arrearsMinor
  if (choice === 'whole') return mostOwed(owed)
  return readAmount(other ?? '', owed.currency)
}

export const deviceOf = (agent: string | undefined): 'phone' | 'desk' =>
  /Mobile|Android|iPhone|iPad/i.test(agent ?? '') ? 'phone' : 'desk'
