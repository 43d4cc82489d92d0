import type { Channel } from '../core/channel.ts'
import type { Rule } from '../guard/rules.ts'
import type { FirmKind } from '../guard/vocabulary.ts'
import type { AskedPart } from './template-lint.ts'

/** The parts of which a text alone can show that they are there. */
const SHOWN: readonly AskedPart[] = [
  'who_we_are',
  'how_to_check',
  'how_to_stop',
  'the_debt',
  'collector',
  'private',
]

/**
 * What the rules in force ask a text to a borrower to say, so that words can be mended while they are
 * written. The guard asks again, of everything, when the message is to leave.
 */
export function askedParts(
  rules: readonly Rule[],
  { channel, firm }: { readonly channel: Channel; readonly firm: FirmKind },
): AskedPart[] {
  const asked = rules.flatMap(({ covers, part }) =>
    part.kind === 'disclosure' &&
    covers.more === undefined &&
    covers.channels.has(channel) &&
    covers.audience.has('borrower') &&
    covers.firms.has(firm) &&
    covers.purposes.has('collect')
      ? part.says
      : [],
  )
  return SHOWN.filter((part) => asked.includes(part))
}
