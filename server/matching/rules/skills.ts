import type { NewcomerFacts } from './facts.ts'

type OwnSkill = NewcomerFacts['skills'][number]
type Asked = { uri: string; broader: readonly string[] }

/** What the person has for an asked skill: the same one first, else a narrower one (it names the asked one as broader). */
export const holderOf = (own: readonly OwnSkill[], asked: Asked): OwnSkill | null =>
  own.find((one) => one.uri === asked.uri) ?? own.find((one) => one.broader.includes(asked.uri)) ?? null

/**
 * A near skill (ruling 20): the person's skill is the broader one itself, or stands under the same broader one.
 * @returns that skill and the broader one that joins the two; null when nothing is near
 */
export const nearestOf = (own: readonly OwnSkill[], asked: Asked): { has: OwnSkill; broader: string } | null => {
  for (const broader of asked.broader) {
    const has = own.find((one) => one.uri === broader || one.broader.includes(broader))
    if (has) return { has, broader }
  }
  return null
}
