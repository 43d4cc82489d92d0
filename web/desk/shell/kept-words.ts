export const KEPT_WORDS = {
  'draft.restored': {
    zh: '已恢复 {at} 未发送的内容。',
    en: 'What you typed at {at} and did not send is back.',
  },
  'draft.discard': { zh: '丢弃', en: 'Discard it' },
  'connection.lost': {
    zh: '连接已断开。已输入的内容都保留着，恢复后可继续。',
    en: 'The connection is lost. What you type is kept; go on when it is back.',
  },
  'connection.unsent': {
    zh: '没有收到答复：{what}。可能已完成；再次发送不会重复。',
    en: 'No answer came to {what}. It may have been done; sending it again does it only once.',
  },
  'connection.again': { zh: '再次发送', en: 'Send again' },
  'connection.drop': { zh: '不再发送', en: 'Leave it' },
  'connection.what': { zh: '刚才的操作', en: 'what you sent' },
  'connection.what.promises': { zh: '承诺', en: 'the promise' },
  'connection.what.payments': { zh: '还款', en: 'the payment' },
  'connection.what.holds': { zh: '停催', en: 'the hold' },
  'connection.what.callbacks': { zh: '约定回电', en: 'the callback' },
  'connection.what.outcome': { zh: '通话结果', en: 'how the call ended' },
  'connection.what.answers': { zh: '回复', en: 'the answer' },
  'connection.what.offers': { zh: '方案', en: 'the offer' },
  'connection.what.budget': { zh: '收支表', en: 'the budget' },
} as const
