// The entry of a thread that helps to count a book: it runs the TypeScript sources in place.
import { register } from 'tsx/esm/api'

register()
await import('./what-if-crew-thread.ts')
