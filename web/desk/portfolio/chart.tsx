import { BarChart, LineChart, SankeyChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import type { FigureWire } from '../../../src/api/wire.ts'
import { usePreferences } from '../preferences.ts'
import { useSay } from '../say.tsx'
import { chartOption, type Ink } from './chart-option.ts'

use([
  BarChart,
  LineChart,
  SankeyChart,
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  SVGRenderer,
])

/** A picture beside the table: it opens nothing and moves nothing, and says nothing that the table does not. */
export function FigureChart({ figure }: { figure: FigureWire }) {
  const say = useSay()
  const { mode } = usePreferences()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (place.current === null) return undefined
    const chart = init(place.current, null, { renderer: 'svg' })
    chart.setOption({ ...chartOption(figure, inkOf()) })
    const fit = new ResizeObserver(() => chart.resize())
    fit.observe(place.current)
    return () => {
      fit.disconnect()
      chart.dispose()
    }
  }, [figure, mode])
  return (
    <div
      className="figure-chart"
      role="img"
      aria-label={say('portfolio.chart', { title: figure.title })}
    >
      <div ref={place} />
    </div>
  )
}

/** The theme's own colours, as the page has them now. */
function inkOf(): Ink {
  const style = getComputedStyle(document.documentElement)
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    ink: of('ink'),
    muted: of('muted'),
    line: of('line'),
    sheet: of('sheet'),
    series: ['accent', 'good', 'wait', 'bad', 'plum', 'muted', 'ink'].map(of),
  }
}
