import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tablesOf } from '../strategy/scene.ts'
import { loadStrategies, readStrategies, strategyFile } from './strategy.ts'
import { loadTemplates } from './templates.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const shipped = async () =>
  readStrategies(join(ROOT, 'strategies'), {
    templates: (await loadTemplates(join(ROOT, 'templates'))).all,
  })

test('every shipped strategy is sound, with its tests and the templates that it names', async () => {
  const { files, findings } = await shipped()
  expect(findings).toEqual([])
  expect(files.map((file) => file.strategy.name)).toEqual([
    'bank',
    'cn-consumer-finance',
    'instalment-store-credit',
    'online-lender',
    'reg-f-agency',
    'uk-gentle',
  ])
  for (const { strategy } of files) expect(strategy.tests.length).toBeGreaterThan(5)
})

test('the starters of no one place speak in all three tones, before the due day too, in any currency', async () => {
  const starters = (await shipped()).files.filter(({ strategy }) =>
    ['bank', 'online-lender'].includes(strategy.name),
  )
  expect(starters).toHaveLength(2)
  for (const { strategy } of starters) {
    expect(strategy.currencies).toBeUndefined()
    expect(new Set(strategy.stage.rules.map((rule) => rule.out.tone))).toEqual(
      new Set(['none', 'warm', 'serious', 'consequence']),
    )
    expect(strategy.stage.rules.map((rule) => rule.out.stage)).toContain('pre-due')
    const columns = tablesOf(strategy).flatMap((table) => table.inputs)
    expect(columns.length).toBeGreaterThan(5)
    expect(columns.filter((column) => column.type === 'money')).toEqual([])
  }
})

test('a folder with one bad file names it and is not loaded; without it, it is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'strategies-'))
  const good = (await shipped()).files[0]
  await writeFile(join(folder, 'good.yaml'), good?.document ?? '')
  expect(await loadStrategies(folder)).toHaveLength(1)
  await writeFile(
    join(folder, 'bad.yaml'),
    (good?.document ?? '').replace('account.days_past_due,', 'account.dpd,'),
  )
  await expect(loadStrategies(folder)).rejects.toThrow(
    /bad\.yaml:\d+, table stage, column account\.dpd: There is no fact/,
  )
})

test('the example in the documents is sound', async () => {
  const text = await readFile(join(ROOT, 'docs', 'strategists.md'), 'utf8')
  const example = /```yaml\n(.*?)```/s.exec(text)?.[1] ?? ''
  const { all } = await loadTemplates(join(ROOT, 'templates'))
  expect(strategyFile('strategists.md', example, { templates: all })).toMatchObject({
    strategy: { name: 'small-lender' },
  })
})
