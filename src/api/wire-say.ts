/** A dry check of words that somebody is typing: nothing is kept, nothing leaves. */
export type LintWire = {
  readonly clean: boolean
  readonly segments: number
  readonly findings: readonly {
    readonly fault: string
    /** In UTF-16 units of the text as it was sent, end excluded. */
    readonly from: number
    readonly to: number
    readonly words: string
    readonly what: string
    readonly right: string
  }[]
}
