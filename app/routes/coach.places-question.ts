import { TRAVEL_MINUTES } from '#server/newcomers/rules-choices.ts'
import type { PlacesQuestion } from '#server/proposals/rules-places-asked.ts'
import {
  NO_QUESTION,
  type PositionsQuestion,
  positionsAddress,
  positionsQuestion,
  type QuestionPart,
  withoutEach,
} from '#server/search/rules-position-address.ts'

/** So many stand side by side at most: more fit on no screen. */
const MOST_BESIDE = 3

/** What the address says stands side by side (`naast`), each once. */
export const besideOf = (request: Request): string[] =>
  [...new Set(new URL(request.url).searchParams.getAll('naast'))].slice(0, MOST_BESIDE)

/** What the address asks of the places for one person, in the words that the address of visitors has; `beside`: what stands side by side. */
export type PlacesAddress = PlacesQuestion & { q: string; beside: string[] }

/** `minuten` and `naast` stand beside what visitors can ask; what is not understood is left out. */
export function placesQuestion(request: Request): PlacesAddress {
  const { q, sector, hours, paid, guided, start, dutch, supports, order } = positionsQuestion(request.url)
  const { searchParams } = new URL(request.url)
  const minutes = TRAVEL_MINUTES.find((one) => String(one) === searchParams.get('minuten')) ?? null
  return { q, sector, hours, paid, guided, start, dutch, supports, order, minutes, beside: besideOf(request) }
}

const visitorsOf = ({ beside: _, minutes: __, ...asked }: PlacesAddress): PositionsQuestion => ({
  ...NO_QUESTION,
  ...asked,
  supports: [...asked.supports],
})

/** The address of a question under a path; what stands side by side stays. */
export function placesAddress(root: string, asked: PlacesAddress): string {
  const search = new URL(positionsAddress(root, visitorsOf(asked)), 'http://x').searchParams
  if (asked.minutes !== null) search.append('minuten', String(asked.minutes))
  for (const id of asked.beside) search.append('naast', id)
  return search.size > 0 ? `${root}?${search}` : root
}

/** Each thing that is asked, by the name of its filter, and the address of the same question without it. */
export function withoutEachPlace(root: string, asked: PlacesAddress): { part: QuestionPart; href: string }[] {
  const parts = withoutEach(visitorsOf(asked)).map(({ part, rest }) => ({
    part,
    href: placesAddress(root, { ...asked, ...rest }),
  }))
  if (asked.minutes !== null) parts.push({ part: 'near', href: placesAddress(root, { ...asked, minutes: null }) })
  return parts
}
