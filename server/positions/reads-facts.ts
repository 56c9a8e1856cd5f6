import { eq, inArray } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { establishments } from '#db/schema/employers.ts'
import { positionLanguages, positionSkills, positionSlots, positions } from '#db/schema/positions.ts'
import { occupations, places } from '#db/schema/reference.ts'
import type { LanguageSkill } from '#db/values/language.ts'
import type { PositionSkillRole } from '#db/values/positions.ts'
import type { Outcome } from '#db/values/safeguards.ts'
import type { PositionFacts } from '#server/matching/rules/facts.ts'
import { broaderBySkill } from '#server/newcomers/reads-facts.ts'
import { seatsTakenOf } from '#server/placements/reads.ts'
import { dayOf } from '#server/platform/context.ts'
import { groupBy, inParts } from '#server/platform/group-by.ts'
import { askSafeguards } from '#server/safeguards/rules/verdict.ts'
import { decidedFor } from './reads-decided.ts'
import { safeguardFactsFor } from './reads-safeguard-facts.ts'

const DUTCH = 'nld'
type Loaded = Awaited<ReturnType<typeof loadPart>>
type Row = Loaded['rows'][number]['position']

/**
 * What the engine reads of positions, with what the safeguards say today at the moment `propose`: what an officer approved of the newest
 * publish verdict, or two people let pass, counts as in order (ruling 19). One query per table and part, never one per row.
 *
 * @param ids these positions whatever their state; absent = all that are published
 * @param today the Dutch day at which the safeguards are asked
 */
export async function positionFactsOf(
  db: Reader,
  ids?: readonly string[],
  today: string = dayOf(new Date()),
): Promise<PositionFacts[]> {
  const wanted = ids ? [...new Set(ids)].sort() : await publishedIds(db)
  const facts: PositionFacts[] = []
  for (const part of inParts(wanted, 2_000)) {
    const loaded = await loadPart(db, part, today)
    const broaderOf = await broaderBySkill(
      db,
      [...loaded.skills.values()].flatMap((rows) => rows.map((row) => row.skillUri)),
    )
    for (const row of loaded.rows) facts.push(factsOf(loaded, row, broaderOf, today))
  }
  return facts
}

async function publishedIds(db: Reader): Promise<string[]> {
  const rows = await db
    .select({ id: positions.id })
    .from(positions)
    .where(eq(positions.state, 'published'))
    .orderBy(positions.id)
  return rows.map((row) => row.id)
}

async function loadPart(db: Reader, ids: string[], today: string) {
  const [rows, languages, skills, slots, taken, decided] = await Promise.all([
    db
      .select({ position: positions, isco: occupations.isco, lat: places.lat, lon: places.lon })
      .from(positions)
      .innerJoin(occupations, eq(occupations.uri, positions.occupationUri))
      .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
      .innerJoin(places, eq(places.postcode4, establishments.postcode4))
      .where(inArray(positions.id, ids))
      .orderBy(positions.id),
    db.select().from(positionLanguages).where(inArray(positionLanguages.positionId, ids)),
    db.select().from(positionSkills).where(inArray(positionSkills.positionId, ids)),
    db.select().from(positionSlots).where(inArray(positionSlots.positionId, ids)),
    seatsTakenOf(db, ids),
    decidedFor(db, ids, today),
  ])
  const safeguardFacts = await safeguardFactsFor(
    db,
    rows.map((row) => row.position),
    today,
  )
  return {
    rows,
    languages: groupBy(languages, (row) => row.positionId),
    skills: groupBy(skills, (row) => row.positionId),
    slots: groupBy(slots, (row) => row.positionId),
    taken,
    decided,
    safeguardFacts,
  }
}

/** The outcome at the moment `propose`, after what people decided. */
const outcomeOf = (loaded: Loaded, row: Row, today: string): Outcome => {
  const asked = loaded.safeguardFacts({ ...row, languages: loaded.languages.get(row.id) ?? [] })
  const verdict = askSafeguards('propose', { position: asked.position, person: null }, asked.policy, today)
  return loaded.decided(row.id, verdict, asked.policy).outcome
}

function factsOf(
  loaded: Loaded,
  { position, isco, lat, lon }: Loaded['rows'][number],
  broaderOf: Map<string, string[]>,
  today: string,
): PositionFacts {
  const { id } = position
  const demands = loaded.languages.get(id) ?? []
  const dutch = (skill: LanguageSkill) => {
    const demand = demands.find((one) => one.language === DUTCH && one.skill === skill)
    return demand ? { level: demand.level, task: demand.task } : null
  }
  const asked = (role: PositionSkillRole) =>
    (loaded.skills.get(id) ?? [])
      .filter((row) => row.role === role)
      .map((row) => ({ uri: row.skillUri, broader: broaderOf.get(row.skillUri) ?? [] }))
  return {
    id,
    employerId: position.employerId,
    place: { lat, lon },
    startsOn: position.startsOn,
    endsOn: position.endsOn,
    hoursPerWeek: position.hoursPerWeek,
    slots: (loaded.slots.get(id) ?? []).map((slot) => ({
      kind: slot.kind,
      weekday: slot.weekday,
      from: slot.fromMinute,
      to: slot.toMinute,
    })),
    flexibleStart: position.supports.includes('flexible-start'),
    dutch: {
      listening: dutch('listening'),
      speaking: dutch('speaking'),
      reading: dutch('reading'),
      writing: dutch('writing'),
    },
    otherLanguages: demands
      .filter((one) => one.language !== DUTCH)
      .map(({ language, skill, level, task }) => ({ language, skill, level, task })),
    neededSkills: asked('needed'),
    requiredSkills: asked('required'),
    taughtSkills: asked('taught'),
    occupation: { uri: position.occupationUri, isco },
    licences: position.licences,
    supports: position.supports,
    supervisorHours: position.supervisorHours,
    seats: position.seats,
    seatsTaken: loaded.taken.get(id) ?? 0,
    safeguard: outcomeOf(loaded, position, today),
  }
}
