import { readCsv, type Duck } from './duck.ts'
import type { FileMapping } from './mapping.ts'
import type { Prepared } from './prepare.ts'
import type { Problem } from './problem.ts'
import { name, text } from './sql.ts'

/**
 * The contacts of somebody's phone, its calls or its messages are of people who never dealt with us:
 * a column that looks like them is refused by name, also where a mapping would leave it out. The
 * borrower's own numbers are named in many ways and are none of this.
 */
const NAMES: readonly RegExp[] = [
  /^(?:phone|mobile|device|sim|address|contact)?[ _-]?(?:contacts|contact[ _-]?(?:list|book)|phone[ _-]?book|address[ _-]?book)(?:[ _-]?(?:json|list|data|phones?|names?|numbers?))?$/i,
  /^(?:phone|device|mobile)?[ _-]?(?:call|sms|message|wechat)[ _-]?(?:log|logs|history|record|records|list)$/i,
  /^(?:emergency[ _-]?)?(?:contact|friend|relative|reference|colleague)s?[ _-]?\d+(?:[ _-]?(?:name|phone|mobile|tel|number|relation|wechat))?$/i,
  /^(?:friend|relative|colleague|neighbou?r)s?[ _-]?(?:phones?|mobiles?|numbers?|names?|list)$/i,
  /通讯录|通话(?:记录|详单|清单)|短信(?:记录|清单)|手机联系人|常用联系人|好友列表|亲友(?:列表|电话|号码)/,
  /^(?:紧急)?联系人\s*[0-9一二三四五六七八九十]+/,
]

export const looksLikeContactList = (header: string): boolean =>
  NAMES.some((pattern) => pattern.test(header.normalize('NFKC').trim()))

/** So many rows are looked at: a list of contacts stands in every row, not in one. */
const ROWS = 1000
/** One number may be followed by a second one of the same person. */
const NUMBERS_MAX = 2
const NUMBER = String.raw`\+?[0-9](?:[ -]?[0-9]){6,14}`
const LIST = String.raw`(?:${NUMBER}[^0-9+]{1,40}){${NUMBERS_MAX}}${NUMBER}`

/** A column whose cells hold many numbers each is a list of contacts whatever it is called. */
export async function contactListIn(
  duck: Duck,
  file: FileMapping,
  prepared: Prepared,
): Promise<Problem | undefined> {
  const columns = Object.keys(file.columns)
  const isList = columns.map(
    (column) => `bool_or(regexp_matches(${name(column)}, ${text(LIST)})) as ${name(column)}`,
  )
  const source = readCsv(prepared, columns)
  const rows = await duck
    .rows(`select ${isList.join(', ')} from (select * from ${source} limit ${ROWS})`)
    // A file that cannot be read is refused for that, and by whoever reads it whole.
    .catch(() => [])
  const found = columns.find((column) => rows[0]?.[column] === true)
  return found === undefined
    ? undefined
    : { code: 'contact_list', file: prepared.fileName, column: found }
}
