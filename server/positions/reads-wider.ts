import type { Db } from '#db/client.ts'
import type { Sector } from '#db/values/reference.ts'
import { searchPositions, searchWider } from '#server/search/reads.ts'
import { dayNumberOf } from '#server/search/rules-encode.ts'
import type { OpenPositionsQuestion } from './reads-public.ts'

type Meili = Parameters<typeof searchPositions>[1]
export type Wider = {
  /** How many positions there are without one thing that was asked: `q`, `sector`, `municipality`, `near`, a skill of Dutch ... Only what helps. */
  without: Record<string, number>
  /** How many positions each sector has when nothing else is asked. */
  sectors: Partial<Record<Sector, number>>
}

/**
 * What somebody can do whose question found nothing: which one part of it to leave out, and where there is work at all.
 *
 * @param meili as of `openPositions`
 * @param today Dutch day
 */
export async function widerQuestions(
  db: Db,
  meili: Meili,
  question: OpenPositionsQuestion,
  today: string,
): Promise<Wider> {
  const day = dayNumberOf(today)
  const [all, without] = await Promise.all([
    searchPositions(db, meili, { today: day, perPage: 1 }),
    searchWider(db, meili, { ...question, today: day }),
  ])
  return {
    without: Object.fromEntries(Object.entries(without).filter(([, count]) => count > 0)),
    sectors: all.sectors,
  }
}
