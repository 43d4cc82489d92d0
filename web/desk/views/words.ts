export const VIEW_WORDS = {
  'views.kept': { en: 'Kept views', zh: '已存视图' },
  'views.keep': { en: 'Keep this view', zh: '保存视图' },
  'views.keep_lead': {
    en: 'Its filters and its order are kept under a name. The query: {query}',
    zh: '以名称保存当前筛选与排序。查询为：{query}',
  },
  'views.query_all': { en: 'everything', zh: '全部' },
  'views.name': { en: 'Name', zh: '名称' },
  'views.needs_name': { en: 'Give it a name', zh: '请填写名称' },
  'views.shared': { en: 'Everybody who works cases sees it', zh: '所有办案人员可见' },
  'views.over': {
    en: 'Tell me in the morning when it holds more cases than',
    zh: '案件数超过此值时在早间提醒',
  },
  'views.over_help': {
    en: 'Leave it empty for no alert. Looked at after every night.',
    zh: '留空则不设预警。每晚批次后检查。',
  },
  'views.shared_mark': { en: 'shared', zh: '共享' },
  'views.end': { en: 'Take “{name}” away', zh: '删除“{name}”' },
  'views.query': { en: 'Query', zh: '查询' },
  'alerts.title': { en: 'Alerts', zh: '预警' },
  'alerts.since': { en: 'since {on}', zh: '自 {on} 起' },
  'alerts.tipped': { en: 'Tipped by', zh: '触发案件' },
  'alerts.end': { en: 'Watch “{name}” no longer', zh: '不再关注“{name}”' },
  'today.short': { en: 'Hours that will be short', zh: '工时不足' },
  'today.load': { en: 'Load against hours', zh: '工作量与工时' },
  'today.proposals': {
    en: '{count, plural, one {# change waits} other {# changes wait}} for a second person.',
    zh: '{count} 项变更待第二人审批。',
  },
} as const
