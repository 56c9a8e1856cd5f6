import type { Sql } from 'postgres'
import type { Labels } from '#db/schema/reference.ts'
import { OCCUPATION_GROUPS } from './figures.ts'

export type Occupation = { uri: string; isco: string; labels: Labels; essential: string[]; optional: string[] }
export type Municipality = { code: string; name: string; regionCode: string | null; postcodes: string[] }
/** What people and positions are made from: the loaded reference data, in a fixed order. */
export type World = {
  municipalities: Municipality[]
  /** Per group of OCCUPATION_GROUPS that has any; same order. */
  groups: { isco: string; positions: number; newcomers: number; occupations: Occupation[] }[]
}

/** A few occupations of each unit group keep the data near to what people search; ESCO has hundreds of rare ones. */
const PER_UNIT_GROUP = 4

/**
 * Reads the reference data.
 *
 * @throws Error when there are no occupations or places: load the starter set or import first
 */
export async function readWorld(sql: Sql): Promise<World> {
  const municipalities = await sql<Municipality[]>`
    select m.code, m.name, m.region_code as "regionCode", array_agg(p.postcode4 order by p.postcode4) as postcodes
    from municipalities m join places p on p.municipality_code = m.code
    group by m.code order by m.code`
  const prefixes = OCCUPATION_GROUPS.map(([isco]) => isco)
  const rows = await sql<Occupation[]>`
    with chosen as (
      select o.*, row_number() over (partition by isco order by (o.source = 'starter') desc, length(o.labels->>'nl'), uri) as rank
      from occupations o
      where exists (select from occupation_skills s where s.occupation_uri = o.uri)
        and exists (select from unnest(${prefixes}::text[]) prefix where o.isco like prefix || '%'))
    select c.uri, c.isco, c.labels,
      coalesce(array_agg(s.skill_uri order by s.skill_uri) filter (where s.relation = 'essential'), '{}') as essential,
      coalesce(array_agg(s.skill_uri order by s.skill_uri) filter (where s.relation = 'optional'), '{}') as optional
    from chosen c join occupation_skills s on s.occupation_uri = c.uri
    where c.rank <= ${PER_UNIT_GROUP}
    group by c.uri, c.isco, c.labels
    order by c.isco, c.uri`
  // The longest prefix owns an occupation, so that none is in two groups.
  const byLength = [...OCCUPATION_GROUPS].sort((a, b) => b[0].length - a[0].length)
  const ownerOf = (isco: string) => byLength.find(([prefix]) => isco.startsWith(prefix))?.[0]
  const groups = OCCUPATION_GROUPS.map(([isco, positions, newcomers]) => ({
    isco,
    positions,
    newcomers,
    occupations: rows.filter((row) => ownerOf(row.isco) === isco),
  })).filter(({ occupations }) => occupations.length > 0)
  if (municipalities.length === 0 || groups.length === 0)
    throw new Error(
      'There are no places or occupations: run `npm run reference:import`, or let the seed load the starter set.',
    )
  return { municipalities: [...municipalities], groups }
}
