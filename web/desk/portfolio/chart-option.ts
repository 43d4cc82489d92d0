import type { FigureCell, FigureWire } from '../../../src/api/wire.ts'
import { decimalOf } from '../format.ts'

/** The colours of the page; a series is told apart by its mark and its name as well. */
export type Ink = {
  readonly ink: string
  readonly muted: string
  readonly line: string
  readonly sheet: string
  readonly series: readonly string[]
}

const MARKS = [
  'circle',
  'rect',
  'triangle',
  'diamond',
  'emptyCircle',
  'emptyRect',
  'arrow',
] as const

type Series = Readonly<Record<string, unknown>>
export type ChartOption = Readonly<Record<string, unknown>> & { readonly series: readonly Series[] }

/** A figure as a chart: the same numbers as its table, in their order. */
export function chartOption(figure: FigureWire, ink: Ink): ChartOption {
  switch (figure.figure) {
    case 'rolls':
      return flow(figure, ink)
    case 'cures':
    case 'vintages':
    case 'liquidation':
      return lines(figure, ink)
    case 'promises':
      return stacks(figure, ink)
    case 'funnel':
    case 'cost':
      return bars(figure, ink)
  }
}

const percent = (share: string | null): number | null =>
  share === null ? null : Math.round(Number(share) * 10_000) / 100

const base = (ink: Ink) => ({
  animation: false,
  aria: { enabled: true, decal: { show: true } },
  color: [...ink.series],
  textStyle: { color: ink.ink, fontFamily: 'inherit', fontSize: 12.5 },
  tooltip: {
    backgroundColor: ink.sheet,
    borderColor: ink.line,
    textStyle: { color: ink.ink, fontSize: 12.5 },
    confine: true,
  },
})

const axis = (ink: Ink) => ({
  axisLabel: { color: ink.muted },
  axisLine: { lineStyle: { color: ink.line } },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: ink.line } },
})

const legend = (ink: Ink) => ({
  type: 'scroll',
  bottom: 0,
  textStyle: { color: ink.ink },
  pageTextStyle: { color: ink.ink },
  pageIconColor: ink.ink,
})

const grid = { left: 52, right: 28, top: 16, bottom: 60 }

/** From the buckets of a month before, on the left, to those of now. */
function flow(figure: FigureWire, ink: Ink): ChartOption {
  const links = figure.rows.flatMap((row) =>
    row.cells.flatMap((cell, n) => {
      const column = figure.columns[n]
      return cell.count === 0 || column === undefined
        ? []
        : [{ source: `0 ${row.code}`, target: `1 ${column.code}`, value: cell.count }]
    }),
  )
  const used = new Set(links.flatMap((link) => [link.source, link.target]))
  const nodes = [
    ...figure.rows.map((row, n) => ({ code: `0 ${row.code}`, name: row.name, n })),
    ...figure.columns.map((column, n) => ({ code: `1 ${column.code}`, name: column.name, n })),
  ].filter((node) => used.has(node.code))
  const names = new Map(nodes.map((node) => [node.code, node.name]))
  const nameOf = ({ name }: { name: string }) => names.get(name) ?? ''
  return {
    ...base(ink),
    series: [
      {
        type: 'sankey',
        left: 8,
        right: 110,
        top: 12,
        bottom: 12,
        nodeAlign: 'justify',
        layoutIterations: 0,
        // As high as a line of words, so that the names of small buckets lie clear of each other.
        nodeGap: 17,
        draggable: false,
        emphasis: { focus: 'adjacency' },
        data: nodes.map(({ code, n }) => ({
          name: code,
          depth: code.startsWith('0') ? 0 : 1,
          itemStyle: { color: ink.series[n % ink.series.length], borderWidth: 0 },
        })),
        links,
        label: { color: ink.ink, formatter: nameOf },
        // A small bucket's name lies in the table below; over its neighbour's nobody reads either.
        labelLayout: { hideOverlap: true },
        lineStyle: { color: 'source', opacity: 0.28, curveness: 0.5 },
      },
    ],
  }
}

/** One line a row; where nothing is known yet the line ends. */
function lines(figure: FigureWire, ink: Ink): ChartOption {
  return {
    ...base(ink),
    tooltip: { ...base(ink).tooltip, trigger: 'axis' },
    grid,
    legend: legend(ink),
    xAxis: {
      type: 'category',
      data: figure.columns.map((column) => column.name),
      boundaryGap: false,
      ...axis(ink),
    },
    yAxis: {
      type: 'value',
      min: 0,
      ...axis(ink),
      axisLabel: { color: ink.muted, formatter: '{value}%' },
    },
    series: figure.rows.map((row, n) => ({
      type: 'line',
      name: row.name,
      symbol: MARKS[n % MARKS.length],
      symbolSize: 7,
      lineStyle: { width: 2, type: n < MARKS.length ? 'solid' : 'dashed' },
      data: row.cells.map((cell) => percent(cell.share)),
    })),
  }
}

function stacks(figure: FigureWire, ink: Ink): ChartOption {
  return {
    ...base(ink),
    tooltip: { ...base(ink).tooltip, trigger: 'axis' },
    grid,
    legend: legend(ink),
    xAxis: { type: 'category', data: figure.rows.map((row) => row.name), ...axis(ink) },
    yAxis: { type: 'value', minInterval: 1, ...axis(ink) },
    series: figure.columns.map((column, n) => ({
      type: 'bar',
      name: column.name,
      stack: 'all',
      barMaxWidth: 48,
      data: figure.rows.map((row) => row.cells[n]?.count ?? 0),
    })),
  }
}

/** The cost is money where there is money, else people. */
function bars(figure: FigureWire, ink: Ink): ChartOption {
  const rows = figure.rows.toReversed()
  const valueOf = (cell: FigureCell | undefined): number =>
    cell === undefined ? 0 : cell.amount === null ? cell.count : Number(decimalOf(cell.amount))
  return {
    ...base(ink),
    grid: { left: 170, right: 72, top: 16, bottom: 28 },
    xAxis: { type: 'value', ...axis(ink) },
    yAxis: {
      type: 'category',
      data: rows.map((row) => row.name),
      ...axis(ink),
      axisLabel: { color: ink.ink },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 28,
        label: { show: true, position: 'right', color: ink.ink },
        data: rows.map((row) => valueOf(row.cells[0])),
      },
    ],
  }
}
