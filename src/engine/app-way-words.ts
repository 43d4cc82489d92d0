import type { Words } from '../core/words.ts'
import type { Approval, AppStanding, NoWay } from './app-way.ts'

/** Why no app takes a message now, for whoever has to do something about it. */
export const NO_WAY_WORDS: Readonly<Record<NoWay, Words>> = {
  no_app_address: {
    en: 'no address that any of the apps set up here takes',
    zh: '没有任何已配置应用可用的地址',
  },
  not_linked: {
    en: 'nobody tied this person’s name at the app to the borrower; see forbear message link',
    zh: '该应用账号尚未与借款人关联，见 forbear message link',
  },
  blocked_there: {
    en: 'the person left or blocked us there; only their own yes opens it again',
    zh: '对方已取消关注或拒收，只有本人再次同意后才能发送',
  },
  out_of_window: {
    en: 'their window is closed, and no approved template says the same as this text',
    zh: '会话窗口已关闭，且没有与此文本一致的已审核模板',
  },
  not_approved: {
    en: 'the template that says the same is not approved; see forbear message templates',
    zh: '与此文本一致的模板未通过审核，见 forbear message templates',
  },
  no_opt_in: {
    en: 'the app asks for a yes to its messages, and none is on record',
    zh: '该应用要求本人同意接收消息，但没有同意记录',
  },
  consent_used_up: {
    en: 'each message uses up one consent, and none is left',
    zh: '每条消息消耗一次订阅，现已没有剩余次数',
  },
}

export const APPROVAL_WORDS: Readonly<Record<Approval, Words>> = {
  pending: { en: 'waits for its approval', zh: '待审核' },
  approved: { en: 'approved', zh: '已通过' },
  rejected: { en: 'rejected', zh: '未通过' },
  paused: { en: 'paused', zh: '已暂停' },
  disabled: { en: 'disabled', zh: '已停用' },
}

export const STANDING_WORDS: Readonly<Record<AppStanding['state'], Words>> = {
  open: { en: 'may be answered now', zh: '会话窗口开放中' },
  templates_only: { en: 'by approved templates alone', zh: '仅可发送已审核模板' },
  not_linked: { en: 'not tied to the borrower', zh: '尚未关联' },
  blocked: { en: 'nothing leaves there', zh: '已停用，不再发送' },
}
