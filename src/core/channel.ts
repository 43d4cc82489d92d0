/** The ways to reach a person. The order is that of the bits in `position.channels`. */
export const CHANNELS = ['sms', 'email', 'call', 'letter', 'visit', 'message'] as const
export type Channel = (typeof CHANNELS)[number]

export type AddressKind = 'mobile' | 'landline' | 'email' | 'post'

/** Which kinds of address a channel can use. */
export const ADDRESS_KINDS: Readonly<Record<Channel, readonly AddressKind[]>> = {
  sms: ['mobile'],
  email: ['email'],
  call: ['mobile', 'landline'],
  letter: ['post'],
  visit: ['post'],
  message: ['mobile'],
}

export const channelBit = (channel: Channel): number => 1 << CHANNELS.indexOf(channel)
