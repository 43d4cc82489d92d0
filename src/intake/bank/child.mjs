// Reads one bank file in a process of its own: whatever the file does to the reader, it does to this
// process, which has little memory and little time. What it writes are frames: a letter, a length of four
// bytes, and either rows for COPY (C) or one JSON value at the end (E).
import { register } from 'tsx/esm/api'

register()
const { readInChild } = await import(new URL('./read-child.ts', import.meta.url).href)
await readInChild(JSON.parse(process.argv[2] ?? '{}'))
