import type { Sql } from 'postgres'
import { accounts } from '#db/schema/accounts.ts'
import { tensions } from '#db/schema/reference.ts'
import { copyRows } from './copy-rows.ts'
import { addCountryTowns } from './country-towns.ts'
import { fillNewcomers } from './fill-newcomers.ts'
import { fillPositions } from './fill-positions.ts'
import { makeDesks, weighedTowns } from './make-desks.ts'
import { hasFigures, makeTensions } from './make-tensions.ts'
import { randomOf } from './random.ts'
import { readWorld } from './world.ts'

export const SIZES = {
  town: { newcomers: 1_000, positions: 100, municipalities: 3 },
  region: { newcomers: 10_000, positions: 1_000, municipalities: 8 },
  country: { newcomers: 100_000, positions: 5_000, municipalities: 400 },
} as const
export type Size = keyof typeof SIZES

export type FillOptions = {
  size: Size
  seed: number
  /** The day from which dates are counted, `YYYY-MM-DD`. */
  today: string
  /** Everybody is available and every position published: what a benchmark calls 100k x 5k. Default: as many as usual. */
  open?: boolean
  say?: (line: string) => void
}

/**
 * Fills an empty database with people, employers and positions by COPY, in one transaction. No proposals: the engine makes those. A country
 * gets the towns of one first, where only the starter set is there.
 *
 * @returns rows per table
 */
export async function fillSize(sql: Sql, options: FillOptions): Promise<Map<string, number>> {
  const { size, today, open = false, say = () => {} } = options
  if (size === 'country') await addCountryTowns(sql)
  const world = await readWorld(sql)
  const random = randomOf(`${options.seed} ${size}`)
  const towns = weighedTowns(world, SIZES[size].municipalities)
  const counts = new Map<string, number>()
  const count = (table: string, rows: number) => counts.set(table, (counts.get(table) ?? 0) + rows)
  await sql.begin(async (tx) => {
    const desks = makeDesks(random.part('desks'), towns, SIZES[size].newcomers, today)
    count('accounts', await copyRows(tx, accounts, [...desks.coaches.values()].flat()))
    count('accounts', await copyRows(tx, accounts, desks.others))
    const figures = makeTensions(random.part('tensions'), world, today, false)
    count('tensions', await copyRows(tx, tensions, (await hasFigures(tx)) ? [] : figures))
    const part = { world, towns, today, open, count }
    await fillPositions(tx, random.part('positions'), { ...part, total: SIZES[size].positions })
    const total = SIZES[size].newcomers
    await fillNewcomers(tx, random, { ...part, total, say, coaches: desks.coaches })
  })
  await sql`analyze`
  return counts
}
