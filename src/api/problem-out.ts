/** Why a key, a webhook or a job of many acts is not had. */
export const OUT_PROBLEMS = {
  key_not_known: {
    status: 401,
    en: 'This key is not known, has ended or has expired',
    zh: '该密钥不存在、已停用或已过期',
  },
  scope_missing: {
    status: 403,
    en: 'This key was not given the scope that is needed',
    zh: '该密钥没有所需的权限范围',
  },
  person_needed: {
    status: 403,
    en: 'Only a person who is signed in may do this',
    zh: '此操作只能由登录人员进行',
  },
  no_such_letter: { status: 404, en: 'There is no such letter', zh: '没有此信函' },
  no_letter_file: {
    status: 410,
    en: 'The file of that letter is not here any more',
    zh: '该信函的文件已不在此处',
  },
  letter_not_out: {
    status: 409,
    en: 'That letter has not left: its batch is open, it waits for a second person, or it was withdrawn',
    zh: '该信函尚未寄出：批次未封、待复核或已撤回',
  },
  no_such_batch: { status: 404, en: 'There is no such batch', zh: '没有此批次' },
  batch_open: {
    status: 409,
    en: 'The batch is open: letters come and go until it is closed',
    zh: '批次尚未封存：封批前信函仍会变动',
  },
  no_such_key: { status: 404, en: 'There is no such key', zh: '没有这个密钥' },
  no_such_program: { status: 422, en: 'There is no such program', zh: '没有这个程序' },
  key_ended: { status: 409, en: 'This key has ended already', zh: '该密钥已停用' },
  key_beyond_you: {
    status: 403,
    en: 'This key may do what your role may not: somebody whose role may do it agrees to it',
    zh: '该密钥可做您的角色无权做的事：须由有此权限的人员同意',
  },
  changed_since: {
    status: 412,
    en: 'It has changed since you read it: read it again',
    zh: '您读取后已有变更，请重新读取',
  },
  events_gone: {
    status: 410,
    en: 'Events behind this cursor are not kept any more: begin again without one',
    zh: '此游标之后的部分事件已不再保留：请不带游标重新开始',
  },
  no_such_endpoint: { status: 404, en: 'There is no such endpoint', zh: '没有这个接收端点' },
  no_such_delivery: { status: 404, en: 'There is no such delivery', zh: '没有这次投递' },
  endpoint_url: {
    status: 422,
    en: 'The address has to begin with https:// and name a host of the internet',
    zh: '地址须以 https:// 开头，且为互联网上的主机',
  },
  no_webhook_keys: {
    status: 422,
    en: 'No key to sign with is set up here',
    zh: '此处未配置签名密钥',
  },
  no_such_job: { status: 404, en: 'There is no such job', zh: '没有这个批量任务' },
  job_not_undoable: {
    status: 409,
    en: 'This job cannot be undone, or is not done, or was undone',
    zh: '该任务无法撤销、尚未完成或已撤销',
  },
} as const
