import type { TransactionSql } from 'postgres'
import type { tensions } from '#db/schema/reference.ts'
import { morningOf } from './days.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

/** Work for which there are more people than places in the demo, so that a case of it waits for the officer. A made-up figure. */
const AMPLE = '751'

const quarterBack = (day: string, quarters: number): string => {
  const count = Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3) - quarters
  return `${Math.floor(count / 4)}-Q${(count % 4) + 1}`
}

/**
 * Figures of the labour market for each region and occupation group of a seed, of the last quarter and of a year ago. None is of UWV: the source says
 * `demo`. Nearly all are tight, so that what a safeguard finds is not the market everywhere.
 *
 * @param withAmple one group where there are more people than work
 */
export function makeTensions(random: Random, world: World, today: string, withAmple: boolean) {
  const regions = [...new Set(world.municipalities.flatMap(({ regionCode }) => regionCode ?? []))].sort()
  const groups = [...new Set(world.groups.flatMap((group) => group.occupations.map(({ isco }) => isco.slice(0, 3))))]
  const rows: (typeof tensions.$inferInsert)[] = []
  const ids = random.part('ids')
  for (const regionCode of regions)
    for (const occupationGroup of groups.sort())
      for (const back of [4, 1])
        rows.push({
          id: ids.uuid(),
          regionCode,
          occupationGroup,
          quarter: quarterBack(today, back),
          ratio: withAmple && occupationGroup === AMPLE ? 0.48 : random.whole(160, 620) / 100,
          source: 'demo',
          importedAt: morningOf(today),
        })
  return rows
}

/** Whether somebody loaded figures already: those stay, and none is made up beside them. */
export async function hasFigures(tx: TransactionSql): Promise<boolean> {
  const [row] = await tx<{ known: boolean }[]>`select exists(select from tensions) as known`
  return row?.known === true
}
