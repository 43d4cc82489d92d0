import type { ColumnName } from './columns.ts'
import { BLOCK } from './columns.ts'
import type { KernelPlan } from './kernel-plan.ts'
import { fieldOf, type Source } from './kernel-tables.ts'
import { NEVER } from './row.ts'

/** Words of treatments that one generated function decides: at most 60 rows of the table. */
const WORDS_A_FUNCTION = 2
/** Columns that say cheaply who cannot act today. */
const GATES = 3

export type KernelSource = {
  /** `(c, t, o, from, until, n)`: decides a block of rows, appends from place n, gives the new n. */
  readonly block: string
  /** The same with `first` and `end`: further words of treatments, of lines already in the output. */
  readonly more: readonly string[]
  readonly columns: readonly ColumnName[]
  /** Sources whose fields are laid out value by value, in the order of their tables. */
  readonly gates: readonly Source[]
  readonly sources: readonly Source[]
}

/** Places of the fixed tables and outputs, before those of the sources. */
export const TABLE = { stage: 0, points: 1, pace: 2, terms: 3, currency: 4, first: 5 } as const
export const OUT = { selected: 0, place: 1, row: 2, stage: 3, priority: 4, stopped: 5, treatments: 6 } as const
export const HISTORY = { first: 0, row: 1, code: 2, times: 3, lastOn: 4, columns: 5 } as const

/** How the fields of a stage stand in its table: treatment words, priority words, whether it counts. */
export const stageStride = ({ words }: KernelPlan): number => words.treatment + words.priority + 1

export function kernelSource(plan: KernelPlan, at: { today: number; shareIsExact: boolean }) {
  const sources = [...plan.tables.sources.values()]
  const stageFields = Array.from({ length: plan.words.stage }, (_, w) => fieldOf('S', w))
  const asked = sources.filter(({ fields }) => stageFields.some((field) => fields.has(field)))
  const holdIsIdle = plan.stages[0]?.idle === true
  // What closes an account only takes stages away, and so does an idle hold: the second pass asks.
  const gating = asked.filter(({ key }) => key !== 'closedOn' && (key !== 'heldUntil' || !holdIsIdle))
  const gates = gating.filter(({ from }) => from.is === 'column').slice(0, GATES)
  const gatesAreAll = gates.length === gating.length
  const writer = new Writer(plan, { sources, gates, gatesAreAll, holdIsIdle, ...at })
  const block = writer.block()
  const more: string[] = []
  for (let word = WORDS_A_FUNCTION; word < plan.words.treatment; word += WORDS_A_FUNCTION)
    more.push(writer.more(word))
  return { block, more, columns: writer.columns, gates, sources } satisfies KernelSource
}

type At = {
  readonly sources: readonly Source[]
  readonly gates: readonly Source[]
  readonly gatesAreAll: boolean
  readonly holdIsIdle: boolean
  readonly today: number
  readonly shareIsExact: boolean
}

/** Writes the loop. Every piece of text is a template of this file, a place, or a whole number. */
class Writer {
  readonly columns: ColumnName[] = []
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
      'for(let n=first;n<end;n++){const i=oRow[n];',
      indexes,
      `const g=(oStage[n]+1)*${stageStride(this.#plan)};`,
      body,
      '}',
      'const n=end;',
      pace,
      'return n;',
    ].join('\n')
  }

  #column(name: ColumnName): string {
    const known = this.columns.indexOf(name)
    const at = known >= 0 ? known : this.columns.push(name) - 1
    return `c${at}`
  }

  /** Every array as a local: read once a call. Written last, when all columns are known. */
  #opening(): string {
    const { sources, gates } = this.#at
    const tables = [...gates.map((_, g) => `p${g}`), ...sources.map((_, x) => `x${x}`)]
    return [
      `const s=o[${OUT.selected}],place=o[${OUT.place}],oRow=o[${OUT.row}],oStage=o[${OUT.stage}],oPriority=o[${OUT.priority}],oStop=o[${OUT.stopped}];`,
      ...Array.from(
        { length: this.#plan.words.treatment },
        (_, w) => `const o${w}=o[${OUT.treatments + w}];`,
      ),
      `const tg=t[${TABLE.stage}],tp=t[${TABLE.points}],th=t[${TABLE.pace}],tt=t[${TABLE.terms}],tc=t[${TABLE.currency}];`,
      ...tables.map((name, at) => `const ${name}=t[${TABLE.first + at}];`),
      `const hf=c[${HISTORY.first}],hr=c[${HISTORY.row}],hc=c[${HISTORY.code}],ht=c[${HISTORY.times}],hl=c[${HISTORY.lastOn}];`,
      ...this.columns.map((_, at) => `const c${at}=c[${HISTORY.columns + at}];`),
    ].join('\n')
  }

  /** Appends without a branch: the place moves on by the sign of minus what is left of the bits. */
  #gate(): string {
    const { stage } = this.#plan.words
    const { gates, gatesAreAll, holdIsIdle } = this.#at
    const isFirst = stage === 1 && gatesAreAll
    if (gates.length === 0) return 's[m]=i;m++;'
    const acting = this.#acting()
    const at = gates.map((gate, g) => `const b${g}=${this.#index(gate, stage)};`).join('')
    const words = Array.from({ length: stage }, (_, w) => {
      const read = gates.map((_, g) => `p${g}[b${g}+${w}]`).join('&')
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

  #index(source: Source, stride: number): string {
    const { from, min, span } = source
    if (from.is === 'share') return `share*${stride}`
    if (from.is === 'after') {
      const began = `${this.#column('delinquentSince')}[i]`
      const before = `(${began}+${-NEVER - 1}|${this.#column(from.column)}[i]-${began})`
      return `((${before}>>31)+1)*${stride}`
    }
    if (from.is === 'money') {
      const amount = `${this.#column(from.column)}[i]`
      const reached = from.ends.map((end) => `+((${amount}>=${end})|0)`).join('')
      return `(tc[${this.#column('currency')}[i]]*${from.ends.length + 1}${reached})*${stride}`
    }
    const value = `${this.#column(from.column)}[i]${min === 0 ? '' : min < 0 ? `+${-min}` : `-${min}`}`
    const product = from.terms > 1 ? `+tt[${this.#column('product')}[i]+32768]*${span}` : ''
    return stride === 1 && product === '' ? value : `(${value}${product})*${stride}`
  }

  #indexes(sources: readonly Source[]): string {
    const { sources: all } = this.#at
    const lines = sources.map((source) => {
      const stride = source.fields.size
      return `const a${all.indexOf(source)}=${this.#index(source, stride)};`
    })
    return [...(sources.some(({ from }) => from.is === 'share') ? [this.#share()] : []), ...lines].join(
      '\n',
    )
  }

  #share(): string {
    const part = `${this.#column('arrears')}[i]`
    const whole = `${this.#column('outstanding')}[i]`
    const inside = this.#at.shareIsExact
      ? `(part*10000/whole)|0`
      : `(()=>{let q=0,r=part;for(let d=0;d<4;d++){r*=10;const u=Math.floor(r/whole);q=q*10+u;r-=u*whole;}return q;})()`
    return `const part=${part},whole=${whole};const share=part<=0?0:part>=whole?10000:${inside};`
  }

  #used(fields: readonly string[]): Source[] {
    return this.#at.sources.filter((source) => fields.some((field) => source.fields.has(field)))
  }

  /** The bits of a field that every column leaves, or all of them where no column asks. */
  #and(field: string, start?: string): string {
    const reads = this.#at.sources.flatMap((source, x) => {
      const offset = [...source.fields.keys()].indexOf(field)
      return offset < 0 ? [] : [`x${x}[a${x}+${offset}]`]
    })
    return [...(start === undefined ? [] : [start]), ...reads].join('&') || '-1'
  }

  #treatmentFields(word: number, until: number): string[] {
    return Array.from({ length: until - word }, (_, w) => fieldOf('T', word + w))
  }

  #decide(word: number, until: number): string {
    const lines = [
      this.#indexes(this.#at.sources.filter((source) => source.fields.size > 0)),
      this.#stage(),
      `const g=(stage+1)*${stageStride(this.#plan)};`,
      this.#priority(),
      'oRow[n]=i;oStage[n]=stage;oPriority[n]=points;',
      this.#treatments(word, until),
      'place[i-from]=n;',
      `n+=tg[g+${stageStride(this.#plan) - 1}];`,
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
      lines.push(`let v${w}=${this.#and(fieldOf('P', w), `tg[g+${words.treatment + w}]`)};`)
      if (!priorityFirst) continue
      const before = Array.from({ length: w }, (_, b) => `v${b}`).join('|')
      if (w > 0) lines.push(`v${w}&=~((0-((${before})|0))>>31)&~((${before})>>31);`)
      lines.push(`v${w}&=0-v${w};`)
    }
    const sums = Array.from({ length: words.priority * 4 }, (_, q) => {
      const bits = `(v${q >> 2}>>>${(q & 3) * 8})&255`
      return `tp[${q * 256}+(${bits})]`
    })
    const always = this.#reads('Q')
    const own = gated.map(({ bit, field }) => {
      const on = `(0-((v${Math.floor(bit / 30)}>>>${bit % 30})&1))`
      return `(${this.#reads(field).join('+')}&${on})`
    })
    const kept = sums.filter((_, q) => this.#adds(q))
    return [...lines, `const points=(${[...kept, ...always, ...own].join('+') || '0'})|0;`].join('\n')
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
      return offset < 0 ? [] : [`x${x}[a${x}+${offset}]`]
    })
  }

  /** What fits, cut off below the first row that leaves the account alone, then less what is paced. */
  #treatments(word: number, until: number): string {
    const { nothing, words } = this.#plan
    const stops = nothing.some((bits) => bits !== 0)
    const crosses = stops && words.treatment > WORDS_A_FUNCTION
    const lines: string[] = []
    if (stops) lines.push(`let stop=${word > 0 ? 'oStop[n]' : '0'};`)
    for (let w = word; w < until; w++) {
      lines.push(`let w${w}=${this.#and(fieldOf('T', w), `tg[g+${w}]`)};`)
      if (!stops) continue
      lines.push(`w${w}&=~(0-stop);const y${w}=w${w}&${nothing[w]};`)
      lines.push(`w${w}&=((y${w}&(0-y${w}))-1)&${2 ** 30 - 1};stop|=(0-y${w})>>>31;`)
    }
    if (crosses) lines.push('oStop[n]=stop;')
    for (let w = word; w < until; w++) lines.push(`o${w}[n]=w${w};`)
    return lines.join('\n')
  }

  /**
   * The past of a whole block, entry by entry and without a branch: at most as often, not so soon. An
   * entry of an account that is left out works on the place behind the last line, which nobody reads.
   */
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
      lines.push(`const u${r}=((y-th[${at}])>>31)|~((times-th[${at}+1])>>31);`)
      for (let w = word; w < until; w++) lines.push(`o${w}[p]&=~(u${r}&th[${at}+${2 + w}]);`)
    }
    return `const block=from/${BLOCK}|0,z=hf[block+1];
for(let e=hf[block];e<z;e++){const i=hr[e],at=place[i-from],p=at+((n+1)&(at>>31));
const d=${began}[i],l=${oldest}[i],never=(d+${-NEVER - 1})>>31,late=(l-${today})>>31;
const since=(((l&late)|(${cured}[i]&~late))&never)|(d&~never);
const q=hc[e]*${stride},on=hl[e],y=${today}-on,times=ht[e]&~((on-since)>>31);
${lines.join('\n')}
}`
  }
}

/** Rows that one name of a treatment may stand in. */
export function paceRounds({ paced }: KernelPlan): number {
  const times = new Map<string, number>()
  for (const { name } of paced) times.set(name, (times.get(name) ?? 0) + 1)
  return Math.max(0, ...times.values())
}

/** Numbers a treatment's name has in the table of paces: limits and masks, once a row. */
export const paceStride = (plan: KernelPlan): number =>
  Math.max(1, paceRounds(plan) * (2 + plan.words.treatment))
