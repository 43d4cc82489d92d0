// The entry of the letters' thread: it runs the TypeScript sources in place, as bin/forbear does.
import { register } from 'tsx/esm/api'

register()
await import('./typeset-thread.ts')
