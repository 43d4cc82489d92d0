/** What a mail says in letters, where it says wrongly, or not at all, which letters its octets are. */

/** Of simplified Chinese and of traditional: the letters of most sentences. */
const COMMON =
  '的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏退订停催欠款贷复邮件短信烦扰投诉律师還這個來們說時後過會對開發無現長電話動給問間東為應該國學實點機關號經樣種請讓認從當頭見買賣讀寫錢訂閱復郵簡訊擾訴師貸'
const IS_COMMON = new Set(COMMON)

const LETTERS_READ = 4000

/** More is likelier to be what somebody wrote. What no octet stands for weighs most. */
export function likeness(text: string): number {
  let sum = 0
  for (const letter of text.slice(0, LETTERS_READ)) {
    if (letter === '\uFFFD') sum -= 10
    else if (IS_COMMON.has(letter)) sum += 2
    else if (/[\u0080-\u00BF]/.test(letter)) sum -= 2
  }
  return sum
}

/** Letters of the west in a row, each beyond ASCII, are another alphabet that was read as theirs. */
const MISREAD = /[\u0080-\u00FF]{4}/

export const looksWrong = (text: string): boolean => text.includes('\uFFFD') || MISREAD.test(text)

/** What senders in China, Taiwan and Hong Kong write in without saying so, the likeliest last. */
export const ALPHABETS = ['utf-8', 'big5', 'gb18030'] as const

export type Alphabet = (typeof ALPHABETS)[number]

const LATIN = 'latin1'
const TEXT_PART =
  /^content-type:[ \t]*(text\/(?:plain|html))([^\r\n]*(?:\r?\n[ \t][^\r\n]*){0,20})/gim
const CHARSET = /;\s*charset\s*=\s*(?:"[^"\r\n]*"|[^\s;]*)/gi

/** The same mail with its text parts, and headers that are not UTF-8, said to be in one alphabet. */
export function readAs(bytes: Uint8Array, alphabet: Alphabet): Uint8Array {
  const text = Buffer.from(bytes).toString(LATIN)
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length
  const head = Buffer.from(text.slice(0, end), LATIN)
  const headText = isUtf8(head) ? head : Buffer.from(new TextDecoder(alphabet).decode(head))
  const said = `; charset=${alphabet}`
  const named = `${headText.toString(LATIN)}${text.slice(end)}`.replaceAll(
    TEXT_PART,
    (_, type: string, rest: string) =>
      `Content-Type: ${type}${rest.replaceAll(CHARSET, '')}${said}`,
  )
  const whole = /^content-type:/im.test(text.slice(0, end))
    ? named
    : `Content-Type: text/plain${said}\r\n${named}`
  return Buffer.from(whole, LATIN)
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
