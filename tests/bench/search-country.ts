import type { Database } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { copyRows } from '#db/seed/copy-rows.ts'
import { addCountryTowns } from '#db/seed/country-towns.ts'
import { fillNewcomers } from '#db/seed/fill-newcomers.ts'
import { fillPositions } from '#db/seed/fill-positions.ts'
import { makeDesks, weighedTowns } from '#db/seed/make-desks.ts'
import { randomOf } from '#db/seed/random.ts'
import { readWorld } from '#db/seed/world.ts'
import type { Actor } from '#server/platform/context.ts'
import { loadStarter } from '#server/reference/load-starter.ts'

/** The morning on which the rows are counted and the pages are opened. */
export const NOW = new Date('2026-11-23T09:00:00Z')
export const TODAY = '2026-11-23'

/**
 * People of a whole country and places of its employers, as the seed of the product makes them: every profile available, every place on the site, and
 * a proposal for one person in three. Of a fixed seed: the same rows in every run.
 */
export async function fillCountry({ db, sql }: Database, profiles: number, places: number): Promise<void> {
  await loadStarter(db)
  await addCountryTowns(sql)
  const world = await readWorld(sql)
  const random = randomOf('bench:search')
  const towns = weighedTowns(world, world.municipalities.length)
  const part = { world, towns, today: TODAY, open: true, count: () => {}, say: () => {} }
  await sql.begin(async (tx) => {
    const { coaches } = makeDesks(random.part('desks'), towns, profiles, TODAY)
    await copyRows(tx, accounts, [...coaches.values()].flat())
    await fillPositions(tx, random.part('positions'), { ...part, total: places })
    await fillNewcomers(tx, random.part('newcomers'), { ...part, total: profiles, coaches })
  })
  const when = NOW.toISOString()
  await sql`
    insert into proposals (id, newcomer_id, position_id, state, card_code, score, newcomer_score, employer_score, fit, policy_version, created_at, state_since)
    select n.id, n.id, p.id, 'proposed', n.id::text, 700, 700, 700, '{}', 'bench', ${when}, ${when}
    from (select id, row_number() over (order by id) as nr from newcomers) n
    join (select id, row_number() over (order by id) as nr, count(*) over () as all from positions) p on p.nr = 1 + (n.nr / 3) % p.all
    where n.nr % 3 = 0`
  await sql`vacuum analyze`
}

/** A coach with how many people there are in the own caseload and in the municipality. */
export type SomeCoach = { actor: Actor; caseload: number; municipality: number }

/** Coaches from the largest municipality to the smallest, as many of each as it has people: the same ones in every run. */
export async function someCoaches({ sql }: Database, count: number): Promise<SomeCoach[]> {
  const all = await sql<{ id: string; code: string; caseload: number; municipality: number }[]>`
    select a.id, a.municipality_code as code, count(*)::int as caseload,
      (sum(count(*)) over (partition by a.municipality_code))::int as municipality
    from accounts a join newcomers n on n.coach_id = a.id
    group by a.id order by 4 desc, 2, 1`
  return Array.from({ length: count }, (_, at) => {
    const row = all[Math.floor((at * all.length) / count)]
    if (!row) throw new Error('there is no coach')
    const { id: accountId, code: municipalityCode, caseload, municipality } = row
    const actor = {
      role: 'coach',
      accountId,
      municipalityCode,
      newcomerId: null,
      employerId: null,
      isAdmin: false,
    } as const
    return { actor, caseload, municipality }
  })
}
