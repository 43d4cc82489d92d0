/** What can be wrong with a mapping, a file or a row. The codes are also those of a reject file. */
export const PROBLEM_CODES = [
  'missing',
  'spaces',
  'not_a_day',
  'not_an_amount',
  'negative',
  'not_above_zero',
  'not_a_whole_number',
  'not_a_score',
  'not_a_segment',
  'not_a_rate',
  'not_a_person_key',
  'unknown_code',
  'unknown_zone',
  'not_a_currency',
  'not_found',
  'not_an_address',
  'duplicate',
  'conflict',
  'id_collision',
  'known_otherwise',
  'no_such_account',
  'moved',
  'not_own_book',
  'owned_elsewhere',
  'no_such_payment',
  'ledger_declines',
  'columns_count',
  'broken_quote',
  'broken_json',
  'nested_json',
  'missing_column',
  'extra_column',
  'duplicate_column',
  'contact_list',
  'empty_row',
  'nul',
  'record_too_long',
  'truncated',
  'not_utf8',
  'not_gb18030',
  'inexact_type',
  'changed_while_read',
  'not_a_file',
  'missing_file',
  'extra_file',
  'empty_file',
  'row_counts_differ',
  'manifest_unreadable',
  'manifest_sha256',
  'manifest_rows',
  'manifest_total',
  'needs_as_of',
  'too_many_closures',
  'too_many_disappeared',
  'too_many_rejects',
  'unreadable',
] as const
export type ProblemCode = (typeof PROBLEM_CODES)[number]

/** One refusal: where it is, what was found there, and what would be right. */
export type Problem = {
  readonly code: ProblemCode
  readonly file: string
  /** The number of the record; the header is row 1. */
  readonly row?: number | undefined
  readonly column?: string | undefined
  readonly found?: string | undefined
  readonly wants?: string | undefined
}

type Words = { readonly zh: string; readonly en: string }

const WHAT: Readonly<Record<ProblemCode, Words>> = {
  missing: { zh: '此处不能为空', en: 'a value is needed here' },
  spaces: {
    zh: '前后有空格或含控制字符',
    en: 'the value has spaces around it or control characters in it',
  },
  not_a_day: { zh: '不是有效日期', en: 'this is not a day' },
  not_an_amount: { zh: '不是精确的十进制金额', en: 'this is not an exact decimal amount' },
  negative: { zh: '此处金额不能为负', en: 'this amount may not be negative' },
  not_above_zero: { zh: '此处金额必须大于零', en: 'this amount must be above zero' },
  not_a_whole_number: { zh: '不是整数', en: 'this is not a whole number' },
  not_a_score: { zh: '不是 0 至 1000 的整数分值', en: 'this is not a whole score from 0 to 1000' },
  not_a_segment: {
    zh: '不是客群代码（字母、数字、_ . -，且不能是 none）',
    en: 'this is not a segment: letters, digits, _ . and -, and not the word none',
  },
  not_a_rate: {
    zh: '不是年利率百分数（最多两位小数）',
    en: 'this is not a yearly rate in percent with at most two decimals',
  },
  not_a_person_key: {
    zh: '不是人员标识（8 至 200 个无空格的可见字符，例如身份号码的散列）',
    en: 'this is not a key of a person: 8 to 200 visible characters without spaces, such as a hash',
  },
  unknown_code: { zh: '未知代码', en: 'this code is not known' },
  unknown_zone: { zh: '未知时区', en: 'this is not an IANA time zone' },
  not_a_currency: { zh: '不是货币代码', en: 'this is not a currency code' },
  not_found: { zh: '在对应文件中找不到', en: 'this is not in the file that it points to' },
  not_an_address: { zh: '不是有效的联系方式', en: 'this is not an address of its kind' },
  duplicate: { zh: '编号重复', en: 'this reference occurs more than once' },
  conflict: {
    zh: '同一编号的各行内容不一致',
    en: 'rows of the same reference say different things',
  },
  id_collision: { zh: '两个不同编号得到相同标识', en: 'two different references have the same id' },
  known_otherwise: {
    zh: '账簿中已有不同内容',
    en: 'the book already holds this with other values',
  },
  no_such_account: { zh: '账簿中没有该账户', en: 'no such account is in the book' },
  moved: {
    zh: '该账户在账簿中属于另一借款人',
    en: 'the book has this account under another borrower',
  },
  not_own_book: {
    zh: '该账户的组合不是自有账簿，不能入账债权',
    en: 'this account is in a portfolio of kind host: only a book of kind own takes a placement',
  },
  owned_elsewhere: {
    zh: '该账户属于自有账簿，余额由总账计算，不接受余额快照',
    en: 'this account is in a book of kind own: its ledger keeps the balance, and no snapshot may',
  },
  no_such_payment: {
    zh: '账上没有它要冲正的还款',
    en: 'the payment that this undoes is neither in the file nor in the ledger',
  },
  ledger_declines: {
    zh: '总账不接受：日期早于债权入账或晚于今天，或还款已被冲正',
    en: 'the ledger does not take it: before the debt was placed, after today, or already undone',
  },
  columns_count: { zh: '列数不对', en: 'the number of columns is wrong' },
  broken_quote: { zh: '引号不完整', en: 'a quoted value is not closed properly' },
  broken_json: { zh: '不是有效的 JSON 对象', en: 'this is not a JSON object' },
  nested_json: { zh: '值必须是文本、数字或空', en: 'a value must be a text, a number or null' },
  missing_column: { zh: '缺少该列', en: 'this column is missing' },
  extra_column: { zh: '映射中没有该列', en: 'the mapping does not know this column' },
  duplicate_column: { zh: '该列出现两次', en: 'this column occurs twice' },
  contact_list: {
    zh: '该列像是借款人手机的通讯录或通话、短信记录。这些是与债务无关的他人的信息，不予保存；请从文件中删除该列。借款人合同中载明的联系人请逐一登记',
    en: 'this looks like the contacts, calls or messages of the borrower’s phone: they are of people who never dealt with us, and are not kept. Leave the column out of the file; a person whom the contract names is recorded one by one',
  },
  empty_row: { zh: '空行', en: 'the row is empty' },
  nul: { zh: '含有 NUL 字节', en: 'the file holds a NUL byte' },
  record_too_long: { zh: '记录过长', en: 'the record is too long' },
  truncated: { zh: '文件似乎被截断', en: 'the file seems to be cut off' },
  not_utf8: { zh: '不是 UTF-8 文本', en: 'the text is not UTF-8' },
  not_gb18030: { zh: '不是 GB18030 文本', en: 'the text is not GB18030' },
  inexact_type: {
    zh: '浮点列不能作为精确金额',
    en: 'a floating-point column holds no exact amounts',
  },
  changed_while_read: { zh: '读取期间文件被修改', en: 'the file changed while it was read' },
  not_a_file: { zh: '不是普通文件或文件夹', en: 'this is neither a file nor a folder' },
  missing_file: { zh: '缺少该文件', en: 'this file is missing' },
  extra_file: { zh: '映射中没有该文件', en: 'the mapping does not know this file' },
  empty_file: { zh: '文件没有表头', en: 'the file has no header' },
  row_counts_differ: { zh: '两次计数的行数不同', en: 'two counts of the rows differ' },
  manifest_unreadable: { zh: '清单无法读取', en: 'the manifest cannot be read' },
  manifest_sha256: { zh: '与清单的 SHA-256 不符', en: 'the SHA-256 differs from the manifest' },
  manifest_rows: { zh: '与清单的行数不符', en: 'the number of rows differs from the manifest' },
  manifest_total: { zh: '与清单的合计不符', en: 'a control total differs from the manifest' },
  needs_as_of: { zh: '需要业务日期', en: 'the day that this file is for is needed' },
  too_many_closures: {
    zh: '结清账户超过上限',
    en: 'more accounts would close than the limit allows',
  },
  too_many_disappeared: {
    zh: '消失账户超过上限',
    en: 'more accounts have disappeared than the limit allows',
  },
  too_many_rejects: { zh: '退回的行过多', en: 'too many rows are wrong to go on' },
  unreadable: { zh: '无法读取', en: 'this cannot be read' },
}

/** One sentence for a person: where, what was found, what would be right. */
export function problemText(problem: Problem, language: 'zh' | 'en'): string {
  const zh = language === 'zh'
  const place = [
    problem.file,
    problem.row === undefined ? undefined : zh ? `第 ${problem.row} 行` : `row ${problem.row}`,
    problem.column === undefined
      ? undefined
      : zh
        ? `列 ${problem.column}`
        : `column ${problem.column}`,
  ].filter((part) => part !== undefined)
  const found =
    problem.found === undefined ? '' : zh ? `：“${problem.found}”` : `: "${problem.found}"`
  const wants =
    problem.wants === undefined
      ? ''
      : zh
        ? `；应为：${problem.wants}`
        : `; right would be: ${problem.wants}`
  return `${place.join(zh ? '，' : ', ')}: ${WHAT[problem.code][language]}${found}${wants}`
}

/** Long values are cut, and control characters made visible, before a person sees them. */
export function shown(value: string): string {
  const visible = value.replaceAll(
    /\p{Cc}/gu,
    (c) => `\\x${(c.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`,
  )
  return visible.length > 80 ? `${visible.slice(0, 77)}...` : visible
}
