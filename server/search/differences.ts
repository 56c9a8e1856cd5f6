import { eq, ne } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { newcomerSearch, positionSearch } from '#db/schema/search.ts'
import type { Mark } from './port.ts'
import type { IndexName } from './rules-filter.ts'

/** What the projection in Postgres has: the measure for every copy elsewhere, since the same job writes both. */
export async function projectionMarks(db: Reader, index: IndexName): Promise<Map<string, Mark>> {
  const rows =
    index === 'positions'
      ? await db
          .select({ id: positionSearch.positionId, version: positionSearch.version, hash: positionSearch.hash })
          .from(positionSearch)
      : await db
          .select({ id: newcomerSearch.newcomerId, version: newcomerSearch.version, hash: newcomerSearch.hash })
          .from(newcomerSearch)
  return new Map(rows.map(({ id, ...mark }) => [id, mark]))
}

/** The version of every row that can be found. */
export async function rowVersions(db: Reader, index: IndexName): Promise<Map<string, number>> {
  const rows =
    index === 'positions'
      ? await db
          .select({ id: positions.id, version: positions.version })
          .from(positions)
          .where(eq(positions.state, 'published'))
      : await db
          .select({ id: newcomers.id, version: newcomers.version })
          .from(newcomers)
          .where(ne(newcomers.availability, 'withdrawn'))
  return new Map(rows.map((row) => [row.id, row.version]))
}

/** Ids by what is wrong with them. `extra` comes first wherever it is mended: what may be found and should not is worse than what is missing. */
export type Differences = { extra: string[]; missing: string[]; other: string[] }

/**
 * What a copy has too much, lacks, or has otherwise.
 *
 * @param same whether the copy of one thing is right
 */
export function differences<A, B>(
  right: Map<string, A>,
  copy: Map<string, B>,
  same: (a: A, b: B) => boolean,
): Differences {
  const found: Differences = { extra: [], missing: [], other: [] }
  for (const [id, one] of right) {
    const has = copy.get(id)
    if (has === undefined) found.missing.push(id)
    else if (!same(one, has)) found.other.push(id)
  }
  for (const id of copy.keys()) if (!right.has(id)) found.extra.push(id)
  return found
}

export const sameMark = (a: Mark, b: Mark): boolean => a.version === b.version && a.hash === b.hash

/** All of them, the worst first. */
export const idsOf = ({ extra, missing, other }: Differences): string[] => [...extra, ...missing, ...other]
