import { codedWord } from './coded-word.ts'
import type { Words } from './words.tsx'

type Coded = { code: string; params: Record<string, string | number> }

/** One parameter of a signal as people read it. */
export const signalParam = (value: string | number, words: Words): string =>
  typeof value === 'number'
    ? words.number(value)
    : /^\d{4}-\d{2}-\d{2}$/.test(value)
      ? words.day(value)
      : /^\d{4}-\d{2}$/.test(value)
        ? words.monthName(value)
        : value

/** What a monitor noticed, in words: a signal, no finding. What an audit gave has words of its own. */
export function signalSentence({ code, params }: Coded, words: Words): string {
  const shown = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, name === 'year' ? String(value) : signalParam(value, words)]),
  )
  return codedWord(words.t, 'monitor.found', code, shown) ?? codedWord(words.t, 'signals.found', code, shown) ?? code
}
