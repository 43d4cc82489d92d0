/** A sentence for a person, in both languages; whoever shows it picks one. */
export type Words = { readonly en: string; readonly zh: string }

export type Say = (words: Words) => void

/** What reads the same in both languages: a name, a number, another program's own message. */
export const asIs = (text: string): Words => ({ en: text, zh: text })
