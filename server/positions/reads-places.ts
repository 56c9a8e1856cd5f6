import { and, asc, countDistinct, eq, gte } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { establishments } from '#db/schema/employers.ts'
import { positions } from '#db/schema/positions.ts'
import { municipalities, places } from '#db/schema/reference.ts'
import { employerStands } from './reads-suspended.ts'

/**
 * The municipalities where a position is on the site, by name, with how many: the choices of a visitor's filter.
 *
 * @param today Dutch day, `YYYY-MM-DD`
 * @param asked the municipality that is chosen now, which stays a choice when nothing is left there
 */
export async function municipalitiesWithPositions(
  db: Reader,
  today: string,
  asked: string | null = null,
): Promise<{ code: string; name: string; positions: number }[]> {
  const rows = await db
    .select({ code: municipalities.code, name: municipalities.name, positions: countDistinct(positions.id) })
    .from(positions)
    .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .innerJoin(municipalities, eq(municipalities.code, places.municipalityCode))
    .where(and(eq(positions.state, 'published'), gte(positions.expiresOn, today), employerStands))
    .groupBy(municipalities.code, municipalities.name)
    .orderBy(asc(municipalities.name))
  if (asked === null || rows.some(({ code }) => code === asked)) return rows
  const [chosen] = await db
    .select({ code: municipalities.code, name: municipalities.name })
    .from(municipalities)
    .where(eq(municipalities.code, asked))
  return chosen ? [{ ...chosen, positions: 0 }, ...rows] : rows
}

/** The middle of a four-digit postcode in degrees; null when nobody knows it. */
export async function pointOf(db: Reader, postcode4: string): Promise<{ lat: number; lon: number } | null> {
  const [row] = await db
    .select({ lat: places.lat, lon: places.lon })
    .from(places)
    .where(eq(places.postcode4, postcode4))
  return row ?? null
}
