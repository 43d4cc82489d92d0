import { describe, expect, test } from 'vitest'
import { htmlOf } from './html.ts'
import { linesOf } from './written.ts'

const ZH =
  '王小明，您好：\n\n您有¥100.00待还 & <好>。\n查看：https://pay.lender.example/p/a?b=1&c=2。\n\n回复“退订”。'
const EN = `Dear Alex,\n\nIt's "due".\nSee https://pay.lender.example/p/abc.`
const words = (text: string) => text.replaceAll(/\s+/g, '')

describe('the HTML of a text', () => {
  for (const [text, lang] of [
    [ZH, 'zh-CN'],
    [EN, 'en'],
  ] as const) {
    test(`${lang}: says the same words, for eyes and for ears`, async () => {
      const html = await htmlOf('$& "title"', text)
      expect(words(linesOf(html))).toBe(words(text))
      expect(html).toContain(`<html lang="${lang}"`)
      expect(html).toContain('<title>$&amp; &quot;title&quot;</title>')
      expect(html).not.toMatch(/@@/)
    })

    test(`${lang}: loads nothing, counts nobody and can be read in the dark`, async () => {
      const html = await htmlOf('x', text)
      expect(html).not.toMatch(/<(?:img|script|link|iframe|video|form|object)|@import|url\(|src=/i)
      const links = [...html.matchAll(/href="([^"]*)">([^<]*)</g)]
      expect(links).toHaveLength(1)
      for (const [, href, shown] of links) expect(href).toBe(shown)
      expect(links[0]?.[1]).toMatch(/[a-z2]$/)
      expect(html).toContain('prefers-color-scheme: dark')
      expect(html).toContain('name="color-scheme" content="light dark"')
      expect(Buffer.byteLength(html)).toBeLessThan(20_000)
    })
  }
})
