import { eq, inArray } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { establishments } from '#db/schema/employers.ts'
import { matchingAreas } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { municipalities, places } from '#db/schema/reference.ts'
import type { AreaSetting } from '#db/values/matching.ts'
import { areaOf, WHOLE_AREA } from '#server/matching/rules/area.ts'
import { inParts } from '#server/platform/group-by.ts'

/** An id with its area, and whether the engine may propose it: available, or published. */
export type Member = { id: string; area: string; isOpen: boolean }

const place = { regionCode: municipalities.regionCode, province: municipalities.province }

async function inEach<T>(
  ids: readonly string[] | undefined,
  read: (part: string[] | null) => Promise<T[]>,
): Promise<T[]> {
  if (!ids) return read(null)
  const found: T[] = []
  for (const part of inParts([...new Set(ids)])) found.push(...(await read(part)))
  return found
}

/** The areas of these newcomers; absent = of everybody who is available. */
export const newcomersByArea = (db: Reader, setting: AreaSetting, ids?: readonly string[]): Promise<Member[]> =>
  inEach(ids, async (part) => {
    const rows = await db
      .select({ id: newcomers.id, availability: newcomers.availability, ...place })
      .from(newcomers)
      .innerJoin(municipalities, eq(municipalities.code, newcomers.municipalityCode))
      .where(part ? inArray(newcomers.id, part) : eq(newcomers.availability, 'available'))
    return rows.map((row) => ({ id: row.id, area: areaOf(setting, row), isOpen: row.availability === 'available' }))
  })

/** The areas of the workplaces of these positions; absent = of all that are published. */
export const positionsByArea = (db: Reader, setting: AreaSetting, ids?: readonly string[]): Promise<Member[]> =>
  inEach(ids, async (part) => {
    const rows = await db
      .select({ id: positions.id, state: positions.state, ...place })
      .from(positions)
      .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
      .innerJoin(places, eq(places.postcode4, establishments.postcode4))
      .innerJoin(municipalities, eq(municipalities.code, places.municipalityCode))
      .where(part ? inArray(positions.id, part) : eq(positions.state, 'published'))
    return rows.map((row) => ({ id: row.id, area: areaOf(setting, row), isOpen: row.state === 'published' }))
  })

/** Every area that has somebody in it, or had. */
export async function areasOf(db: Reader, setting: AreaSetting): Promise<string[]> {
  const known = await db.select({ area: matchingAreas.area }).from(matchingAreas)
  if (setting === 'one') return [WHOLE_AREA]
  const [people, open] = await Promise.all([newcomersByArea(db, setting), positionsByArea(db, setting)])
  return [...new Set([...known, ...people, ...open].map((one) => one.area))].sort()
}
