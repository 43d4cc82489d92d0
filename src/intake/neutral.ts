/** The first characters that make a spreadsheet run a cell, their full-width forms, and our own mark. */
const DANGEROUS = /^[=+\-@\t\r\n\0＝＋－＠']/

/** A cell that no spreadsheet takes for a formula. `restored` gives back the exact value. */
export const neutral = (value: string): string => (DANGEROUS.test(value) ? `'${value}` : value)

export const restored = (value: string): string => (value.startsWith("'") ? value.slice(1) : value)
