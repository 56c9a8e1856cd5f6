import type { Db } from '#db/client.ts'
import type { Sector } from '#db/values/reference.ts'
import { searchPositions } from '#server/search/reads.ts'

type Meili = Parameters<typeof searchPositions>[1]
type Question = { q: string; sector: Sector | null; municipality: string | null }
/** How many positions there are without one part of a question; null for a part that was not asked, or that does not help. */
export type Wider = Record<keyof Question, number | null> & {
  /** How many positions each sector has when nothing else is asked. */
  sectors: Partial<Record<Sector, number>>
}

/**
 * What somebody can do whose question found nothing: which one part of it to leave out, and where there is work at all.
 *
 * @param meili as of `openPositions`
 */
export async function widerQuestions(db: Db, meili: Meili, question: Question): Promise<Wider> {
  const { q, sector, municipality } = question
  const ask = (asked: Partial<Question>) => searchPositions(db, meili, { ...asked, perPage: 1 })
  const without = async (isAsked: boolean, part: Partial<Question>): Promise<number | null> =>
    isAsked ? (await ask({ ...question, ...part })).total || null : null
  const [all, noWord, noSector, noMunicipality] = await Promise.all([
    ask({}),
    without(q !== '', { q: '' }),
    without(sector !== null, { sector: null }),
    without(municipality !== null, { municipality: null }),
  ])
  return { q: noWord, sector: noSector, municipality: noMunicipality, sectors: all.sectors }
}
