import { and, asc, eq, ilike, or } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { municipalities, places } from '#db/schema/reference.ts'

export type Workplace = { id: string; name: string; employer: string; address: string; place: string }

const columns = {
  id: establishments.id,
  name: establishments.name,
  employer: employers.name,
  address: establishments.address,
  place: places.name,
}
const holding = (typed: string): string => `%${typed.replace(/[\\%_]/g, '\\$&')}%`

/**
 * Workplaces whose own name or company's name holds what was typed (at least two letters), for everybody: what a company tells the world, and
 * nothing else.
 *
 * @param place part of the name of the town or municipality; '' = everywhere
 * @param most how many at most
 */
export async function workplacesNamed(db: Reader, name: string, place: string, most: number): Promise<Workplace[]> {
  const sought = name.trim()
  const where = place.trim()
  if (sought.length < 2) return []
  return db
    .select(columns)
    .from(establishments)
    .innerJoin(employers, eq(employers.id, establishments.employerId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .innerJoin(municipalities, eq(municipalities.code, places.municipalityCode))
    .where(
      and(
        or(ilike(establishments.name, holding(sought)), ilike(employers.name, holding(sought))),
        where === '' ? undefined : or(ilike(places.name, holding(where)), ilike(municipalities.name, holding(where))),
      ),
    )
    .orderBy(asc(establishments.name), asc(places.name), asc(establishments.id))
    .limit(most)
}

/** One workplace as everybody may read it; null when there is none. */
export async function workplaceOf(db: Reader, establishmentId: string): Promise<Workplace | null> {
  const [row] = await db
    .select(columns)
    .from(establishments)
    .innerJoin(employers, eq(employers.id, establishments.employerId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .where(eq(establishments.id, establishmentId))
  return row ?? null
}
