/** The sentences about apps, in both languages. */
export const MESSAGE_WORDS = {
  helpMessage: {
    en: 'apps (WeChat, WeCom, WhatsApp): link a person’s name there to an account, record what the app approved, list what stands',
    zh: '应用消息（微信、企业微信、WhatsApp）：关联借款人的应用账号、登记模板审核结果、查看现状',
  },
  optMessageTo: { en: 'an account reference', zh: '账户编号' },
  optMessageProvider: {
    en: 'the provider, as in channels.yaml',
    zh: '供应商名称，同 channels.yaml',
  },
  optMessageName: {
    en: 'the person’s name at the app: an openid, or a number with +',
    zh: '对方在该应用的标识：openid，或带 + 的号码',
  },
  optMessageEvidence: {
    en: 'what shows it: where they signed in, the page on which they agreed',
    zh: '依据：何处登录、在哪个页面同意',
  },
  optMessageOptIn: {
    en: 'they said that they want messages there',
    zh: '本人已同意在该应用接收消息',
  },
  optMessageCode: { en: 'the code or name of a template', zh: '模板编号或名称' },
  optMessageLanguage: { en: 'the language of the template', zh: '模板语言' },
  optMessageState: {
    en: 'what the app said: pending, approved, rejected, paused or disabled',
    zh: '平台结果：pending、approved、rejected、paused 或 disabled',
  },
  optMessageWhy: { en: 'its reason', zh: '原因' },
  messageBad: {
    en: 'message does not know "{text}". Write: forbear message link, forbear message templates, or forbear message state',
    zh: 'message 不认识“{text}”。请写：forbear message link、forbear message templates 或 forbear message state',
  },
  messageNeeds: { en: 'message {what} needs {options}', zh: 'message {what} 需要 {options}' },
  messageLinked: {
    en: '{name} at {provider} is tied to {ref}.',
    zh: '{provider} 的 {name} 已关联到 {ref}。',
  },
  messageLinkedAgain: {
    en: '{name} at {provider} was tied to {ref} before.',
    zh: '{provider} 的 {name} 此前已关联到 {ref}。',
  },
  messageOfOther: {
    en: 'That name is another borrower’s: a message there would tell them of this debt. Nothing was changed.',
    zh: '该标识属于另一借款人，发送会泄露债务信息。未作更改。',
  },
  messageKept: { en: '{provider} {code}: {state}', zh: '{provider} {code}：{state}' },
  messageNone: { en: 'No app has said anything of a template yet.', zh: '尚无模板审核记录。' },
  messageProviderHead: { en: 'provider', zh: '供应商' },
  messageCodeHead: { en: 'template', zh: '模板' },
  messageLanguageHead: { en: 'language', zh: '语言' },
  messageStateHead: { en: 'state', zh: '状态' },
  messageSinceHead: { en: 'since', zh: '起始' },
} as const
