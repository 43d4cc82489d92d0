import { CHANGE_WORDS } from '../store/change-words.ts'
import { inTenant } from '../store/db.ts'
import { answerReward, readRewards, REWARD_STATES, type RewardAsked } from '../store/reward.ts'
import { tenantOf, withDatabase, type Context } from './context.ts'
import { EXIT, Stop, tableText } from './talk.ts'

type Options = { readonly by?: string; readonly why?: string }

const ANSWERS = { agree: 'agreed', decline: 'declined' } as const

/** What strategies propose to the lender: `list` (with --json the export), `agree`, `decline`. */
export async function rewardCommand(
  context: Context,
  options: Options,
  what?: string,
  which?: string,
): Promise<undefined> {
  const { talk } = context
  if (what === 'list') return list(context, which)
  const answer = ANSWERS[what as keyof typeof ANSWERS]
  if (answer === undefined || which === undefined || !/^[0-9]{1,18}$/.test(which))
    throw new Stop(talk.word('rewardBad', { text: [what, which].join(' ').trim() }), EXIT.usage)
  const { by, why } = options
  if (by === undefined) throw new Stop(talk.word('trialNeeds', { key: '--by' }), EXIT.usage)
  await withDatabase(context, async (open) => {
    await tenantOf(open)
    const made = await inTenant(open.db, open.tenantId, (tx) =>
      answerReward(tx, open.tenantId, { treatmentId: BigInt(which), by, answer, words: why }),
    )
    if ('declined' in made) throw new Stop(CHANGE_WORDS[made.declined][talk.language], EXIT.refused)
    talk.data(made, () =>
      talk.word('rewardNow', {
        id: which,
        account: made.accountRef,
        state: talk.word(`reward_${made.state}`),
      }),
    )
  })
}

const PAGE = 1000

async function list(context: Context, state: string | undefined): Promise<undefined> {
  const { talk } = context
  const wanted = REWARD_STATES.find((one) => one === state)
  if (state !== undefined && wanted === undefined)
    throw new Stop(talk.word('rewardBad', { text: state }), EXIT.usage)
  await withDatabase(context, async (open) => {
    await tenantOf(open)
    const found: RewardAsked[] = []
    for (;;) {
      const page = await inTenant(open.db, open.tenantId, (tx) =>
        readRewards(tx, open.tenantId, {
          state: wanted,
          after: found.at(-1)?.treatmentId,
          limit: PAGE,
        }),
      )
      found.push(...page)
      if (page.length < PAGE) break
    }
    const head = (
      [
        'rewardId',
        'rewardAccount',
        'rewardKind',
        'strategyName',
        'rewardOn',
        'rewardState',
      ] as const
    ).map((key) => talk.word(key))
    talk.data(found, () =>
      found.length === 0
        ? talk.word('rewardNone')
        : tableText(
            head,
            found.map((one) => [
              String(one.treatmentId),
              one.accountRef,
              talk.word(`reward_${one.reward}`),
              `${one.strategy} ${one.version}`,
              one.proposedOn,
              talk.word(`reward_${one.state}`),
            ]),
          ),
    )
  })
}
