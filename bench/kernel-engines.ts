import type { Say } from './figure.ts'
export async function benchEngines(_: { say: Say; [key: string]: unknown }): Promise<Record<string, number>> { return {} }
