import type { ColumnName } from './columns.ts'
import { BLOCK, ENTRY, INT_NAMES, isMoney } from './columns.ts'
import type { Bases } from './kernel-layout.ts'
import { gatesOf, LINE, paceRounds, paceStride, stageStride } from './kernel-layout.ts'
import type { KernelPlan } from './kernel-plan.ts'
import { fieldOf, type Source } from './kernel-tables.ts'
import { NEVER } from './row.ts'

/** Words of treatments that one generated function decides: at most 60 rows of the table. */
const WORDS_A_FUNCTION = 2
export type KernelSource = {
  /** `(c, t, o, from, until, n)`: decides a block of rows, appends from place n, gives the new n. */
  readonly block: string
  /** The same with `first` and `end`: further words of treatments, of lines already in the output. */
  readonly more: readonly string[]
  /** Every column that is read, and the amounts among them in the places where they are read. */
  readonly columns: readonly ColumnName[]
  readonly money: readonly ColumnName[]
}

export function kernelSource(
  plan: KernelPlan,
  at: { today: number; shareIsExact: boolean; bases: Bases },
): KernelSource {
  const sources = [...plan.tables.sources.values()]
  const writer = new Writer(plan, { sources, ...gatesOf(plan), ...at })
  const block = writer.block()
  const more: string[] = []
  for (let word = WORDS_A_FUNCTION; word < plan.words.treatment; word += WORDS_A_FUNCTION)
    more.push(writer.more(word))
  return { block, more, columns: [...writer.columns], money: [...writer.money] }
}

type At = {
  readonly sources: readonly Source[]
  readonly gates: readonly Source[]
  readonly gatesAreAll: boolean
  readonly holdIsIdle: boolean
  readonly today: number
  readonly shareIsExact: boolean
  readonly bases: Bases
}

/** Writes the loop. Every piece of text is a template of this file, a place, or a whole number. */
class Writer {
  readonly columns = new Set<ColumnName>()
  readonly money: ColumnName[] = []
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
    const gate = this.#gate()
    const pace = this.#pace(0, until)
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
    const pace = this.#pace(word, until)
    return [
      '"use strict";',
      this.#opening(),
      'for(let n=first;n<end;n++){',
      `const i=O[n*${this.#width()}];`,
      indexes,
      `const l=n*${this.#width()},g=(O[l+${LINE.stage}]+1)*${stageStride(this.#plan)}+${this.#at.bases.stage};`,
      body,
      '}',
      pace,
      'return end;',
    ].join('\n')
  }

  /** The column's value of row i. */
  #column(name: ColumnName): string {
    this.columns.add(name)
    if (name === 'lateFrom') return 'L[i]'
    if (!isMoney(name)) return `I[q${INT_NAMES.indexOf(name)}+i]`
    const known = this.money.indexOf(name)
    return `m${known >= 0 ? known : this.money.push(name) - 1}[i]`
  }

  /** Every array as a local: read once a call. Written last, when all columns are known. */
  #opening(): string {
    const starts = [...this.columns].map((name) => INT_NAMES.indexOf(name)).filter((at) => at >= 0)
    return [
      'const I=c[0],L=c[1],H=c[2],hf=c[3],T=t[0],s=o[0],place=o[1],O=o[2];',
      `const rows=(I.length/${INT_NAMES.length})|0;`,
      ...starts.map((at) => `const q${at}=${at}*rows;`),
      ...this.money.map((_, at) => `const m${at}=c[${4 + at}];`),
    ].join('\n')
  }

  /** Appends without a branch: the place moves on by the sign of minus what is left of the bits. */
  #gate(): string {
    const { stage } = this.#plan.words
    const { gates, gatesAreAll, holdIsIdle } = this.#at
    const isFirst = stage === 1 && gatesAreAll
    if (gates.length === 0) return 's[m]=i;m++;'
    const acting = this.#acting()
    const { bases } = this.#at
    const at = gates
      .map((gate, g) => `const b${g}=${this.#index(gate, stage, bases.gates.get(gate))};`)
      .join('')
    const words = Array.from({ length: stage }, (_, w) => {
      const read = gates.map((_, g) => `T[b${g}+${w}]`).join('&')
      // With one word the first stage that fits is known; with more, any that acts keeps the row.
      return isFirst
        ? `const z=${read}&${holdIsIdle ? -2 : -1};const r0=z&(0-z)&${acting[w]};`
        : `const r${w}=${read}&${acting[w]};`
    }).join('')
    const any = acting.map((_, w) => `((0-r${w})>>>31)`).join('|')
    return `${at}${words}s[m]=i;m+=${any};`
  }

  /** A bit a stage that something follows from; on hold is no gate's business. */
  #acting(): number[] {
    const { stages, words } = this.#plan
    return Array.from({ length: words.stage }, (_, w) => {
      let bits = 0
      stages.slice(w * 30, w * 30 + 30).forEach((stage, b) => {
        if (!stage.idle) bits |= 1 << b
      })
      return bits
    })
  }

  #index(source: Source, stride: number, base = 0): string {
    const { from, min, span } = source
    const { bases } = this.#at
    if (from.is === 'share') return `share*${stride}+${base}`
    if (from.is === 'after') {
      const began = this.#column('delinquentSince')
      const before = `(${began}+${-NEVER - 1}|${this.#column(from.column)}-${began})`
      return `((${before}>>31)+1)*${stride}+${base}`
    }
    if (from.is === 'money') {
      const amount = this.#column(from.column)
      const reached = from.ends.map((end) => `+((${amount}>=${end})|0)`).join('')
      const currency = `T[${this.#column('currency')}+${bases.currency}]`
      return `(${currency}*${from.ends.length + 1}${reached})*${stride}+${base}`
    }
    const value = this.#column(from.column)
    const product = `+T[${this.#column('product')}+${bases.terms + 32_768}]*${span}`
    const at = from.terms > 1 ? `(${value}${product})` : value
    return `${at}*${stride}+${base - min * stride}`
  }

  #indexes(sources: readonly Source[]): string {
    const { sources: all } = this.#at
    const lines = sources.map((source) => {
      const stride = source.fields.size
      return `const a${all.indexOf(source)}=${this.#index(source, stride, this.#at.bases.sources.get(source))};`
    })
    return [
      ...(sources.some(({ from }) => from.is === 'share') ? [this.#share()] : []),
      ...lines,
    ].join('\n')
  }

  #share(): string {
    const part = this.#column('arrears')
    const whole = this.#column('outstanding')
    const inside = this.#at.shareIsExact
      ? `(part*10000/whole)|0`
      : `(()=>{let q=0,r=part;for(let d=0;d<4;d++){r*=10;const u=Math.floor(r/whole);q=q*10+u;r-=u*whole;}return q;})()`
    return `const part=${part},whole=${whole};const share=part<=0?0:part>=whole?10000:${inside};`
  }

  #used(fields: readonly string[]): Source[] {
    return this.#at.sources.filter((source) => fields.some((field) => source.fields.has(field)))
  }

  #width(): number {
    return LINE.treatments + this.#plan.words.treatment
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
      `const l=n*${this.#width()},g=(stage+1)*${stageStride(this.#plan)}+${this.#at.bases.stage};`,
      this.#priority(),
      `O[l]=i;O[l+${LINE.stage}]=stage;O[l+${LINE.priority}]=points;`,
      this.#treatments(word, until),
      `const ok=T[g+${stageStride(this.#plan) - 1}];`,
      // A line without treatments has no use for its past, nor has one that does not count.
      `place[i-from]=(n+1)*(ok&((0-(${asked}))>>>31))-1;`,
      'n+=ok;',
    ]
    return lines.join('\n')
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
    return [...words, stage === 1 ? one : `const stage=${found.join(':')}:-1;`].join('\n')
  }

  #priority(): string {
    const { words, priorityFirst, gated } = this.#plan
    const lines: string[] = []
    for (let w = 0; w < words.priority; w++) {
      lines.push(`let v${w}=${this.#and(fieldOf('P', w), `T[g+${words.treatment + w}]`)};`)
      if (!priorityFirst) continue
      const before = Array.from({ length: w }, (_, b) => `v${b}`).join('|')
      if (w > 0) lines.push(`v${w}&=~((0-((${before})|0))>>31)&~((${before})>>31);`)
      lines.push(`v${w}&=0-v${w};`)
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
    const { nothing, words } = this.#plan
    const stops = nothing.some((bits) => bits !== 0)
    const crosses = stops && words.treatment > WORDS_A_FUNCTION
    const lines: string[] = []
    if (stops) lines.push(`let stop=${word > 0 ? `O[l+${LINE.stopped}]` : '0'};`)
    for (let w = word; w < until; w++) {
      lines.push(`let w${w}=${this.#and(fieldOf('T', w), `T[g+${w}]`)};`)
      if (!stops) continue
      lines.push(`w${w}&=~(0-stop);const y${w}=w${w}&${nothing[w]};`)
      lines.push(`w${w}&=((y${w}&(0-y${w}))-1)&${2 ** 30 - 1};stop|=(0-y${w})>>>31;`)
    }
    if (crosses) lines.push(`O[l+${LINE.stopped}]=stop;`)
    for (let w = word; w < until; w++) lines.push(`O[l+${LINE.treatments + w}]=w${w};`)
    return lines.join('\n')
  }

  /** The past of a whole block, entry by entry: at most as often, and not again so soon. */
  #pace(word: number, until: number): string {
    const { paced } = this.#plan
    if (!paced.some(({ bit }) => bit >= word * 30 && bit < until * 30)) return ''
    const stride = paceStride(this.#plan)
    const rounds = paceRounds(this.#plan)
    const began = this.#column('delinquentSince')
    const oldest = this.#column('oldestUnpaidDueOn')
    const cured = this.#column('curedOn')
    const { today } = this.#at
    const lines: string[] = []
    for (let r = 0; r < rounds; r++) {
      const at = `q+${r * (2 + this.#plan.words.treatment)}`
      lines.push(`const u${r}=((y-T[${at}])>>31)|~((times-T[${at}+1])>>31);`)
      for (let w = word; w < until; w++)
        lines.push(`O[p+${LINE.treatments + w}]&=~(u${r}&T[${at}+${2 + w}]);`)
    }
    return `const block=from/${BLOCK}|0,z=hf[block+1];
for(let e=hf[block];e<z;e++){const x=e*${ENTRY},i=H[x],at=place[i-from];if(at<0)continue;const p=at*${this.#width()};
const d=${began},l=${oldest},never=(d+${-NEVER - 1})>>31,late=(l-${today})>>31;
const since=(((l&late)|(${cured}&~late))&never)|(d&~never);
const b=H[x+2],q=(b>>16)*${stride}+${this.#at.bases.pace},on=H[x+1],y=${today}-on,times=b&65535&~((on-since)>>31);
${lines.join('\n')}
}`
  }
}
