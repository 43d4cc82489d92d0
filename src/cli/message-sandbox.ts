import type { ChannelsOpen } from './channels-open.ts'
import type { MessageGiven } from '../channels/message/given.ts'
import { openApps } from '../channels/message/configured.ts'
import { linkApp } from '../store/app-link.ts'
import { receiveAppTold } from '../store/app-told.ts'
import { keepTemplateState } from '../store/app-template.ts'
import { inTenant } from '../store/db.ts'
import { findAccount } from '../store/explained.ts'
import { receiveMessage } from '../store/message-in.ts'
import { receiveReceipt } from '../store/receipt-in.ts'
import type { Open, When } from './context.ts'

type Played = Extract<MessageGiven, { kind: 'sandbox' }>

const PROVIDER = 'sandbox-wechat'

/** As a firm would have it approved: what changes from person to person are its places. */
const TEMPLATES: Played['templates'] = [
  {
    code: 'SANDBOX-ZH',
    language: '',
    title: '示例信贷 Sample Credit的一条消息',
    text: '{{name1.DATA}}您好，您尾号{{character_string2.DATA}}的账户有{{thing3.DATA}}待还。如已还款请忽略。如有困难，可来电商量。核实请拨000-0000-0000。拒收请回复退订',
    needs: 'nothing',
  },
  {
    code: 'SANDBOX-EN',
    language: '',
    title: 'A message from 示例信贷 Sample Credit',
    text: 'Hello {{name1.DATA}}. Due on your account ending {{character_string2.DATA}}: {{thing3.DATA}}. If you have paid it, thank you. If it is hard to pay, call us. To check that this is us, call 000-0000-0000. Reply STOP to stop.',
    needs: 'nothing',
  },
]

/** The double of WeChat, with the invented person as its follower and our texts approved. */
export async function messageSandbox(open: Open, ref: string, when: When): Promise<ChannelsOpen> {
  const { db, tenantId } = open
  const account = await inTenant(db, tenantId, (tx) => findAccount(tx, tenantId, ref))
  if (account !== undefined) {
    const { borrowerId } = account
    const evidence = 'an invented person, for trying out'
    const who = { tenantId, borrowerId, provider: PROVIDER, name: `oSANDBOX-${ref}`, by: 'sandbox' }
    await linkApp(db, { ...who, evidence, optIn: false }, when)
  }
  await inTenant(db, tenantId, async (tx) => {
    for (const { code, language } of TEMPLATES) {
      const said = { provider: PROVIDER, code, language, state: 'approved', why: '' } as const
      await keepTemplateState(tx, tenantId, { ...said, source: 'sandbox', at: when.now })
    }
  })
  const pace = { perSecond: 10, burst: 10, doubleEveryMinutes: 10 }
  const one: Played = { kind: 'sandbox', app: 'wechat', name: PROVIDER, templates: TEMPLATES, pace }
  const apps = await openApps([one], {
    db,
    env: {},
    clock: () => when.now,
    pace: (_one, provider) => provider,
    received: (received) => receiveMessage(db, tenantId, received, when),
    receipt: (receipt) => receiveReceipt(db, tenantId, receipt),
    told: (told) => receiveAppTold(db, tenantId, told, when),
  })
  return {
    channels: apps === undefined ? {} : { message: apps.provider },
    close: async () => apps?.close(),
  }
}
