/** The sentences of the commands about keys of programs and webhooks, in both languages. */
export const OUT_WORDS = {
  helpKey: {
    en: 'keys of programs: list, create NAME, end NUMBER',
    zh: '程序密钥：list 列出、create 名称 新建、end 编号 停用',
  },
  helpWebhook: {
    en: 'where events are sent to: list, add URL, test NUMBER, end NUMBER; keep FILE: for how many days events are kept',
    zh: '事件推送：list 列出、add 地址 新增、test 编号 测试、end 编号 删除；keep 文件 设定事件保留天数',
  },
  optKeyRole: { en: 'what it may do: that of a role', zh: '角色（决定可做之事）' },
  optKeyScopes: { en: 'its scopes, with commas: cases:read,money:write', zh: '权限范围，逗号分隔' },
  optKeyDays: { en: 'days that it lasts (90)', zh: '有效天数（默认 90）' },
  optKeyReason: { en: 'why it is made or ended', zh: '新建或停用的原因' },
  keyNeeds: { en: '{key} is needed.', zh: '须给出 {key}。' },
  keyBad: { en: '{text}: not understood.', zh: '{text}：无法识别。' },
  keyNotAdmin: {
    en: 'Only an administrator gives keys and endpoints: --by has to be one.',
    zh: '只有管理员可管理密钥和接收端点：--by 须为管理员。',
  },
  keyMade: {
    en: 'Key {number} of {name}. Copy it now, it is not shown again:\n{secret}',
    zh: '{name} 的密钥（编号 {number}）。请立即复制，不会再次显示：\n{secret}',
  },
  keyWaits: {
    en: 'It may do what an administrator may not: it opens nothing before somebody who may has agreed: forbear key approve {number} --by USER',
    zh: '该密钥可做管理员无权做的事：须由有此权限的人员同意后才生效：forbear key approve {number} --by 用户',
  },
  keyApproved: { en: 'Key {number} opens what it was given.', zh: '密钥 {number} 已生效。' },
  keyEnded: { en: 'Key {number} opens nothing any more.', zh: '密钥 {number} 已停用。' },
  keyNone: { en: 'There is no such live key.', zh: '没有该有效密钥。' },
  hookMade: {
    en: 'Endpoint {number}. Its signing secret:\n{secret}',
    zh: '接收端点 {number}。签名密钥：\n{secret}',
  },
  hookTested: {
    en: 'A test is on its way to endpoint {number}; the server sends it.',
    zh: '测试事件已排队，将由服务进程发送至端点 {number}。',
  },
  hookEnded: { en: 'Endpoint {number} is told nothing any more.', zh: '端点 {number} 已删除。' },
  hookNone: { en: 'There is no such endpoint.', zh: '没有该端点。' },
} as const
