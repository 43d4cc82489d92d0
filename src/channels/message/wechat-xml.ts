import { readXml } from '../pay/xml-read.ts'

/** One message of WeChat or WeCom: its own fields, and lists of fields within it. */
export type WechatXml = {
  readonly at: (name: string) => string
  /** The fields of each <List> of this element. */
  readonly list: (name: string) => readonly ((name: string) => string)[]
}

const TEXT_MAX = 20_000

/** undefined: it is no such message. */
export function readWechatXml(text: string): WechatXml | undefined {
  const steps = readXml(text)
  if (steps === undefined) return undefined
  const fields = new Map<string, string>()
  const lists = new Map<string, Map<string, string>[]>()
  for (const step of steps) {
    if ('open' in step) {
      const name = /^xml\/([^/]+)\/List$/.exec(step.open)?.[1]
      if (name !== undefined) lists.set(name, [...(lists.get(name) ?? []), new Map()])
    }
    if (!('text' in step)) continue
    const said = step.text.slice(0, TEXT_MAX)
    const [, field] = /^xml\/([^/]+)$/.exec(step.path) ?? []
    if (field !== undefined) fields.set(field, said)
    const [, name, inner] = /^xml\/([^/]+)\/List\/([^/]+)$/.exec(step.path) ?? []
    if (name !== undefined && inner !== undefined) lists.get(name)?.at(-1)?.set(inner, said)
  }
  return {
    at: (name) => fields.get(name) ?? '',
    list: (name) => (lists.get(name) ?? []).map((one) => (field) => one.get(field) ?? ''),
  }
}
