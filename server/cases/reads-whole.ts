import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import type { CountsFor } from '#server/employers/rules.ts'
import type { PositionSafeguardFacts } from '#server/safeguards/rules/facts.ts'
import type { SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import { statementsFor } from './reads-facts.ts'
import { policiesFor } from './reads-profiles.ts'
import { tensionsFor } from './reads-tension.ts'
import { withStatements } from './rules-facts.ts'

/** Where a position is and what work it is. */
export type Place = { establishmentId: string; municipalityCode: string; occupationUri: string }

/**
 * What the whole catalogue reads besides the position itself and what happened: what the establishments stated, the tension of role and region, and the
 * policy of each municipality on the day. A few queries for all of them.
 *
 * @param today Dutch day, `YYYY-MM-DD`
 * @param base the policy that municipal profiles stand on
 * @param what how old an answer about a strike may be
 * @returns a function of the position's facts and place that gives the facts to ask with, and the policy to ask under
 */
export async function wholeFor(
  reader: Reader,
  places: readonly Place[],
  today: string,
  base: SafeguardPolicy,
  what: CountsFor = 'site',
) {
  const db = elevated(reader, 'judge-place')
  const [stated, tensionOf, policyOf] = await Promise.all([
    statementsFor(
      db,
      places.map((one) => one.establishmentId),
      today,
      what,
    ),
    tensionsFor(db, places, today),
    policiesFor(
      db,
      places.map((one) => one.municipalityCode),
      base,
      today,
    ),
  ])
  return (facts: PositionSafeguardFacts, place: Place): { facts: PositionSafeguardFacts; policy: SafeguardPolicy } => {
    const seen = tensionOf(place.municipalityCode, place.occupationUri)
    const tension = seen && { ratio: seen.ratio, quarter: seen.quarter, source: seen.source }
    return {
      facts: {
        ...withStatements(facts, stated(place.establishmentId, place.occupationUri)),
        tension: facts.tension ?? tension,
      },
      policy: policyOf(place.municipalityCode),
    }
  }
}
