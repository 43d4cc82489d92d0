import { PORTFOLIO_WORDS } from './words-portfolio.ts'
import { PAY_WORDS } from './words-pay.ts'
import { DOCTOR_WORDS } from './words-doctor.ts'
import { EXPORT_WORDS } from './words-export.ts'
import { QUALITY_WORDS } from './words-quality.ts'
import { REMIT_WORDS } from './words-remit.ts'
import { TEMPLATE_WORDS } from './words-template.ts'
import { SAY_WORDS } from './words-say.ts'
import { AGREE_WORDS } from './words-agree.ts'
import { BANK_WORDS } from './words-bank.ts'
import { CARE_WORDS } from './words-care.ts'
import { COST_WORDS } from './words-cost.ts'
import { INBOX_WORDS } from './words-inbox.ts'
import { CHANNEL_WORDS } from './words-channels.ts'
import { SEARCH_WORDS } from './words-search.ts'
import { SEND_WORDS } from './words-send.ts'
import { LEDGER_WORDS } from './words-ledger.ts'
import { LAW_WORDS } from './words-law.ts'
import { LETTER_WORDS } from './words-letters.ts'
import { MESSAGE_WORDS } from './words-message.ts'
import { SPARE_WORDS } from './words-spare.ts'
import { OFFICIAL_WORDS } from './words-official.ts'
import { OUT_WORDS } from './words-out.ts'
import { STAFF_WORDS } from './words-staff.ts'
import { STRATEGY_WORDS } from './words-strategy.ts'
import { WORKLISTS_WORDS } from './words-worklists.ts'
import { TRIAL_WORDS } from './words-trial.ts'
import { VOICE_WORDS } from './words-voice.ts'

export type Language = 'zh' | 'en'

/** Every sentence of the command line, in both languages. `{name}` is filled by the caller. */
const WORDS = {
  about: {
    en: 'Forbear finds who is behind, chooses the next lawful step, takes it, and keeps the proof.',
    zh: 'Forbear：找出逾期账户，选择下一步合法动作，执行并留存证据。',
  },
  exitCodes: {
    en: 'Exit codes: 0 done · 1 a bug · 2 wrong words · 3 refused (bad input) · 4 no database · 130 stopped',
    zh: '退出码：0 完成 · 1 程序错误 · 2 命令有误 · 3 被拒绝（输入有误） · 4 无数据库 · 130 已停止',
  },
  examples: { en: 'Examples:', zh: '示例：' },
  helpServe: { en: 'start everything and serve the desk', zh: '启动全部服务并打开工作台' },
  helpInit: { en: 'make the database and your organisation', zh: '创建数据库和机构' },
  helpLoad: {
    en: 'load a loan file, or a folder of files that belong together',
    zh: '导入借据文件，或一组相关文件的文件夹',
  },
  helpCycle: {
    en: "decide the day's steps and send what may be sent",
    zh: '决定当日动作并发送允许发送的内容',
  },
  helpReport: { en: 'print a report', zh: '输出报表' },
  helpExplain: { en: 'say why an account stands where it stands', zh: '说明某账户当前状态的原因' },
  helpClock: {
    en: 'show or move the clock (for trying things out)',
    zh: '查看或拨动时钟（用于试验）',
  },
  helpDoctor: { en: 'check this machine and this installation', zh: '检查本机与安装情况' },
  optJson: { en: 'data as JSON', zh: '以 JSON 输出数据' },
  optQuiet: { en: 'no talk on standard error', zh: '不在标准错误输出提示' },
  optLang: { en: 'language: zh or en', zh: '语言：zh 或 en' },
  optTenant: { en: 'which tenant (a number)', zh: '租户编号' },
  optHome: { en: 'where the data lives', zh: '数据目录' },
  optDemo: {
    en: 'with a demo book, demo people and sandbox channels',
    zh: '使用演示账簿、演示人员与沙箱渠道',
  },
  optPort: { en: 'the port of the desk', zh: '工作台端口' },
  optMapping: { en: 'the mapping that reads the file', zh: '读取文件的映射' },
  optAsOf: { en: 'the day the file speaks of (YYYY-MM-DD)', zh: '文件所述日期（YYYY-MM-DD）' },
  optDryRun: { en: 'do everything, then roll it back', zh: '全部执行后回滚' },
  optRejects: {
    en: 'load the good rows; write the others here',
    zh: '导入正确的行，其余写入此文件',
  },
  optEncoding: { en: 'utf-8 or gb18030', zh: 'utf-8 或 gb18030' },
  optMaxClosures: {
    en: 'stop when more accounts than this close (5%)',
    zh: '结清账户超过此比例则停止（5%）',
  },
  optMaxDisappeared: {
    en: 'stop when more accounts than this are missing (5%)',
    zh: '缺失账户超过此比例则停止（5%）',
  },
  optToday: { en: 'the business day (YYYY-MM-DD)', zh: '业务日期（YYYY-MM-DD）' },
  optNow: { en: 'the moment (2026-11-21T09:30:00Z)', zh: '时刻（2026-11-21T09:30:00Z）' },
  optDecideOnly: { en: 'decide, send nothing', zh: '只决定，不发送' },
  optYes: { en: 'do not ask', zh: '不再询问' },
  optName: { en: 'name of the organisation', zh: '机构名称' },
  optTradingName: { en: 'its name in messages', zh: '消息中使用的名称' },
  optPhone: { en: 'telephone at which a borrower can check a message', zh: '借款人核实消息的电话' },
  optUrl: { en: 'page on which a borrower can check a message', zh: '借款人核实消息的网址' },
  optZone: { en: 'zone of the business day', zh: '业务日期所用时区' },
  optPortfolio: { en: 'one portfolio only', zh: '仅某一组合' },
  optSubset: {
    en: 'accounts by number: 5:0 leaves 0 divided by 5, 5:!0 the others',
    zh: '按编号取模抽取账户：5:0 为余 0，5:!0 为其余',
  },
  optKnownAt: { en: 'as known at this moment', zh: '按此时刻所知' },
  optTolerance: { en: 'shortfall ignored per instalment', zh: '每期可忽略的差额' },
  openingDatabase: { en: 'Opening the database', zh: '正在打开数据库' },
  migrating: { en: 'Bringing the schema up to date', zh: '正在更新数据库结构' },
  ready: { en: 'Ready in {seconds} s.', zh: '{seconds} 秒后就绪。' },
  initDone: {
    en: 'Tenant {tenant}, "{name}", is ready. Data: {home}',
    zh: '租户 {tenant}「{name}」已就绪。数据目录：{home}',
  },
  initThere: {
    en: 'Tenant {tenant}, "{name}", was there already. Data: {home}',
    zh: '租户 {tenant}「{name}」已存在。数据目录：{home}',
  },
  noTenant: {
    en: 'There is no tenant {tenant} yet. Run: forbear init --name "Your organisation"',
    zh: '尚无租户 {tenant}。请先运行：forbear init --name "机构名称"',
  },
  badDay: {
    en: '{option}: "{text}" is not a day; write it like 2026-11-21.',
    zh: '{option}：“{text}”不是日期，请写成 2026-11-21。',
  },
  badInstant: {
    en: '{option}: "{text}" is not a moment; write it like 2026-11-21T09:30:00Z.',
    zh: '{option}：“{text}”不是时刻，请写成 2026-11-21T09:30:00Z。',
  },
  badTenant: {
    en: '--tenant: "{text}" is not a tenant number.',
    zh: '--tenant：“{text}”不是租户编号。',
  },
  badPort: {
    en: '--port: "{text}" is not a port (1 to 65535).',
    zh: '--port：“{text}”不是端口（1 到 65535）。',
  },
  demoMaking: {
    en: 'Making the demo book: {borrowers} borrowers in four countries',
    zh: '正在生成演示账簿：四个国家的 {borrowers} 位借款人',
  },
  demoLoading: { en: 'Loading it as a lender would', zh: '按放款机构的方式导入' },
  demoThere: {
    en: 'The demo book is there already ({accounts} accounts).',
    zh: '演示账簿已存在（{accounts} 个账户）。',
  },
  buildingDesk: {
    en: 'Building the desk (once, about {seconds} s)',
    zh: '正在构建工作台（仅一次，约 {seconds} 秒）',
  },
  deskBuildFailed: { en: 'The desk could not be built: {why}', zh: '工作台构建失败：{why}' },
  helpWorker: {
    en: 'take parts of the cycles that other processes began, until stopped',
    zh: '分担其他进程开始的日处理，直到停止',
  },
  optAtOnce: {
    en: 'parts worked on at once, a connection each (2)',
    zh: '同时处理的分片数，每片一个连接（2）',
  },
  badAtOnce: {
    en: '--at-once {text}: a whole number from 1 to 64 is needed.',
    zh: '--at-once {text}：须为 1 到 64 的整数。',
  },
  workerReady: {
    en: 'Taking parts of cycles, {atOnce} at once. Ctrl-C stops after the parts in hand.',
    zh: '开始分担日处理，同时 {atOnce} 片。按 Ctrl-C 在完成手头分片后停止。',
  },
  cycleShard: {
    en: 'Decided {accounts} accounts ({done} of {shards} parts, about {secondsLeft} s left)',
    zh: '已决定 {accounts} 个账户（{done}/{shards}，约剩 {secondsLeft} 秒）',
  },
  cycleDone: {
    en: 'Cycle of {today}: {accounts} accounts, {treatments} treatments chosen.',
    zh: '{today} 的批次：{accounts} 个账户，选出 {treatments} 个处置。',
  },
  cycleThere: {
    en: 'The cycle of {today} was finished before; nothing is decided twice.',
    zh: '{today} 的批次已完成，不会重复决定。',
  },
  cycleDryRun: { en: 'Dry run: nothing was kept.', zh: '试运行：未保留任何结果。' },
  dispatchLine: {
    en: 'Contacts: {sent} sent ({unclear} without an answer), {defer} deferred, {deny} denied, {listed} listed for people.',
    zh: '联系：已发送 {sent}（其中 {unclear} 条无应答），延后 {defer}，拒绝 {deny}，列入人工 {listed}。',
  },
  serving: { en: 'The desk is open: {url}', zh: '工作台已打开：{url}' },
  signIns: { en: 'Sign in as:', zh: '演示登录：' },
  stopHint: { en: 'Ctrl-C stops everything.', zh: '按 Ctrl-C 停止全部服务。' },
  stopping: { en: 'Stopping…', zh: '正在停止……' },
  stopped: { en: 'Stopped cleanly.', zh: '已正常停止。' },
  noAccount: {
    en: 'No account {ref} here. Account references come from the loaded file; try: forbear report delinquency',
    zh: '没有账户 {ref}。账户编号来自导入文件；可试：forbear report delinquency',
  },
  clockIs: {
    en: 'The clock says {now}; business day {today} ({moved}).',
    zh: '时钟：{now}；业务日期 {today}（{moved}）。',
  },
  clockReal: { en: 'not moved', zh: '未拨动' },
  clockMoved: { en: 'moved by {hours} h', zh: '已拨动 {hours} 小时' },
  clockBad: {
    en: 'clock: "{text}" is not understood. Use: clock · clock advance 45d · clock set 2026-12-24 · clock reset',
    zh: 'clock：不理解“{text}”。用法：clock · clock advance 45d · clock set 2026-12-24 · clock reset',
  },
  clockAsk: {
    en: 'Moving the clock makes cycles decide other days. Type "move the clock" to go on: ',
    zh: '拨动时钟会改变批次决定的日期。输入“move the clock”继续：',
  },
  clockNoTty: {
    en: 'No terminal to ask at. Add --yes to move the clock.',
    zh: '没有可询问的终端。加 --yes 拨动时钟。',
  },
  notConfirmed: { en: 'Not confirmed; nothing was changed.', zh: '未确认，未作任何更改。' },
  reportBad: {
    en: 'report: "{text}" is not a report. There are: roll-rates, delinquency',
    zh: 'report：没有报表“{text}”。可用：roll-rates、delinquency',
  },
  databaseDown: { en: 'The database does not answer: {why}', zh: '数据库没有响应：{why}' },
  badShare: {
    en: '{option}: "{text}" is not a share; write it like 5%.',
    zh: '{option}：“{text}”不是比例，请写成 5%。',
  },
  alreadyLoaded: {
    en: 'These files are loaded already (load {load}); nothing was changed.',
    zh: '这些文件已经导入过（导入 {load}），未作更改。',
  },
  loadDone: { en: 'Loaded.', zh: '已导入。' },
  loadDryRun: { en: 'Dry run: nothing was kept.', zh: '试运行：未保留任何结果。' },
  loadRefused: {
    en: 'Refused: nothing of it was loaded. Mend the file, or add --rejects FILE to load the other rows.',
    zh: '已拒绝：未导入任何内容。请修正文件，或加 --rejects 文件 导入其余行。',
  },
  moreProblems: { en: '… and {count} more.', zh: '……另有 {count} 处。' },
  headFile: { en: 'file', zh: '文件' },
  headRows: { en: 'rows', zh: '行数' },
  headLeftOut: { en: 'left out', zh: '未用' },
  headRejected: { en: 'rejected', zh: '拒收' },
  headNew: { en: 'new', zh: '新增' },
  headChanged: { en: 'changed', zh: '变更' },
  headUnchanged: { en: 'unchanged', zh: '未变' },
  loadAccounts: {
    en: 'Open accounts before: {open}; closed by this load: {closures}; missing from it: {disappeared}.',
    zh: '此前未结清账户：{open}；本次结清：{closures}；文件中缺失：{disappeared}。',
  },
  badSubset: {
    en: '--subset: "{text}" is not understood; write 5:0 (number ends in that remainder) or 5:!0 (the others).',
    zh: '--subset：不理解“{text}”，请写成 5:0（余数相等）或 5:!0（其余）。',
  },
  badTolerance: {
    en: '--tolerance: "{text}" is not an amount; write it like 0.50.',
    zh: '--tolerance：“{text}”不是金额，请写成 0.50。',
  },
  noAddress: { en: 'no address', zh: '没有地址' },
  allow: { en: 'allowed now', zh: '现在允许' },
  defer: { en: 'not now', zh: '暂缓' },
  deny: { en: 'denied', zh: '不允许' },
  interrupted: {
    en: 'Stopped. Nothing half done is kept; run the same command again to go on.',
    zh: '已停止。不会保留半成品；再次运行同一命令即可继续。',
  },
  bug: { en: 'This is a bug in Forbear: {why}', zh: '这是 Forbear 的程序错误：{why}' },
  ...DOCTOR_WORDS,
  ...AGREE_WORDS,
  ...CARE_WORDS,
  ...INBOX_WORDS,
  ...COST_WORDS,
  ...CHANNEL_WORDS,
  ...SEARCH_WORDS,
  ...SEND_WORDS,
  ...LEDGER_WORDS,
  ...PORTFOLIO_WORDS,
  ...REMIT_WORDS,
  ...TEMPLATE_WORDS,
  ...QUALITY_WORDS,
  ...EXPORT_WORDS,
  ...LAW_WORDS,
  ...LETTER_WORDS,
  ...OFFICIAL_WORDS,
  ...OUT_WORDS,
  ...STAFF_WORDS,
  ...SAY_WORDS,
  ...STRATEGY_WORDS,
  ...WORKLISTS_WORDS,
  ...BANK_WORDS,
  ...TRIAL_WORDS,
  ...MESSAGE_WORDS,
  ...SPARE_WORDS,
  ...VOICE_WORDS,
  ...PAY_WORDS,
} as const satisfies Record<string, Record<Language, string>>

export type WordKey = keyof typeof WORDS

export function sentence(
  language: Language,
  key: WordKey,
  values: Readonly<Record<string, string | number>>,
): string {
  return WORDS[key][language].replace(/\{([a-z]+)\}/gi, (_, name: string) =>
    String(values[name] ?? `{${name}}`),
  )
}
