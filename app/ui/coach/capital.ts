/** The first letter of a sentence as a capital: terms of the reference list begin with a small one. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Sentences that follow each other each need an end. */
export const ended = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`)
