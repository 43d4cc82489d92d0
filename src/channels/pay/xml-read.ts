import { SaxesParser } from 'saxes'

/** One element with text in it, and the names of all that it lies in. */
export type XmlText = { readonly path: string; readonly text: string }
export type XmlStep = XmlText | { readonly open: string } | { readonly close: string }

const LENGTH_MAX = 10_000_000
const DEPTH_MAX = 40

/**
 * The elements of a small bank file in order. A document type is refused, so nothing in it can grow or
 * reach anywhere; undefined: it is no such file.
 */
export function readXml(text: string): XmlStep[] | undefined {
  if (text.length > LENGTH_MAX) return undefined
  const steps: XmlStep[] = []
  const names: string[] = []
  const parser = new SaxesParser({ xmlns: false })
  let inner = ''
  let isBad = false
  parser.on('error', () => (isBad = true))
  parser.on('doctype', () => (isBad = true))
  parser.on('opentag', ({ name }) => {
    names.push(name.replace(/^.*:/, ''))
    if (names.length > DEPTH_MAX) isBad = true
    steps.push({ open: names.join('/') })
    inner = ''
  })
  parser.on('text', (part) => (inner += part))
  parser.on('cdata', (part) => (inner += part))
  parser.on('closetag', () => {
    const path = names.join('/')
    if (inner.trim() !== '') steps.push({ path, text: inner.trim() })
    steps.push({ close: path })
    names.pop()
    inner = ''
  })
  for (let at = 0; at < text.length && !isBad; at += 65_536)
    parser.write(text.slice(at, at + 65_536))
  if (!isBad) parser.close()
  return isBad || names.length > 0 ? undefined : steps
}
