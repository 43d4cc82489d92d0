import { dayFromNumber } from '../core/calendar.ts'
import type { PassedOver } from './cadence.ts'
import { BUILT_IN_STAGES } from './document.ts'
import type { CellTried, Explanation, PriorityTried, RowTried, TreatmentTried } from './explain.ts'

type Language = 'zh' | 'en'
type Words = Readonly<Record<Language, string>>

/** The sentence a person reads for a row that fits but is not chosen today. */
const PASSED_OVER: Readonly<Record<PassedOver, Words>> = {
  no_address: { zh: '没有可用的地址', en: 'there is no address for this channel' },
  every: { zh: '距上次还不够久（every）', en: 'it was chosen too recently (every)' },
  at_most: {
    zh: '本次逾期内次数已用完（at_most）',
    en: 'its number for this delinquency is used up (at_most)',
  },
  quiet_after_payment: {
    zh: '刚有还款，暂不打扰（quiet_after payment）',
    en: 'a payment came in recently (quiet_after payment)',
  },
  quiet_after_conversation: {
    zh: '刚有有效通话，暂不打扰（quiet_after conversation）',
    en: 'there was a conversation recently (quiet_after conversation)',
  },
  quiet_after_attempt: {
    zh: '刚尝试过触达，暂不打扰（quiet_after attempt）',
    en: 'there was an attempt recently (quiet_after attempt)',
  },
}

const BUILT_IN: Readonly<Record<(typeof BUILT_IN_STAGES)[number], Words>> = {
  closed: { zh: '账户已结清，不读任何表。', en: 'The account is closed, so no table is read.' },
  on_hold: {
    zh: '停催中：不读阶段表，只有写明 on_hold 的行可用。',
    en: 'A hold is running: the stage table is not read, and only rows that name on_hold count.',
  },
}

/** The explanation as lines of text: the same for the command line, the desk and an auditor. */
export function explainLines(
  explanation: Explanation,
  language: Language,
  /** `trial/arm` or `hold_out`, where a trial divides these people. */
  arm?: string,
): string[] {
  const zh = language === 'zh'
  const { strategy, stage, tone, rowNo, today, priority } = explanation
  const on = dayFromNumber(today)
  const row = rowNo === 0 ? '' : zh ? `（阶段表第 ${rowNo} 行）` : ` (stage table, row ${rowNo})`
  const head = zh
    ? `${on}，策略 ${strategy.name} 第 ${strategy.version} 版：阶段 ${stage}，语气 ${tone}${row}。`
    : `${on}, strategy ${strategy.name} version ${strategy.version}: stage ${stage}, tone ${tone}${row}.`
  const builtIn = BUILT_IN_STAGES.find((kept) => kept === stage)
  return [
    head,
    ...(arm === undefined ? [] : [armWords(arm, language)]),
    ...(builtIn === undefined ? [] : [BUILT_IN[builtIn][language]]),
    ...explanation.facts.map((fact) =>
      zh
        ? `事实 ${fact.name} = ${fact.text}：${fact.zh}`
        : `Fact ${fact.name} = ${fact.text}: ${fact.en}`,
    ),
    ...explanation.stageRows.map((tried) => (zh ? '阶段' : 'Stage ') + rowWords(tried, language)),
    ...explanation.treatments
      .filter((tried) => tried.outcome !== 'other_stage')
      .map((tried) => treatmentWords(tried, language)),
    ...explanation.priorityRows
      .filter((tried) => tried.fits)
      .map((tried) => pointsWords(tried, language)),
    zh ? `优先级 ${priority}。` : `Priority ${priority}.`,
  ]
}

function armWords(arm: string, language: Language): string {
  if (arm === 'hold_out')
    return language === 'zh'
      ? '试验的对照组：为衡量策略效果，不对此人采取处置；以下所列处置均不执行。'
      : 'A trial leaves this person alone, so that strategies can be measured: of what follows, no treatment is done.'
  const [trial, name] = arm.split('/')
  return language === 'zh'
    ? `由试验 ${trial} 的 ${name} 组决定。`
    : `Trial ${trial} decides it, by its arm ${name}.`
}

function rowWords(tried: RowTried, language: Language): string {
  const failed = tried.cells.find((cell) => !cell.holds)
  const zh = language === 'zh'
  if (failed !== undefined)
    return zh
      ? `第 ${tried.rowNo} 行不适用：${cellWords(failed, language)}。`
      : `row ${tried.rowNo} does not fit: ${cellWords(failed, language)}.`
  const cells = tried.cells.map((cell) => cellWords(cell, language)).join(zh ? '；' : '; ')
  if (zh) return `第 ${tried.rowNo} 行适用${cells === '' ? '' : `：${cells}`}。`
  return `row ${tried.rowNo} fits${cells === '' ? '' : `: ${cells}`}.`
}

const cellWords = (cell: CellTried, language: Language): string =>
  language === 'zh'
    ? `${cell.column} 为 ${cell.is}，${cell.holds ? '符合' : '要求'} ${cell.asks}`
    : `${cell.column} is ${cell.is}, the row asks ${cell.asks}`

function treatmentWords(tried: TreatmentTried, language: Language): string {
  const zh = language === 'zh'
  const row = rowWords(tried, language)
  const name = zh ? `处置 ${tried.treatment}：` : `Treatment ${tried.treatment}: `
  const past =
    tried.past === undefined
      ? ''
      : zh
        ? `（此前 ${tried.past.times} 次，最近 ${dayFromNumber(tried.past.lastOn)}）`
        : ` (${tried.past.times} before, last on ${dayFromNumber(tried.past.lastOn)})`
  switch (tried.outcome) {
    case 'chosen':
      return zh ? `${name}选中${past}。${row}` : `${name}chosen${past}; ${row}`
    case 'nothing':
      return zh
        ? `${name}不打扰，以下各行不再读取。${row}`
        : `${name}left alone, rows below are not read; ${row}`
    case 'not_read':
      return zh ? `${name}第 ${tried.rowNo} 行未读取。` : `${name}row ${tried.rowNo} is not read.`
    case 'no_fit':
    case 'other_stage':
      return name + row
    case 'no_address':
    case 'every':
    case 'at_most':
    case 'quiet_after_payment':
    case 'quiet_after_conversation':
    case 'quiet_after_attempt': {
      const why = PASSED_OVER[tried.outcome][language]
      return zh
        ? `${name}适用但今天不选：${why}${past}。${row}`
        : `${name}fits but not today: ${why}${past}; ${row}`
    }
  }
}

function pointsWords(tried: PriorityTried, language: Language): string {
  const { points, per, rowNo } = tried
  const how = per === undefined ? '' : ` = ${per.add} × ${per.units} (${per.fact})`
  return language === 'zh'
    ? `优先级第 ${rowNo} 行：${points}${how}。`
    : `Priority row ${rowNo}: ${points}${how}.`
}
