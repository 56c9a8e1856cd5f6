import { eq, inArray } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { establishments } from '#db/schema/employers.ts'
import { places } from '#db/schema/reference.ts'
import { wholeFor } from '#server/cases/reads-whole.ts'
import { staffingFor } from '#server/employers/reads.ts'
import type { CountsFor } from '#server/employers/rules.ts'
import type { PositionSafeguardFacts } from '#server/safeguards/rules/facts.ts'
import type { SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import { type AskedPosition, safeguardFactsOf } from './rules.ts'
import { baseOn } from './rules-policy.ts'

type Role = { establishmentId: string; occupationUri: string }

/**
 * Positions as the safeguards read them, each with the policy of its municipality on that day: what the position says, what the employer stated of the
 * establishment and still stands, recorded facts and pauses, and the tension of the labour market. A handful of queries for all of them together.
 *
 * @param roles where the positions are, and for which work
 * @param today Dutch day, `YYYY-MM-DD`
 * @param what `start` = somebody starts there: then an answer about a strike has to be younger (`STAFFING_POLICY`)
 */
export async function safeguardFactsFor(db: Reader, roles: readonly Role[], today: string, what: CountsFor = 'site') {
  const ids = [...new Set(roles.map(({ establishmentId }) => establishmentId))]
  const codeOf = await municipalitiesOf(db, ids)
  const placed = ({ establishmentId, occupationUri }: Role) => ({
    establishmentId,
    occupationUri,
    municipalityCode: codeOf.get(establishmentId) ?? '',
  })
  const [staffing, whole] = await Promise.all([
    staffingFor(db, ids, today, what),
    wholeFor(db, roles.map(placed), today, baseOn(today), what),
  ])
  return (position: AskedPosition & Role): { position: PositionSafeguardFacts; policy: SafeguardPolicy } => {
    const own = safeguardFactsOf(position, staffing(position.establishmentId, position.occupationUri))
    const { facts, policy } = whole(own, placed(position))
    return { position: facts, policy }
  }
}

async function municipalitiesOf(db: Reader, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: establishments.id, code: places.municipalityCode })
    .from(establishments)
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .where(inArray(establishments.id, [...ids]))
  return new Map(rows.map(({ id, code }) => [id, code]))
}
