import type { ColumnName } from './columns.ts'
import { BLOCK, ENTRY } from './columns.ts'
import { LINE, lineWidth, paceRounds, paceStride } from './kernel-layout.ts'
import type { KernelPlan } from './kernel-plan.ts'
import { NEVER } from './row.ts'

/** The words of treatments from `word` up to `until`, and how a column's value of row i is written. */
export type Pacing = {
  readonly word: number
  readonly until: number
  readonly column: (name: ColumnName) => string
  readonly today: number
  readonly base: number
}

/** The past of a whole block, entry by entry: at most as often, and not again so soon. */
export function paceText(plan: KernelPlan, of: Pacing): string {
  const { word, until, column, today, base } = of
  const { paced } = plan
  if (!paced.some(({ bit }) => bit >= word * 30 && bit < until * 30)) return ''
  const stride = paceStride(plan)
  const rounds = paceRounds(plan)
  const began = column('delinquentSince')
  const oldest = column('oldestUnpaidDueOn')
  const cured = column('curedOn')
  const lines: string[] = []
  for (let r = 0; r < rounds; r++) {
    const at = `q+${r * (2 + plan.words.treatment)}`
    lines.push(`const u${r}=((y-T[${at}])>>31)|~((times-T[${at}+1])>>31);`)
    for (let w = word; w < until; w++)
      lines.push(`O[p+${LINE.treatments + w}]&=~(u${r}&T[${at}+${2 + w}]);`)
  }
  return `const block=from/${BLOCK}|0,z=hf[block+1];
for(let e=hf[block];e<z;e++){const x=e*${ENTRY},i=H[x],at=place[i-from];if(at<0)continue;const p=at*${lineWidth(plan)};
const d=${began},l=${oldest},never=(d+${-NEVER - 1})>>31,late=(l-${today})>>31;
const since=(((l&late)|(${cured}&~late))&never)|(d&~never);
const b=H[x+2],q=(b>>16)*${stride}+${base},on=H[x+1],y=${today}-on,times=b&65535&~((on-since)>>31);
${lines.join('\n')}
}`
}
