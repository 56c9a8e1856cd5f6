import { grouped, type History } from './history.ts'
import type { Family } from './table.ts'

const LISTS = ['placements', 'contracts', 'vacancies', 'published', 'hours', 'sizes', 'reports'] as const

/**
 * The same history in parts that can be looked at one after the other: what belongs to one group, company or lone workplace is never divided, nor a
 * contract from the placement that it follows, so the parts together say what the whole says.
 *
 * @param most rows of a part, but for one family that has more
 */
export function* inFamilies(history: History, { employerOf, groupOf }: Family, most: number): Generator<History> {
  const rootOf = (establishment: string): string => {
    const employer = employerOf.get(establishment)
    if (employer === undefined) return `establishment ${establishment}`
    const group = groupOf.get(employer)
    return group === undefined ? `employer ${employer}` : `group ${group}`
  }
  const joined = joinedBy(history, rootOf)
  const rows = LISTS.flatMap((list) => history[list].map((row) => ({ list, row })))
  let part = nothing()
  let size = 0
  for (const family of grouped(rows, ({ row }) => joined(rootOf(row.establishment))).values()) {
    if (size > 0 && size + family.length > most) {
      yield part
      part = nothing()
      size = 0
    }
    for (const { list, row } of family) (part[list] as unknown[]).push(row)
    size += family.length
  }
  if (size > 0) yield part
}

/** Families that a contract after a placement of another family makes one. */
function joinedBy(history: History, rootOf: (establishment: string) => string): (root: string) => string {
  const placedAt = new Map(history.placements.map((one) => [one.id, one.establishment]))
  const to = new Map<string, string>()
  const end = (root: string): string => {
    let found = root
    for (let next = to.get(found); next !== undefined; next = to.get(found)) found = next
    return found
  }
  for (const { afterPlacement, establishment } of history.contracts) {
    const before = afterPlacement === null ? undefined : placedAt.get(afterPlacement)
    if (before === undefined || before === establishment) continue
    const [one, other] = [end(rootOf(before)), end(rootOf(establishment))]
    if (one !== other) to.set(one, other)
  }
  return end
}

const nothing = (): { -readonly [K in keyof History]: History[K][number][] } => ({
  placements: [],
  contracts: [],
  vacancies: [],
  published: [],
  hours: [],
  sizes: [],
  reports: [],
})
