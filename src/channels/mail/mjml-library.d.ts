/** What we use of the library, which brings no types of its own. */
declare module 'mjml' {
  type Options = {
    readonly validationLevel: 'strict'
    readonly fonts: Readonly<Record<string, string>>
    readonly keepComments: boolean
  }
  export default function mjml2html(
    source: string,
    options: Options,
  ): Promise<{ readonly html: string; readonly errors: readonly unknown[] }>
}
