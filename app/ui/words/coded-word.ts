import { nl } from './nl/all.ts'
import type { T } from './words.tsx'

type RoomIn<D> = {
  [K in keyof D & string]: D[K] extends string ? never : K | `${K}.${RoomIn<D[K]>}`
}[keyof D & string]

/** A part of the dictionary with a word per code: `enum.role`, `safeguard.rule`. A part that does not exist does not compile. */
export type WordRoom = RoomIn<typeof nl>

/**
 * The word of a code that is only known while the page is made: ids of rules, codes of reasons and of errors, names of
 * fields. Where the code has a type of its own, the key is written out instead, and a missing word does not compile:
 * `t(`enum.level.${level}`)`.
 *
 * @param room where the words of such codes stand
 * @param code the code, with dots between the parts of a nested one
 * @param params what the sentence speaks of, as people read it; `count` chooses the plural
 * @returns undefined when the room has no word for the code: the page decides what to show then
 */
export function codedWord(
  t: T,
  room: WordRoom,
  code: string,
  params: Record<string, string | number> = {},
): string | undefined {
  const key = `${room}.${code}`
  // The only cast of a key in app/: no type knows the code, so the dictionary is asked whether it has the word.
  return isWord(key) || isWord(`${key}_other`) ? String(t(key as never, params as never)) : undefined
}

const isWord = (key: string): boolean => {
  let found: unknown = nl
  for (const part of key.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return false
    found = (found as Record<string, unknown>)[part]
  }
  return typeof found === 'string'
}
