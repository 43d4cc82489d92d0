import { expect, test } from 'vitest'
import type { FigureWire } from '../../../src/api/wire.ts'
import { figureCsv } from './csv.ts'

const HEADS = { count: 'count', of: 'of', share: 'share', amount: 'amount', cases: 'cases' }
const FIGURE: FigureWire = {
  figure: 'rolls',
  title: 'Roll rates',
  says: '',
  source: '',
  month: '2026-10',
  month_on: '2026-10-31',
  known_at: null,
  row_name: 'A month before',
  columns: [{ code: '1m', name: '=1+1' }],
  rows: [
    {
      code: '1m',
      name: '1–30 days, "late"',
      cells: [
        {
          count: 2,
          of: 3,
          share: '0.666667',
          amount: { minor: '1050', currency: 'GBP' },
          cases: 1,
          opens: 'figure=x',
        },
      ],
    },
  ],
}

test('one line a cell, quoted where it must be, and no formula', () => {
  expect(figureCsv(FIGURE, HEADS).split('\r\n')).toEqual([
    'A month before,Roll rates,count,of,share,amount,cases',
    `"1–30 days, ""late""",'=1+1,2,3,0.666667,10.50 GBP,1`,
    '',
  ])
})
