import type { ColumnName } from './columns.ts'
import { INT_NAMES } from './columns.ts'
import type { Derived } from './columns-derive.ts'
import { gateSaysStage, gateText, type Gates } from './kernel-gate.ts'
import { asksInterest, indexText, interestText, shareText, type Reading } from './kernel-index.ts'
import { gatesOf, LINE, lineWidth, MARK, stageStride } from './kernel-layout.ts'
import { paceText, type Pacing } from './kernel-pace.ts'
import type { KernelPlan } from './kernel-plan.ts'
import { hasOpen } from './kernel-plan.ts'
import { fieldOf, type Source } from './kernel-tables.ts'

/** Words of treatments that one generated function decides: at most 60 rows of the table. */
const WORDS_A_FUNCTION = 2
export type KernelSource = {
  /** `(c, t, o, from, until, n)`: decides a block of rows, appends from place n, gives the new n. */
  readonly block: string
  /** The same with `first` and `end`: further words of treatments, of lines already in the output. */
  readonly more: readonly string[]
  /** Every column that is read, and those that are arrays of their own in the order of their places. */
  readonly columns: readonly (ColumnName | Derived)[]
  readonly own: readonly (ColumnName | Derived)[]
  /** The loop says the stage of every row, and makes no line of those that nothing follows from. */
  readonly saysStage: boolean
}

/** Where the arrays of their own begin among the columns that the loop is given. */
export const OWN_FROM = 3

/** Leaves every row open: for what does not fit a loop at all. */
export const openSource = (width: number): KernelSource => ({
  block: [
    '"use strict";',
    'const O=o[2];let l=n;',
    `for(let i=from;i<until;i++){O[l*${width}]=i;O[l*${width}+${LINE.marks}]=${MARK.open};l++;}`,
    'return l;',
  ].join('\n'),
  more: [],
  columns: [],
  own: [],
  saysStage: false,
})

export function kernelSource(
  plan: KernelPlan,
  at: Pick<At, 'today' | 'shareIsExact' | 'bases'>,
): KernelSource {
  const sources = [...plan.tables.sources.values()]
  const gates = gatesOf(plan)
  const writer = new Writer(plan, { sources, ...gates, ...at })
  const block = writer.block()
  const more: string[] = []
  for (let word = WORDS_A_FUNCTION; word < plan.words.treatment; word += WORDS_A_FUNCTION)
    more.push(writer.more(word))
  return { block, more, ...writer.read(), saysStage: gateSaysStage(plan, gates) }
}

type At = Gates & {
  readonly sources: readonly Source[]
  readonly today: number
  readonly shareIsExact: boolean
}

/** Writes the loop. Every piece of text is a template of this file, a place, or a whole number. */
class Writer {
  readonly columns = new Set<ColumnName | Derived>()
  readonly own: (ColumnName | Derived)[] = []
  readonly #plan: KernelPlan
  readonly #at: At

  constructor(plan: KernelPlan, at: At) {
    this.#plan = plan
    this.#at = at
  }

  block(): string {
    const { words } = this.#plan
    const until = Math.min(WORDS_A_FUNCTION, words.treatment)
    const body = this.#decide(0, until)
    const gate = gateText(this.#plan, this.#at, (source, stride, base) =>
      this.#index(source, stride, base),
    )
    const pace = paceText(this.#plan, this.#pacing(0, until))
    return [
      '"use strict";',
      this.#opening(),
      'let m=0;place.fill(-1);',
      `for(let i=from;i<until;i++){${gate}}`,
      'for(let k=0;k<m;k++){const i=s[k];',
      body,
      '}',
      pace,
      'return n;',
    ].join('\n')
  }

  more(word: number): string {
    const until = Math.min(word + WORDS_A_FUNCTION, this.#plan.words.treatment)
    const body = this.#treatments(word, until)
    const indexes = this.#indexes(this.#used(this.#treatmentFields(word, until)))
    const pace = paceText(this.#plan, this.#pacing(word, until))
    return [
      '"use strict";',
      this.#opening(),
      'for(let n=first;n<end;n++){',
      `const i=O[n*${lineWidth(this.#plan)}];`,
      indexes,
      `const l=n*${lineWidth(this.#plan)},g=(O[l+${LINE.stage}]+1)*${stageStride(this.#plan)}+${this.#at.bases.stage};`,
      body,
      '}',
      pace,
      'return end;',
    ].join('\n')
  }

  read(): Pick<KernelSource, 'columns' | 'own'> {
    return { columns: [...this.columns], own: [...this.own] }
  }

  /** The column's value of row i. */
  #column(name: ColumnName | Derived): string {
    this.columns.add(name)
    const at = INT_NAMES.indexOf(name as ColumnName)
    if (at >= 0) return `I[q${at}+i]`
    const known = this.own.indexOf(name)
    return `m${known >= 0 ? known : this.own.push(name) - 1}[i]`
  }

  #pacing(word: number, until: number): Pacing {
    const column = (name: ColumnName) => this.#column(name)
    return { word, until, column, today: this.#at.today, base: this.#at.bases.pace }
  }

  /** Every array as a local: read once a call. Written last, when all columns are known. */
  #opening(): string {
    const starts = [...this.columns]
      .map((name) => INT_NAMES.indexOf(name as ColumnName))
      .filter((at) => at >= 0)
    return [
      'const I=c[0],H=c[1],hf=c[2],T=t[0],s=o[0],place=o[1],O=o[2];',
      ...(this.#plan.every ? ['const S=o[3];'] : []),
      `const rows=(I.length/${INT_NAMES.length})|0;`,
      ...starts.map((at) => `const q${at}=${at}*rows;`),
      ...this.own.map((_, at) => `const m${at}=c[${OWN_FROM + at}];`),
    ].join('\n')
  }

  #index(source: Source, stride: number, base = 0): string {
    return indexText(source, { stride, base, ...this.#reading() })
  }

  #indexes(sources: readonly Source[]): string {
    const { sources: all, bases } = this.#at
    const lines = sources.map(
      (source) =>
        `const a${all.indexOf(source)}=${this.#index(source, source.fields.size, bases.sources.get(source))};`,
    )
    const late = all.find(({ key }) => key === 'lateFrom')
    const asked = sources.some(asksInterest) ? late : undefined
    const interest =
      asked === undefined
        ? []
        : [interestText(asked, bases.sources.get(asked) ?? 0, this.#reading())]
    const asksShare = sources.some(({ from }) => from.is === 'share')
    return [...(asksShare ? [shareText(this.#reading())] : []), ...interest, ...lines].join('\n')
  }

  #reading(): Reading {
    const { bases, shareIsExact } = this.#at
    return { column: (name) => this.#column(name), bases, shareIsExact }
  }

  #used(fields: readonly string[]): Source[] {
    return this.#at.sources.filter((source) => fields.some((field) => source.fields.has(field)))
  }

  /** The bits of a field that every column leaves, or all of them where no column asks. */
  #and(field: string, start?: string): string {
    const reads = this.#at.sources.flatMap((source, x) => {
      const offset = [...source.fields.keys()].indexOf(field)
      return offset < 0 ? [] : [`T[a${x}+${offset}]`]
    })
    return [...(start === undefined ? [] : [start]), ...reads].join('&') || '-1'
  }

  #treatmentFields(word: number, until: number): string[] {
    return Array.from({ length: until - word }, (_, w) => fieldOf('T', word + w))
  }

  #decide(word: number, until: number): string {
    const { words } = this.#plan
    // Words that another function decides may still hold a bit: their lines keep their place.
    const asked =
      words.treatment > WORDS_A_FUNCTION
        ? '1'
        : Array.from({ length: until - word }, (_, w) => `w${word + w}`).join('|')
    const lines = [
      this.#indexes(this.#at.sources.filter((source) => source.fields.size > 0)),
      this.#stage(),
      `const l=n*${lineWidth(this.#plan)},g=(stage+1)*${stageStride(this.#plan)}+${this.#at.bases.stage};`,
      this.#priority(),
      `O[l]=i;O[l+${LINE.stage}]=stage;O[l+${LINE.priority}]=points;`,
      this.#treatments(word, until),
      ...(this.#plan.every ? [this.#told()] : []),
      this.#ok(),
      // A line without treatments has no use for its past, nor has one that does not count.
      `place[i-from]=(n+1)*(ok&((0-(${asked}))>>>31))-1;`,
      'n+=ok;',
    ]
    return lines.join('\n')
  }

  /** Whether the line stays, and what it says of itself; a line whose answer is open always stays. */
  #ok(): string {
    const counts = this.#plan.every ? '1' : `T[g+${stageStride(this.#plan) - 1}]`
    if (!hasOpen(this.#plan)) return `const ok=${counts};`
    const stop = this.#stops() ? '|stop' : ''
    return `const pen=(0-open)>>>31;O[l+${LINE.marks}]=pen*${MARK.open}${stop};const ok=${counts}|pen;`
  }

  /** Which rows of priority speak for the account, and which offer is made to it. */
  #told(): string {
    const { words, open } = this.#plan
    const at = LINE.treatments + words.treatment
    const lines = Array.from({ length: words.priority }, (_, w) => `O[l+${at + w}]=v${w};`)
    let before = '0'
    for (let w = 0; w < words.offer; w++) {
      const stage = `T[g+${words.treatment + words.priority + w}]`
      lines.push(`const e${w}=${this.#and(fieldOf('F', w), stage)};`)
      // Only the first that fits is made: one of an earlier word leaves nothing here.
      lines.push(`const z${w}=e${w}&(0-e${w})&~((0-((${before})|0))>>31);`)
      if (open.offer[w] !== 0) lines.push(`open|=z${w}&${open.offer[w]};`)
      lines.push(`O[l+${at + words.priority + w}]=z${w};`)
      before += `|e${w}`
    }
    return lines.join('\n')
  }

  #stops(): boolean {
    return this.#plan.nothing.some((bits) => bits !== 0)
  }

  #stage(): string {
    const { stage } = this.#plan.words
    const stages = this.#plan.stages.length
    const all = stages % 30 === 0 ? 2 ** 30 - 1 : 2 ** (stages % 30) - 1
    const words = Array.from({ length: stage }, (_, w) => {
      const known = w === stage - 1 ? all : 2 ** 30 - 1
      return `const f${w}=${this.#and(fieldOf('S', w), String(known))};`
    })
    const found = Array.from(
      { length: stage },
      (_, w) => `f${w}!==0?${w * 30 + 31}-Math.clz32(f${w}&(0-f${w}))`,
    )
    const one = 'const stage=31-Math.clz32(f0&(0-f0));'
    const lines = [...words, stage === 1 ? one : `const stage=${found.join(':')}:-1;`]
    if (hasOpen(this.#plan)) lines.push(this.#openStage())
    return lines.join('\n')
  }

  /** The first stage that may fit is open: nobody knows which one does. */
  #openStage(): string {
    const { open } = this.#plan
    if (open.stage.every((bits) => bits === 0)) return 'let open=0;'
    const first = open.stage.map((bits, w) => `(f${w}&(0-f${w})&${bits})`)
    const chain = first.map((bits, w) => (w === first.length - 1 ? bits : `f${w}!==0?${bits}`))
    return `let open=${chain.join(':')};`
  }

  #priority(): string {
    const { words, priorityFirst, gated, open } = this.#plan
    const lines: string[] = []
    for (let w = 0; w < words.priority; w++) {
      lines.push(`let v${w}=${this.#and(fieldOf('P', w), `T[g+${words.treatment + w}]`)};`)
      if (priorityFirst) {
        const before = Array.from({ length: w }, (_, b) => `v${b}`).join('|')
        if (w > 0) lines.push(`v${w}&=~((0-((${before})|0))>>31)&~((${before})>>31);`)
        lines.push(`v${w}&=0-v${w};`)
      }
      if (open.priority[w] !== 0) lines.push(`open|=v${w}&${open.priority[w]};`)
    }
    const sums = Array.from({ length: words.priority * 4 }, (_, q) => {
      const bits = `(v${q >> 2}>>>${(q & 3) * 8})&255`
      return `T[${this.#at.bases.points + q * 256}+(${bits})]`
    })
    const always = this.#reads('Q')
    const own = gated.map(({ bit, field }) => {
      const on = `(0-((v${Math.floor(bit / 30)}>>>${bit % 30})&1))`
      return `(${this.#reads(field).join('+')}&${on})`
    })
    const kept = sums.filter((_, q) => this.#adds(q))
    return [...lines, `const points=(${[...kept, ...always, ...own].join('+') || '0'})|0;`].join(
      '\n',
    )
  }

  /** Whether any of these eight rows adds a fixed number. */
  #adds(group: number): boolean {
    const from = (group >> 2) * 30 + (group & 3) * 8
    const until = Math.min(from + 8, ((group >> 2) + 1) * 30)
    return this.#plan.priority.slice(from, until).some((row) => row.out.per === undefined)
  }

  #reads(field: string): string[] {
    return this.#at.sources.flatMap((source, x) => {
      const offset = [...source.fields.keys()].indexOf(field)
      return offset < 0 ? [] : [`T[a${x}+${offset}]`]
    })
  }

  /** What fits, cut off below the first row that leaves the account alone, then less what is paced. */
  #treatments(word: number, until: number): string {
    const { nothing, open, words } = this.#plan
    const stops = this.#stops()
    const isFirst = word === 0
    const marks = `O[l+${LINE.marks}]`
    const lines: string[] = []
    if (stops) lines.push(`let stop=${isFirst ? '0' : `${marks}&${MARK.stopped}`};`)
    if (!isFirst && hasOpen(this.#plan)) lines.push('let open=0;')
    for (let w = word; w < until; w++) {
      lines.push(`let w${w}=${this.#and(fieldOf('T', w), `T[g+${w}]`)};`)
      if (stops) {
        lines.push(`w${w}&=~(0-stop);const y${w}=w${w}&${nothing[w]};`)
        lines.push(`w${w}&=((y${w}&(0-y${w}))-1)&${2 ** 30 - 1};stop|=(0-y${w})>>>31;`)
      }
      if (open.treatment[w] !== 0) lines.push(`open|=w${w}&${open.treatment[w]};`)
    }
    const crosses = stops && words.treatment > WORDS_A_FUNCTION
    if (isFirst && crosses && !hasOpen(this.#plan)) lines.push(`${marks}=stop;`)
    if (!isFirst && (crosses || hasOpen(this.#plan))) {
      const pen = hasOpen(this.#plan) ? `|(((0-open)>>>31)*${MARK.open})` : ''
      lines.push(`${marks}|=${stops ? 'stop' : '0'}${pen};`)
    }
    for (let w = word; w < until; w++) lines.push(`O[l+${LINE.treatments + w}]=w${w};`)
    return lines.join('\n')
  }
}
