import { SaxesParser } from 'saxes'
import { Unreadable } from './decode.ts'

/** An element with what is in it: small pieces of a large document are read as one each. */
export type Node = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Node[]
  text: string
}

const DEPTH_MAX = 64
const NODES_MAX = 20_000
const TEXT_MAX = 20_000

export type Walk = {
  /** Whether this element, opened below `path`, is to be kept with all that is in it. */
  readonly keeps: (path: readonly string[], name: string) => boolean
  /** An element that is not kept begins; its attributes are here, its content comes later. */
  readonly opened: (path: readonly string[], node: Node) => void
  readonly closed: (path: readonly string[], name: string) => void
  /** A kept element is complete. Answer true to forget it where it lies inside another kept one. */
  readonly kept: (path: readonly string[], node: Node) => void
  /** Inside a kept element: whether this one is taken out and given to `kept` on its own. */
  readonly apart: (name: string) => boolean
}

/**
 * Walks through a document as it streams in. No document type is taken, so there are no entities but
 * XML's own five; depth, size of a piece and length of a text have limits.
 */
export class XmlWalk {
  readonly #parser = new SaxesParser({ xmlns: false, position: true })
  readonly #walk: Walk
  readonly #path: string[] = []
  readonly #open: Node[] = []
  #nodes = 0
  #error: Unreadable | undefined
  #complete = false

  constructor(walk: Walk) {
    this.#walk = walk
    const parser = this.#parser
    parser.on('doctype', () => this.#refuse('doctype'))
    parser.on('error', (error) => this.#refuse('not_well_formed', error.message))
    parser.on('opentag', (tag) => this.#opened(tag.name, tag.attributes))
    parser.on('closetag', (tag) => this.#closed(tag.name))
    parser.on('text', (text) => this.#text(text))
    parser.on('cdata', (text) => this.#text(text))
  }

  get #at(): string {
    return `line ${this.#parser.line}`
  }

  #refuse(name: 'doctype' | 'not_well_formed' | 'too_deep' | 'too_big', found?: string): void {
    this.#error ??= new Unreadable({ name, at: this.#at, found: found?.slice(0, 120) })
  }

  write(text: string): void {
    this.#parser.write(text)
    if (this.#error !== undefined) throw this.#error
  }

  /** A document that ends before its root element does was cut. */
  end(): void {
    const at = this.#at
    if (!this.#complete) throw new Unreadable({ name: 'truncated', at })
    this.#parser.close()
    if (this.#error !== undefined) throw this.#error
  }

  #opened(tag: string, attributes: Record<string, string>): void {
    if (this.#error !== undefined) return
    const name = plain(tag)
    if (this.#path.length >= DEPTH_MAX) {
      this.#refuse('too_deep')
      return
    }
    const node: Node = { name, attributes, children: [], text: '' }
    const parent = this.#open.at(-1)
    if (parent !== undefined || this.#walk.keeps(this.#path, name)) {
      if (++this.#nodes > NODES_MAX) this.#refuse('too_big')
      if (parent !== undefined && !this.#walk.apart(name)) parent.children.push(node)
      this.#open.push(node)
    } else this.#walk.opened(this.#path, node)
    this.#path.push(name)
  }

  #closed(tag: string): void {
    if (this.#error !== undefined) return
    const name = plain(tag)
    this.#path.pop()
    if (this.#path.length === 0) this.#complete = true
    const node = this.#open.pop()
    if (node === undefined) {
      this.#walk.closed(this.#path, name)
      return
    }
    if (this.#open.length === 0) {
      this.#nodes = 0
      this.#walk.kept(this.#path, node)
    } else if (this.#walk.apart(name)) {
      this.#nodes = this.#open.length
      this.#walk.kept(this.#path, node)
    }
  }

  #text(text: string): void {
    const node = this.#open.at(-1)
    if (node === undefined) return
    if (node.text.length + text.length > TEXT_MAX) this.#refuse('too_big')
    else node.text += text
  }
}

const plain = (tag: string): string => {
  const at = tag.indexOf(':')
  return at < 0 ? tag : tag.slice(at + 1)
}

/** The first element at the end of a path of names; a name may be several, of which one is there. */
export function find(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  let at = node
  for (const names of path) {
    if (at === undefined) return undefined
    const wanted = names.split('|')
    at = at.children.find((child) => wanted.includes(child.name))
  }
  return at
}

export const findAll = (node: Node | undefined, name: string): readonly Node[] =>
  node?.children.filter((child) => child.name === name) ?? []

export const textAt = (node: Node | undefined, ...path: readonly string[]): string | undefined =>
  find(node, ...path)?.text.trim() || undefined
