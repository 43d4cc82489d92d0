import { clearVariants, guardWith } from '../guard/variant.ts'
import type { Mutant } from './mutants.ts'
import { firstFault } from './suite.ts'

/** Builds one mutant after the other and asks the quick suite of it. */

process.on('message', async ({ file, start, end, text }: Mutant) => {
  let fault: string | undefined
  try {
    const guard = await guardWith({
      file,
      source: (source) => source.slice(0, start) + text + source.slice(end),
    })
    fault = firstFault(guard)
  } catch (error) {
    fault = `threw: ${String(error).slice(0, 100)}`
  }
  process.send?.({ fault })
})

process.on('disconnect', () => {
  clearVariants()
  process.exit(0)
})
