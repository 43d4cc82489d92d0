import type { PayProvider } from '../channels/pay/provider.ts'
import type { PaySettings } from '../channels/pay/settings.ts'
import { mostOwed, type Owed } from '../store/pay-owed.ts'
import { readAmount } from './amount.ts'

/** Where the page is open, as far as that decides how one can pay there. */
export type Place = { readonly device: 'phone' | 'desk'; readonly isInWechat: boolean }

export const placeOf = (agent = ''): Place => ({
  device: /Mobile|Android|iPhone|iPad/i.test(agent) ? 'phone' : 'desk',
  isInWechat: /MicroMessenger/i.test(agent),
})

/** The ways to pay a currency here, and whether there are more than WeChat lets open inside itself. */
export function waysFor(
  pay: PaySettings,
  of: { readonly tenantId: bigint; readonly currency: string; readonly place: Place },
): { readonly ways: readonly PayProvider[]; readonly isMoreOutside: boolean } {
  const all = pay.providers
    .filter((one) => one.tenantId === of.tenantId && one.provider.currencies.has(of.currency))
    .map((one) => one.provider)
  const ways = all.filter((one) => opensAt(of.place, one))
  return { ways, isMoreOutside: ways.length < all.length }
}

/** Inside WeChat Alipay's page is shut, and of WeChat's own ways a phone has the payment sheet alone. */
const opensAt = ({ device, isInWechat }: Place, { kind, inApp }: PayProvider): boolean =>
  !isInWechat || (kind === 'wechat' ? device === 'desk' || inApp !== undefined : kind !== 'alipay')

/** By the sheet of WeChat over our own page: for it WeChat is asked first who pays. */
export const inAppOf = ({ device, isInWechat }: Place, { kind, inApp }: PayProvider) =>
  isInWechat && device === 'phone' && kind === 'wechat' ? inApp : undefined

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
