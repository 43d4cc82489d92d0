import type { Told } from './teller.ts'

type Details = Omit<Told, 'amount'>

/** What :86: tells: fields behind ? or > and two digits, words between slashes, or plain text. */
export function detailsOf(text: string): Details {
  const joined = text.replaceAll('\n', '')
  if (/^\s*\d{0,3}\s*[?>]\d\d/.test(joined)) return numbered(joined)
  if (/\/(?:EREF|REMI|NAME|IBAN|RTRN|CNTP|ORDP|BENM|CSID|MARF)\//.test(joined))
    return slashed(joined)
  const plain = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ')
  return {
    remittance: plain || undefined,
    payerAccount: /\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b/.exec(plain)?.[0],
  }
}

/** Business transaction codes of German banks for what comes back. */
const RETURNED_CODES = new Set(['108', '109', '159', '181', '184'])

function numbered(joined: string): Details {
  const mark = joined.includes('?') ? '?' : '>'
  const [head = '', ...pieces] = joined.split(mark === '?' ? /\?(?=\d\d)/ : />(?=\d\d)/)
  const fields = new Map<string, string>()
  for (const piece of pieces) {
    const code = piece.slice(0, 2)
    fields.set(code, (fields.get(code) ?? '') + piece.slice(2))
  }
  const all = [...fields]
    .filter(([code]) => /^(?:2\d|6[0-3])$/.test(code))
    .map(([, value]) => value)
    .join('')
  const words = sepaWords(all)
  const reason = fields.get('34')?.trim()
  const returned = RETURNED_CODES.has(head.trim()) || /^9\d\d$/.test(reason ?? '')
  return {
    endToEnd: words.get('EREF'),
    payerName: `${fields.get('32') ?? ''}${fields.get('33') ?? ''}`.trim() || undefined,
    payerAccount: fields.get('31') ?? fields.get('38'),
    remittance: (words.get('SVWZ') ?? all).trim() || undefined,
    returned,
    returnCode: returned ? reason : undefined,
    originalRef: returned ? words.get('EREF') : undefined,
  }
}

/** EREF+, SVWZ+ and the like, each up to the next one. */
function sepaWords(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const piece of text.split(/(?=(?:EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|COAM|OAMT)\+)/)) {
    const match = /^([A-Z]{4})\+(.*)$/s.exec(piece)
    const value = match?.[2]?.trim() ?? ''
    if (match !== null && value !== '' && value !== 'NOTPROVIDED') found.set(match[1] ?? '', value)
  }
  return found
}

function slashed(joined: string): Details {
  const found = new Map<string, string>()
  let word = ''
  for (const piece of joined.split('/')) {
    if (
      /^(?:EREF|REMI|NAME|IBAN|RTRN|CNTP|ORDP|BENM|CSID|MARF|ISDT|TRTP|BIC|PREF|SVCL)$/.test(piece)
    )
      word = piece
    else if (word !== '' && piece !== '')
      found.set(word, found.has(word) ? `${found.get(word)}/${piece}` : piece)
  }
  const counterparty = found.get('CNTP')?.split('/')
  const reason = found.get('RTRN')?.trim()
  const endToEnd = found.get('EREF')?.trim()
  return {
    endToEnd: endToEnd === 'NOTPROVIDED' ? undefined : endToEnd,
    payerName: found.get('NAME')?.trim() ?? counterparty?.[2],
    payerAccount: found.get('IBAN') ?? counterparty?.[0],
    remittance: found.get('REMI')?.trim(),
    returned: reason !== undefined,
    returnCode: reason,
    originalRef: reason === undefined ? undefined : endToEnd,
  }
}
