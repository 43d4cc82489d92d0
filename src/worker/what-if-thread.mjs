// The entry of the what-if thread: it runs the TypeScript sources in place, as bin/forbear does.
import { register } from 'tsx/esm/api'

register()
await import('./what-if-thread.ts')
