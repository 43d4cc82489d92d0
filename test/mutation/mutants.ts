import { parseSync } from 'vite'

/** Small faults of one source file: what a tired person might have written instead. */

export type Mutant = {
  readonly file: string
  readonly line: number
  readonly start: number
  readonly end: number
  readonly text: string
  readonly what: string
}

type Node = { readonly type: string; readonly start: number; readonly end: number } & Readonly<
  Record<string, unknown>
>

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value

const OTHER_OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '===': ['!=='],
  '!==': ['==='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '%': ['*'],
  '&&': ['||'],
  '||': ['&&'],
}

const OTHER_METHODS: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  min: 'max',
  max: 'min',
  findLast: 'find',
}

export function mutantsOf(file: string, source: string): Mutant[] {
  const found: Mutant[] = []
  const add = ({ start, end }: { start: number; end: number }, text: string) => {
    const line = source.slice(0, start).split('\n').length
    found.push({ file, line, start, end, text, what: `${source.slice(start, end)} -> ${text}` })
  }
  const { program } = parseSync(file, source)
  walk(program as unknown as Node, (node) => mutate(node, source, add))
  return found
}

function walk(node: Node, visit: (node: Node) => void): void {
  // Types are not run, and what only words are is read by people.
  if (node.type.startsWith('TS') && node.type !== 'TSAsExpression') {
    if (!['TSNonNullExpression', 'TSSatisfiesExpression'].includes(node.type)) return
  }
  visit(node)
  for (const [key, value] of Object.entries(node)) {
    if (key === 'typeAnnotation' || key === 'returnType' || key === 'typeArguments') continue
    for (const child of [value].flat()) if (isNode(child)) walk(child, visit)
  }
}

type Add = (place: { start: number; end: number }, text: string) => void

function mutate(node: Node, source: string, add: Add): void {
  const text = (child: Node) => source.slice(child.start, child.end)
  const { left, right, operator, test, callee, value } = node
  if ((node.type === 'BinaryExpression' || node.type === 'LogicalExpression') && isNode(left)) {
    const others = OTHER_OPERATORS[String(operator)] ?? []
    if (!isNode(right)) return
    for (const other of others) add(node, `(${text(left)} ${other} ${text(right)})`)
    // One clause left out.
    if (operator === '&&' || operator === '||') {
      add(node, `(${text(left)})`)
      add(node, `(${text(right)})`)
    }
  }
  if ((node.type === 'IfStatement' || node.type === 'ConditionalExpression') && isNode(test)) {
    add(test, 'true')
    add(test, 'false')
  }
  if (node.type === 'UnaryExpression' && operator === '!' && isNode(node['argument'])) {
    add(node, `(${text(node['argument'])})`)
  }
  if (node.type === 'Literal') {
    if (typeof value === 'boolean') add(node, String(!value))
    // Both neighbours of a number.
    if (typeof value === 'number') for (const by of [1, -1]) add(node, `(${value + by})`)
  }
  if (node.type === 'CallExpression' && isNode(callee) && callee.type === 'MemberExpression') {
    const { object, property } = callee
    if (!isNode(object) || !isNode(property)) return
    const other = OTHER_METHODS[text(property)]
    if (other !== undefined) add(property, other)
    if (text(property) === 'filter') add(node, text(object))
  }
}
