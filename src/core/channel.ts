/** The ways to reach a person. The order is that of the bits in `position.channels`. */
export const CHANNELS = ['sms', 'email', 'call', 'letter', 'visit', 'message'] as const
export type Channel = (typeof CHANNELS)[number]

/** 'profile': a person's name at one app, such as an openid, which means nothing anywhere else. */
export const ADDRESS_KIND_NAMES = ['mobile', 'landline', 'email', 'post', 'profile'] as const
export type AddressKind = (typeof ADDRESS_KIND_NAMES)[number]

/** Which kinds of address a channel can use. */
export const ADDRESS_KINDS: Readonly<Record<Channel, readonly AddressKind[]>> = {
  sms: ['mobile'],
  email: ['email'],
  call: ['mobile', 'landline'],
  letter: ['post'],
  visit: ['post'],
  message: ['mobile', 'profile'],
}

export const channelBit = (channel: Channel): number => 1 << CHANNELS.indexOf(channel)
