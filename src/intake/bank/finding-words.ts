import type { Words } from '../../core/words.ts'
import type { Finding, FindingName } from './statement.ts'

/** What each finding says; what was found and what would be right stands behind it. */
const FINDING_WORDS: Readonly<Record<FindingName, Words>> = {
  not_a_bank_file: {
    en: 'No kind of bank file begins like this',
    zh: '无法识别为任何一种银行文件',
  },
  unknown_version: { en: 'A message or version that is not known', zh: '未知的报文或版本' },
  no_statement: { en: 'There is no statement in it', zh: '文件中没有对账单' },
  truncated: { en: 'The file was cut short', zh: '文件被截断' },
  not_well_formed: { en: 'It is not well-formed XML', zh: '不是格式正确的 XML' },
  doctype: { en: 'A document type is not taken', zh: '不接受 DOCTYPE 声明' },
  nul: { en: 'It holds NUL characters', zh: '文件含有 NUL 字符' },
  bad_encoding: { en: 'Its bytes are not text of its encoding', zh: '字节与其编码不符' },
  encoding_guessed: { en: 'It says no encoding; one was taken', zh: '未声明编码，已按此编码读取' },
  too_big: { en: 'It is larger than is taken', zh: '超过允许的大小' },
  too_slow: { en: 'Reading it took too long', zh: '读取超时' },
  too_deep: { en: 'It is nested too deeply', zh: '嵌套过深' },
  reader_failed: { en: 'The reader could not read it', zh: '读取程序无法读取' },
  bad_record: { en: 'A record that has no place there', zh: '记录位置不正确' },
  bad_amount: { en: 'That is not an exact amount', zh: '不是精确的金额' },
  bad_date: { en: 'There is no such day', zh: '不存在的日期' },
  date_mended: {
    en: 'The day was missing or does not exist; another was taken',
    zh: '日期缺失或不存在，已采用所示日期',
  },
  bad_currency: { en: 'The currency is missing or wrong', zh: '币种缺失或有误' },
  bad_mark: { en: 'It is not said whether it is a credit or a debit', zh: '未标明借贷方向' },
  too_precise: { en: 'More decimals than the currency has', zh: '小数位数超过该币种' },
  no_account: { en: 'The account is missing', zh: '缺少账号' },
  no_balances: { en: 'There is no balance to check it by', zh: '没有可供核对的余额' },
  currency_mixed: { en: 'Two currencies in one statement', zh: '同一对账单出现两种币种' },
  balance_mismatch: {
    en: 'Opening balance and movements do not make the closing balance',
    zh: '期初余额加发生额不等于期末余额',
  },
  control_total: { en: 'A control total does not agree', zh: '控制总额不符' },
  record_count: { en: 'A count of records does not agree', zh: '记录数不符' },
  summary_mismatch: { en: 'A summary does not agree with the details', zh: '汇总与明细不符' },
  details_mismatch: {
    en: 'The parts of a batch do not make its sum: it stays one item',
    zh: '批次明细之和与总额不符，按一笔处理',
  },
  details_missing: {
    en: 'The parts of a batch have no amounts of its currency: it stays one item',
    zh: '批次明细没有同币种金额，按一笔处理',
  },
  statement_again: { en: 'This statement was loaded before', zh: '该对账单此前已导入' },
  pending_left_out: { en: 'Not booked yet, so left out', zh: '尚未入账，已略过' },
  bad_mapping: { en: 'The mapping cannot be used', zh: '字段映射无法使用' },
  missing_column: { en: 'A column is missing', zh: '缺少列' },
  columns_count: { en: 'Another number of columns', zh: '列数不符' },
}

/** One finding as a sentence: where, what, what was found, what would be right. */
export function findingText(finding: Finding, language: 'zh' | 'en'): string {
  const says = FINDING_WORDS[finding.name][language]
  const where = finding.at === '' ? '' : ` (${finding.at})`
  const found =
    finding.found === undefined || finding.found === ''
      ? ''
      : `: ${finding.found.replaceAll('\n', ' ')}`
  const zh = language === 'zh'
  const wants =
    finding.wants === undefined ? '' : zh ? `；应为 ${finding.wants}` : `; wants ${finding.wants}`
  return `${says}${where}${found}${wants}`
}
