import type { Language } from '../store/templates.ts'

/** What is said to somebody who reads these pages inside WeChat, and on the page of its payment sheet. */
export const WECHAT_WORDS = {
  sheetTitle: { en: 'Pay with WeChat', zh: '微信支付' },
  sheetHow: {
    en: 'WeChat opens its own window over this page. If it does not, press the button.',
    zh: '微信会在本页弹出支付窗口。如未弹出，请点击下方按钮。',
  },
  sheetGo: { en: 'Open the payment window', zh: '打开支付窗口' },
  sheetLook: { en: 'Paid already? See what we received', zh: '已支付？查看结果' },
  moreOutside: {
    en: 'Inside WeChat only WeChat Pay works. To pay another way, copy the link from our message into the browser of your phone.',
    zh: '在微信内只能使用微信支付。如需其他方式，请把我们消息中的链接复制到手机浏览器中打开。',
  },
  noWayInWechat: {
    en: 'This cannot be paid inside WeChat. Copy the link from our message into the browser of your phone, or call {phone}.',
    zh: '在微信内无法支付。请把我们消息中的链接复制到手机浏览器中打开，或致电 {phone}。',
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>
