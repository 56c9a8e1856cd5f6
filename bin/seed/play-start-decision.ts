import { plusDays } from '#db/seed/days.ts'
import type { CastNewcomer } from '#db/seed/demo-cast.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { askStartDecision } from '#server/positions/ask-start-decision.ts'
import type { Found } from './desk.ts'
import type { Stage } from './stage.ts'

type Place = Stage['published'][number]

/**
 * A start that waits for the officer: somebody can begin at an unpaid place, but the employer reports a paid vacancy for the same work since, so
 * a safeguard asks for a person and the coach asks the municipality. Somebody of a coach who is a persona comes first, so that both desks can be seen.
 */
export async function holdUpStart(stage: Stage): Promise<void> {
  const people = stage.cast.newcomers.filter(({ chapter, account }) => chapter === 'new' && account.demo !== true)
  const [first] = stage.cast.coaches
  const rank = ({ coach }: CastNewcomer) => (coach === first ? 0 : coach.demo === true ? 1 : 2)
  for (const person of people.sort((a, b) => rank(a) - rank(b))) {
    const found = await atUnpaidPlace(stage, person)
    if (found && (await ask(stage, person, found))) return
  }
}

/** The best proposal for an unpaid place in the officer's municipality where nobody else is about to start. */
async function atUnpaidPlace(
  { desk, cast, published }: Stage,
  person: CastNewcomer,
): Promise<{ proposal: Found; place: Place } | undefined> {
  for (const proposal of await desk.proposalsOf({ newcomerId: person.made.newcomer.id, state: 'proposed' })) {
    const place = published.find(({ positionId }) => positionId === proposal.positionId)
    // A trial has a linked vacancy: that is what it is for. Without its decision no unpaid place can start.
    if (!place?.unpaid || place.chapter !== 'new') continue
    if (place.place.declaration.linkedVacancy === true || !place.place.declaration.decision) continue
    const town = desk.known(cast.employers[place.employer]).made.municipality.code
    const accepted = await desk.proposalsOf({ positionId: proposal.positionId, state: 'accepted' })
    if (town === cast.officer.municipalityCode && accepted.length === 0) return { proposal, place }
  }
  return undefined
}

async function ask(
  { desk, cast }: Stage,
  person: CastNewcomer,
  { proposal, place }: { proposal: Found; place: Place },
): Promise<boolean> {
  const { made, account } = desk.known(cast.employers[place.employer])
  await desk.advance(proposal, 'accepted', [-9, -7, -5])
  await recordStaffingFact(desk.as(account, -4), {
    establishmentId: made.establishment.id,
    kind: 'vacancy-open',
    occupationUri: place.place.occupationUri,
    happenedOn: plusDays(desk.today, -4),
  })
  const { startsOn, endsOn, supervisorName: mentor, learns: learningGoals } = place.place
  try {
    await askStartDecision(desk.as(person.coach, -2), {
      proposalId: proposal.id,
      startsOn,
      endsOn,
      mentor,
      learningGoals,
    })
    return true
  } catch (error) {
    // With another seed something else may block this place: then it waits as accepted, and the next is tried.
    if (error instanceof Refusal) return false
    throw error
  }
}
