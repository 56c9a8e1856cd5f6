import { and, desc, inArray, lte } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { municipalities, occupations, tensions } from '#db/schema/reference.ts'
import type { TensionFigure } from '#server/safeguards/rules/facts.ts'

export type TensionSeen = TensionFigure & { regionCode: string; occupationGroup: string }

/** The quarter of a day, `2026-Q4`. */
const quarterOf = (day: string): string => `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`

/**
 * UWV's tension for roles in municipalities: the newest figure of the occupation group (ISCO minor group) in the labour market region, not of a later
 * quarter than today; of two figures of one quarter the one that was taken in last. Three queries for all of them.
 *
 * @param today Dutch day, `YYYY-MM-DD`
 * @returns a function of municipality and occupation; null = there is no figure
 */
export async function tensionsFor(
  db: Reader,
  asked: readonly { municipalityCode: string; occupationUri: string }[],
  today: string,
): Promise<(municipalityCode: string, occupationUri: string) => TensionSeen | null> {
  if (asked.length === 0) return () => null
  const [regions, groups] = await Promise.all([
    db
      .select({ code: municipalities.code, region: municipalities.regionCode })
      .from(municipalities)
      .where(inArray(municipalities.code, [...new Set(asked.map((one) => one.municipalityCode))])),
    db
      .select({ uri: occupations.uri, isco: occupations.isco })
      .from(occupations)
      .where(inArray(occupations.uri, [...new Set(asked.map((one) => one.occupationUri))])),
  ])
  const regionOf = new Map(regions.map(({ code, region }) => [code, region]))
  const groupOf = new Map(groups.map(({ uri, isco }) => [uri, isco.slice(0, 3)]))
  const codes = [...new Set(regions.flatMap(({ region }) => (region === null ? [] : [region])))]
  const names = [...new Set(groupOf.values())]
  const figures =
    codes.length && names.length
      ? await db
          .selectDistinctOn([tensions.regionCode, tensions.occupationGroup])
          .from(tensions)
          .where(
            and(
              inArray(tensions.regionCode, codes),
              inArray(tensions.occupationGroup, names),
              lte(tensions.quarter, quarterOf(today)),
            ),
          )
          .orderBy(
            tensions.regionCode,
            tensions.occupationGroup,
            desc(tensions.quarter),
            desc(tensions.importedAt),
            desc(tensions.id),
          )
      : []
  const byKey = new Map(figures.map((one) => [`${one.regionCode} ${one.occupationGroup}`, one]))
  return (municipalityCode, occupationUri) =>
    byKey.get(`${regionOf.get(municipalityCode) ?? ''} ${groupOf.get(occupationUri) ?? ''}`) ?? null
}
