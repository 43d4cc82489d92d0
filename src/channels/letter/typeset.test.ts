import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { partsOf } from './parts.ts'
import { openTypesetter, type Letter, type SetLetter, type Typesetter } from './typeset.ts'

const ZH: Letter = {
  kind: 'reminder',
  language: 'zh',
  sender: { name: '示例信贷', phone: '400-000-0000', url: 'https://check.example' },
  to: ['518000', '广东省深圳市福田区福中三路1004号', '王小明'],
  date: '2026年11月22日',
  reference: '7F3K-2M9Q',
  body: '亲启：仅限本人拆阅\n示例信贷\n2026年11月22日\n\n王小明，您好：\n\n您可以这样做：\n- 还清；\n- 申请分期。',
  signatory: undefined,
  link: {
    url: 'https://pay.example/p/c/1K7M2QWXN4T8P',
    typedAt: 'https://pay.example/p/c',
    code: '1-K7M2-QWXN-4T8P',
  },
  madeAt: 1_795_320_000,
}

const EN: Letter = {
  ...ZH,
  kind: 'lawyers_letter',
  language: 'en',
  sender: { name: 'Sample Credit', phone: '0800 000 0000', url: 'https://check.example' },
  to: ['Alex Taylor', '12 Example Street', 'AB1 2CD'],
  date: '22 November 2026',
  body: 'Private and confidential\nSample Credit\n22 November 2026\n\nHello Alex Taylor,\n\n#set text(red) $x$ <script>',
  signatory: { name: 'Jane Example', licence: '000000', firm: 'Example Solicitors LLP' },
}

const typesetter = await openTypesetter()
const missing = 'declined' in typesetter
if (missing)
  console.warn(`Letters are not tried (${typesetter.declined}): apt-get install fonts-noto-cjk`)

function pdfOf(set: SetLetter): { readonly text: string; readonly pages: number; pdf: Buffer } {
  if ('declined' in set) throw new Error(set.why)
  return { text: set.pdf.toString('latin1'), pages: set.pages, pdf: set.pdf }
}

test.skipIf(missing)(
  'letters of both languages are tagged PDF/UA-1 with fonts inside',
  async () => {
    for (const [letter, lang] of [
      [ZH, 'zh-CN'],
      [EN, 'en-GB'],
    ] as const) {
      const { text, pages } = pdfOf(await (typesetter as Typesetter).set(letter))
      expect(pages).toBe(1)
      expect(text).toMatch(/^%PDF-1\.7/)
      expect(text).toMatch(/\/StructTreeRoot \d+ 0 R/)
      expect(text).toMatch(/\/MarkInfo <<\s*\/Marked true/)
      expect(text).toContain(`/Lang (${lang})`)
      expect(text).toMatch(/\/DisplayDocTitle true/)
      expect(text).toContain('<pdfuaid:part>1</pdfuaid:part>')
      expect(text).toMatch(/<dc:title>.+<\/dc:title>/s)
      // What a reader that speaks goes by: a heading, paragraphs, a list, and words for the square.
      for (const tag of ['/H1', '/P', '/Figure']) expect(text).toMatch(new RegExp(`/S ${tag}\\b`))
      expect(text).toContain('/Alt ')
      expect(text.match(/\/FontFile3/g)?.length).toBe(text.match(/\/FontDescriptor \d/g)?.length)
    }
    expect(pdfOf(await (typesetter as Typesetter).set(ZH)).text).toMatch(/\/S \/LI\b/)
  },
)

test.skipIf(missing)('the same letter is the same bytes, and a long one has pages', async () => {
  const { set } = typesetter as Typesetter
  const [one, two] = [pdfOf(await set(ZH)), pdfOf(await set(ZH))]
  expect(one.pdf.equals(two.pdf)).toBe(true)
  const long = { ...ZH, body: `${ZH.body}\n\n${'很长的一段话。'.repeat(400)}` }
  expect(pdfOf(await set(long)).pages).toBeGreaterThan(1)
})

test.skipIf(missing)('while a letter is set, others are answered', async () => {
  let turns = 0
  const counting = setInterval(() => turns++, 1)
  try {
    // Of a new thread: the fonts are read too, which takes the longest.
    const fresh = (await openTypesetter()) as Typesetter
    turns = 0
    await Promise.all([fresh.set(ZH), fresh.set(EN)])
    expect(turns).toBeGreaterThan(20)
  } finally {
    clearInterval(counting)
  }
})

test.skipIf(missing)('a sign that no font has is a refusal, not a blank', async () => {
  const set = await (typesetter as Typesetter).set({ ...ZH, to: ['\u{1F9FF}\u{E0123}', 'x'] })
  expect(set).toMatchObject({ declined: 'cannot_be_set' })
})

test.skipIf(missing)(
  'without a Chinese font nothing is set, and the folders are named',
  async () => {
    const empty = mkdtempSync(join(tmpdir(), 'forbear-fonts-'))
    try {
      expect(await openTypesetter([empty])).toEqual({ declined: 'no_font', looked: empty })
    } finally {
      rmSync(empty, { recursive: true })
    }
  },
)

test('head, paragraphs and lists of a text are found, and no word is lost', () => {
  const head = { sender: '示例信贷', date: '2026年11月22日', heading: '关于您的账户' }
  expect(partsOf(ZH.body, head)).toEqual({
    note: '亲启：仅限本人拆阅',
    parts: [
      { is: 'paragraph', text: '王小明，您好：' },
      { is: 'paragraph', text: '您可以这样做：' },
      { is: 'list', items: ['还清；', '申请分期。'] },
    ],
  })
  expect(partsOf('谢谢。\n再见。', head)).toEqual({
    note: '',
    parts: [{ is: 'lines', lines: ['谢谢。', '再见。'] }],
  })
})
