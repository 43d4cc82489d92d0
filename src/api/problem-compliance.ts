/** Why what a compliance officer asks is not done. */
export const COMPLIANCE_PROBLEMS = {
  no_seal: {
    status: 503,
    en: 'No key is set up here that could seal an export',
    zh: '此处尚未设置可为导出签名的密钥',
  },
  export_too_large: {
    status: 422,
    en: 'This is too much for one download: “forbear export person” writes it to a folder',
    zh: '内容过大，无法一次下载；请用命令行“forbear export person”写入文件夹',
  },
  export_gone: {
    status: 410,
    en: 'That archive is not here any more: make the export again',
    zh: '该导出文件已不在此处：请重新导出',
  },
  month_not_over: {
    status: 409,
    en: 'That month is not over yet: go through it when it is',
    zh: '该月尚未结束：请在月底之后查阅',
  },
  already_reviewed: {
    status: 409,
    en: 'Somebody has done that already',
    zh: '已有人完成此项',
  },
  own_access_review: {
    status: 422,
    en: 'Whoever went through the month does not sign it: another person does',
    zh: '查阅该月的人不得自行签字：须由另一人签字',
  },
  no_such_staff: { status: 404, en: 'Nobody of that id works here', zh: '没有此员工' },
  own_role: {
    status: 422,
    en: 'Nobody changes their own role: another administrator does',
    zh: '不得变更自己的角色：须由另一位管理员操作',
  },
  role_unchanged: {
    status: 409,
    en: 'That is how it stands already',
    zh: '目前已是如此，无需变更',
  },
  no_access_review: {
    status: 404,
    en: 'Nobody has gone through that month yet',
    zh: '尚无人查阅该月',
  },
} as const
