/** @jsxImportSource hono/jsx */

/** One line to type into, with its label and what it is for. A fault is in the page's `wrong`. */
export function Field(of: {
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly most: number
  readonly isWrong?: boolean
  readonly capitals?: boolean
}) {
  const { name, isWrong = false } = of
  const hint = `${name}-hint`
  return (
    <>
      <p>
        <label for={name}>{of.label}</label>
      </p>
      <p class="hint" id={hint}>
        {of.hint}
      </p>
      <p>
        <input
          type="text"
          id={name}
          name={name}
          autocomplete="off"
          autocapitalize={of.capitals === true ? 'characters' : undefined}
          maxlength={of.most}
          required
          aria-describedby={isWrong ? `wrong ${hint}` : hint}
          aria-invalid={isWrong ? 'true' : undefined}
        />
      </p>
    </>
  )
}
