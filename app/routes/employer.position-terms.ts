import type { Typed } from '#app/request/form.ts'
import type { PositionTerms, TermList, TermOption } from '#app/ui/employer/form-data.ts'
import type { Db } from '#db/client.ts'
import {
  occupationsByUri,
  searchOccupations,
  searchSkills,
  skillsByUri,
  skillsOfOccupation,
} from '#server/reference/reads.ts'
import { labelIn, sectorOf } from '#server/reference/rules.ts'

const MOST_FOUND = 10
const MOST_SUGGESTED = 6
const LONGEST_URI = 300

/** What the search fields of the form offer: what is chosen, what was found, and what belongs to the chosen occupation. */
export async function termsFor(db: Db, values: Typed): Promise<PositionTerms> {
  const [occupationUri] = urisIn(values, 'occupationUri')
  const needed = [...new Set([...urisIn(values, 'neededSkills'), ...urisIn(values, 'requiredSkills')])]
  const taught = urisIn(values, 'taughtSkills')
  const [q, neededQ, taughtQ] = ['occupationSearch', 'neededSearch', 'taughtSearch'].map((name) =>
    queryIn(values, name),
  )
  const [chosen, found, skills, neededFound, taughtFound, ofOccupation] = await Promise.all([
    occupationsByUri(db, occupationUri ? [occupationUri] : []),
    q ? searchOccupations(db, q, 'nl', MOST_FOUND) : [],
    skillsByUri(db, [...needed, ...taught]),
    neededQ ? searchSkills(db, neededQ, 'nl', MOST_FOUND) : [],
    taughtQ ? searchSkills(db, taughtQ, 'nl', MOST_FOUND) : [],
    occupationUri ? skillsOfOccupation(db, occupationUri) : [],
  ])
  const suggested = ofOccupation.map(({ uri, labels }) => ({ uri, label: labelIn(labels, 'nl').text, suggested: true }))
  const labelOf = (uri: string) => labelIn(skills.get(uri)?.labels ?? {}, 'nl').text
  const chosenSkills = (uris: string[]) =>
    uris.filter((uri) => skills.has(uri)).map((uri) => ({ uri, label: labelOf(uri), suggested: false }))
  return {
    occupation: listOf(
      [...chosen.values()].map(({ uri, labels }) => ({ uri, label: labelIn(labels, 'nl').text, suggested: false })),
      found,
      [],
      q ?? '',
    ),
    needed: listOf(chosenSkills(needed), neededFound, suggested, neededQ ?? ''),
    taught: listOf(chosenSkills(taught), taughtFound, suggested, taughtQ ?? ''),
    sector: sectorOf([...chosen.values()][0]?.isco ?? ''),
  }
}

/** Each term once: chosen, then found, then some that are suggested. */
function listOf(
  chosen: TermOption[],
  found: readonly { uri: string; label: string }[],
  suggested: TermOption[],
  q: string,
): TermList {
  const there = new Set<string>()
  const fresh = (option: TermOption) => !there.has(option.uri) && there.add(option.uri).size > 0
  const first = [...chosen, ...found.map(({ uri, label }) => ({ uri, label, suggested: false }))].filter(fresh)
  return { options: [...first, ...suggested.filter(fresh).slice(0, MOST_SUGGESTED)], q, found: found.length }
}

const urisIn = (values: Typed, name: string): string[] => {
  const value = values[name]
  const all = value === undefined ? [] : Array.isArray(value) ? value : [value]
  return [...new Set(all.filter((uri) => uri !== '' && uri.length <= LONGEST_URI))].slice(0, 40)
}

const queryIn = (values: Typed, name: string): string => {
  const value = values[name]
  return (typeof value === 'string' ? value : '').trim().slice(0, 80)
}
