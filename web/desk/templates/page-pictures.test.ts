import { expect, test } from 'vitest'
import { pagePictures } from './page-pictures.ts'

const SVG = '<svg viewBox="0 0 600 1700" width="600pt" height="1700pt" xmlns="x"><g>字#1</g></svg>'

test('each page is seen through its own window, and nothing of the drawing is lost', () => {
  const seen = pagePictures(SVG, 2).map((one) => decodeURIComponent(one))
  expect(seen).toEqual([
    'data:image/svg+xml;charset=utf-8,<svg viewBox="0 0 600 850" width="600pt" height="850pt" xmlns="x"><g>字#1</g></svg>',
    'data:image/svg+xml;charset=utf-8,<svg viewBox="0 850 600 850" width="600pt" height="850pt" xmlns="x"><g>字#1</g></svg>',
  ])
})

test('what is no drawing of pages shows nothing', () => {
  expect(pagePictures('<svg></svg>', 1)).toEqual([])
  expect(pagePictures(SVG, 0)).toEqual([])
})
