/** The sentences of the command that sends one message by hand, in both languages. */
export const SEND_WORDS = {
  helpSend: {
    en: 'one message, by hand and through the guard: to an account, or to SANDBOX, an invented person whom nothing reaches',
    zh: '手动发送一条消息，须经合规检查：发给某账户，或发给 SANDBOX（虚构借款人，不会触达任何人）',
  },
  optSendTo: { en: 'an account reference, or SANDBOX', zh: '账户编号，或 SANDBOX' },
  optSendTemplate: { en: 'the template, such as reminder-warm', zh: '模板，例如 reminder-warm' },
  optSendChannel: { en: 'the channel', zh: '渠道' },
  optSendLanguage: {
    en: 'the language of SANDBOX, the invented person',
    zh: '虚构借款人 SANDBOX 的语言',
  },
  sendWaits: {
    en: 'It waits, and leaves at {at} at the earliest.',
    zh: '已排队，最早于 {at} 发出。',
  },
  sendWithdrawn: {
    en: 'Nothing is left waiting. To let it leave when it may, write --wait.',
    zh: '未留下待发消息。如需在允许时发出，请加 --wait。',
  },
  optSendWait: {
    en: 'where it may not leave now: let it wait and leave when it may',
    zh: '当前不可发送时，留待允许时发出',
  },
  sendNeeds: {
    en: 'send needs --to, --template and --channel. Write for example: forbear send --to SANDBOX --template reminder-warm --channel sms',
    zh: '请给出 --to、--template 和 --channel。例如：forbear send --to SANDBOX --template reminder-warm --channel sms',
  },
  sendNoTemplate: {
    en: 'There is no template "{template}" for {channel}. There are: {known}',
    zh: '{channel} 没有模板“{template}”。现有：{known}',
  },
  sendNoProvider: {
    en: 'Nothing sends on {channel} by itself: a person carries it out from a worklist.',
    zh: '{channel} 没有自动通道：由人员按工作列表执行。',
  },
  sendVerdict: { en: 'Verdict: {decision}', zh: '裁定：{decision}' },
  sendRendered: {
    en: 'Rendered: {bytes} bytes of UTF-8, SHA-256 {hash}{segments}',
    zh: '渲染结果：UTF-8 {bytes} 字节，SHA-256 {hash}{segments}',
  },
  sendSegments: { en: ', {n} SMS part(s) as {coding}', zh: '，短信 {n} 条（{coding}）' },
  sendPermit: {
    en: 'Permit: {key}, good until {until}, void if anybody says stop before it leaves',
    zh: '许可：{key}，有效至 {until}；发出前如有停止要求即作废',
  },
  sendAnswer: { en: 'Provider {provider}: {said}', zh: '供应商 {provider}：{said}' },
  sendReceipt: { en: 'Receipt: {state}', zh: '回执：{state}' },
  sendStopped: {
    en: 'A stop came between the permit and the wire: nothing was sent.',
    zh: '许可之后、发出之前收到停止要求：未发送。',
  },
  sendUnasked: { en: 'Nothing was sent: {why}', zh: '未发送：{why}' },
  said_accepted: { en: 'accepted', zh: '已接收' },
  said_refused: { en: 'refused, nothing was taken', zh: '已拒绝，未接收任何内容' },
  said_unclear: {
    en: 'no clear answer: it is never sent again by itself',
    zh: '应答不明：不会自动重发',
  },
  state_permitted: { en: 'permitted', zh: '已许可' },
  state_sending: { en: 'on the wire', zh: '发送中' },
  state_accepted: { en: 'accepted, no receipt yet', zh: '已接收，尚无回执' },
  state_delivered: { en: 'delivered', zh: '已送达' },
  state_failed: { en: 'not delivered', zh: '未送达' },
  state_unknown: { en: 'unknown', zh: '未知' },
  state_withdrawn: { en: 'withdrawn', zh: '已撤回' },
} as const
