/**
 * The other language of a form's answer is the same form again, which must not act again. What was refused
 * says so in this field, and is shown as it was; what was done is known by the signs of its page.
 */
export const LOOK = 'look'

type Form = ReadonlyMap<string, string>

const DECLINED = new WeakMap<Form, string>()

export const noteDeclined = (form: Form, declined: string): void => {
  DECLINED.set(form, declined)
}

/** What a form came to that was refused; undefined: nothing was. */
export const cameTo = (form: Form): string | undefined => form.get(LOOK) ?? DECLINED.get(form)
