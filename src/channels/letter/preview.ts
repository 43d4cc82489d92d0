import { assert } from '../../core/assert.ts'
import type { Day } from '../../core/calendar.ts'
import type { Lawyer } from '../../store/letter.ts'
import { dayText } from '../../store/render.ts'
import type { Language } from '../../store/templates.ts'
import { envelopeOf, windowOf, type Envelope } from './address.ts'
import { kindOf } from './kinds.ts'
import type { Letter, SetLetter, Typesetter } from './typeset.ts'

/** Whose letter is looked at; `case` fills in the address only when it is sent. */
export type PreviewOf = 'usual' | 'no_day' | 'longest' | 'case'

export type LetterPreview = {
  /** The template's name: it says what kind of document this is. */
  readonly template: string
  readonly language: Language
  readonly person: PreviewOf
  readonly name: string
  readonly body: string
  readonly sender: Letter['sender']
  readonly today: Day
  readonly lawyer: Lawyer | undefined
  /** Where a letter's code would lead; undefined: letters bear no code here. */
  readonly portalUrl: string | undefined
}

export type SetPreview =
  | {
      readonly pages: number
      readonly envelope: Envelope
      readonly svg: string
      readonly pdf: Buffer
      /** A lawyer's letter that nobody would get: none is on record. */
      readonly noLawyer: boolean
    }
  | { readonly declined: 'cannot_be_set' | 'address_does_not_fit'; readonly why: string }

/** Nobody's addresses; the longest is one that still fits the window. */
const ADDRESSES: Readonly<Record<PreviewOf, Readonly<Record<Language, string>>>> = {
  usual: {
    zh: '518000 广东省深圳市福田区示例路1004号',
    en: '12 Example Street\nExampleton\nEX1 2MP',
  },
  no_day: {
    zh: '518000 广东省深圳市福田区示例路1004号',
    en: '12 Example Street\nExampleton\nEX1 2MP',
  },
  longest: {
    zh: '831100 新疆维吾尔自治区昌吉回族自治州昌吉市示例大道一百二十八号示例小区十二号楼三单元二〇一室',
    en: 'Flat 12, The Old Example Works\n128 North Example Garden Square\nExampleton upon Sample\nEX1 2MP',
  },
  case: { zh: '（地址于寄出时填入）', en: '(the address is filled in when it is sent)' },
}

const SAMPLE_CODE = '1-0000-0000-0000'
const SAMPLE_REFERENCE = '0000-0000'
const SAMPLE_LAWYER = {
  zh: { name: '（未登记律师）', licence: '—', firm: '（未登记律师）' },
  en: {
    name: '(no lawyer is on record)',
    licence: '—',
    firm: '(no lawyer is on record)',
  },
} as const

/** The page as the print house would get it, by the setter that sets it, with a code that opens nothing. */
export async function previewLetter(
  typesetter: Typesetter,
  of: LetterPreview,
): Promise<SetPreview> {
  const { language, portalUrl, lawyer } = of
  const kind = kindOf(of.template)
  const to = windowOf(of.name, ADDRESSES[of.person][language], language)
  if (to === undefined) return { declined: 'address_does_not_fit', why: of.name }
  const set: SetLetter = await typesetter.set(
    {
      kind,
      language,
      sender: of.sender,
      to,
      date: dayText(of.today, language),
      reference: SAMPLE_REFERENCE,
      body: of.body,
      signatory: kind === 'lawyers_letter' ? (lawyer ?? SAMPLE_LAWYER[language]) : undefined,
      link:
        portalUrl === undefined || portalUrl === ''
          ? undefined
          : { url: `${portalUrl}/p/c`, typedAt: `${portalUrl}/p/c`, code: SAMPLE_CODE },
      madeAt: 0,
    },
    'svg',
  )
  if ('declined' in set) return set
  assert(set.svg !== undefined, 'a page that was asked for is there')
  return {
    pages: set.pages,
    envelope: envelopeOf(set.pages),
    svg: set.svg,
    pdf: set.pdf,
    noLawyer: kind === 'lawyers_letter' && lawyer === undefined,
  }
}
