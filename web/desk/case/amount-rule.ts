import type { FormRule } from 'antd'
import { minorOf } from '../format.ts'

/** Exact, or refused at the field: an amount that cannot be read is never left out without a word. */
export const amountRule = (
  words: string,
  currency: string,
  { mayBeEmpty = false }: { readonly mayBeEmpty?: boolean } = {},
): FormRule => ({
  validator: (_, text: string | undefined) =>
    (mayBeEmpty && (text ?? '').trim() === '') || minorOf(text ?? '', currency) !== undefined
      ? Promise.resolve()
      : Promise.reject(new Error(words)),
})
