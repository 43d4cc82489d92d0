/** How an outcome is marked beside its word. */
export const TONE = { allow: 'good', defer: 'wait', deny: 'bad' } as const
