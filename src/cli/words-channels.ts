/** The sentences about providers of channels, in both languages. */
export const CHANNEL_WORDS = {
  helpChannels: {
    en: 'who sends and hears on which channel: check (reads channels.yaml and tries each connection, sends nothing), list (how each provider stands)',
    zh: '各渠道的供应商：check（检查 channels.yaml 并尝试连接，不发送任何内容）、list（各供应商当前状态）',
  },
  channelsBad: {
    en: 'channels does not know "{text}". Write: forbear channels check, or forbear channels list',
    zh: 'channels 不认识“{text}”。请写：forbear channels check 或 forbear channels list',
  },
  channelsNoRead: { en: '{file} cannot be read: {why}', zh: '{file} 无法读取：{why}' },
  channelsFault: { en: '{file}:{line}: {field}: {why}', zh: '{file}:{line}：{field}：{why}' },
  channelsNoSecret: {
    en: '{file}: {field} names {env}, which is not set in the environment: export {env}=…',
    zh: '{file}：{field} 指向环境变量 {env}，但该变量未设置：export {env}=…',
  },
  channelsNone: {
    en: 'There is no {file}: SMS and e-mail go to the sandbox, which reaches nobody. See docs/channels.md, "Setting up".',
    zh: '没有 {file}：短信和邮件进入沙箱，不会触达任何人。见 docs/channels.md 的“Setting up”。',
  },
  channelsNoTenant: {
    en: 'Tenant {tenant} is not in {file}: people carry its contacts out from worklists.',
    zh: '租户 {tenant} 不在 {file} 中：联系由人员按工作列表执行。',
  },
  channelsUnreached: {
    en: 'Provider {name} does not answer now ({why}); it is tried again with what is to be sent.',
    zh: '供应商 {name} 目前没有应答（{why}），发送时会再次尝试。',
  },
  mailDoorOpen: {
    en: 'Mail comes in by LMTP on 127.0.0.1:{port}.',
    zh: '来信经 LMTP 接收：127.0.0.1:{port}。',
  },
  mailDoorNoPort: {
    en: 'No mail can come in on 127.0.0.1:{port} ({why}): give mailIn another port in channels.yaml.',
    zh: '无法在 127.0.0.1:{port} 接收来信（{why}）：请在 channels.yaml 的 mailIn 中换一个端口。',
  },
  mailDoorTrouble: {
    en: 'A mail was not taken now ({why}); the mail server keeps it and comes again.',
    zh: '一封来信暂未收下（{why}）；邮件服务器会保留并重投。',
  },
  channelsTenantHead: { en: 'tenant', zh: '租户' },
  channelsChannelHead: { en: 'channel', zh: '渠道' },
  channelsNameHead: { en: 'provider', zh: '供应商' },
  channelsWhereHead: { en: 'where', zh: '地址' },
  channelsPaceHead: { en: 'pace', zh: '速率' },
  channelsStateHead: { en: 'state', zh: '状态' },
  channelsTroubleHead: { en: 'last trouble', zh: '最近问题' },
  channelsPace: {
    en: '{rate}/s, from {start}/s, doubled every {minutes} min, {burst} at once',
    zh: '{rate} 条/秒，起始 {start} 条/秒，每 {minutes} 分钟翻倍，同时 {burst} 条',
  },
  channelsRate: { en: '{now}/s of {rate}/s', zh: '{now}/{rate} 条每秒' },
  channels_signed_in: { en: 'connected, name and password taken', zh: '已连接，账号密码有效' },
  channels_reached: {
    en: 'connected; a password is tried with the first message',
    zh: '已连接；密码在首条消息时验证',
  },
  channels_not_reached: { en: 'not reached: {why}', zh: '无法连接：{why}' },
  channelsOpen: { en: 'open', zh: '可用' },
  channelsClosed: {
    en: 'closed until {until}, {times} in a row',
    zh: '暂停至 {until}，连续 {times} 次',
  },
  channelsNeverAsked: { en: 'not asked yet', zh: '尚未使用' },
  channelsTrouble: { en: '{at} {why}', zh: '{at} {why}' },
  channelsHook: { en: '{name} tells us at {url}', zh: '{name} 的回执与回复地址：{url}' },
  channelsHookSecret: {
    en: '{name} tells us at {url}?key=… ({env})',
    zh: '{name} 的回执与回复地址：{url}?key=…（{env}）',
  },
  channelsKannel: {
    en: 'In Kannel’s sms-service, with the value of {env} for it: get-url = "{url}"',
    zh: 'Kannel 的 sms-service 中（将 {env} 换成其值）：get-url = "{url}"',
  },
  channelsDoorOpens: {
    en: 'mailIn {where}: open, and it greets as it should',
    zh: 'mailIn {where}：已开放，应答正确',
  },
  channelsDoorShut: {
    en: 'mailIn {where}: nobody listens ({why}); "forbear serve" opens it',
    zh: 'mailIn {where}：无人监听（{why}）；由 “forbear serve” 开放',
  },
  channelsDoorOther: {
    en: 'mailIn {where}: somebody else listens there and says "{why}"; choose another port',
    zh: 'mailIn {where}：该端口由其他程序占用，应答为“{why}”；请换一个端口',
  },
  channelsHearAnswers: {
    en: 'hear of tenant {tenant}, {where}: answers by the contract, as {model}',
    zh: '租户 {tenant} 的 hear，{where}：按约定应答，模型为 {model}',
  },
  channelsHearSilent: {
    en: 'hear of tenant {tenant}, {where}: no use of its answer ({why}); until it is mended the rules hear alone',
    zh: '租户 {tenant} 的 hear，{where}：应答不可用（{why}）；修复前仅由规则识别',
  },
  channelsTraceAnswers: {
    en: 'trace of tenant {tenant}, {where}: answers by the contract',
    zh: '租户 {tenant} 的 trace，{where}：按约定应答',
  },
  channelsTraceSilent: {
    en: 'trace of tenant {tenant}, {where}: no use of its answer ({why}); until it is mended nothing is learnt from it',
    zh: '租户 {tenant} 的 trace，{where}：应答不可用（{why}）；修复前无法从该来源查找',
  },
  channelsSound: {
    en: '{file}: sound, {providers} provider(s), {reached} reached.',
    zh: '{file}：格式正确，{providers} 个供应商，{reached} 个可连接。',
  },
} as const
