import { mondayFrom, plusDays } from '#db/seed/days.ts'
import { type CastNewcomer, type CastPlace, PERSONAS } from '#db/seed/demo-cast.ts'
import { changeAvailability } from '#server/newcomers/change-availability.ts'
import { askFollowUps } from '#server/placements/ask-follow-ups.ts'
import { beginPlacements } from '#server/placements/begin-placements.ts'
import { cancelPlacement } from '#server/placements/cancel-placement.ts'
import { closePosition } from '#server/positions/close-position.ts'
import { decidePosition } from '#server/positions/decide-position.ts'
import { expirePositions } from '#server/positions/expire-positions.ts'
import { pausePosition } from '#server/positions/pause-position.ts'
import { declineProposal } from '#server/proposals/decline-proposal.ts'
import { expireProposals } from '#server/proposals/expire-proposals.ts'
import { refuseCandidate } from '#server/proposals/refuse-candidate.ts'
import { setAsideProposal } from '#server/proposals/set-aside-proposal.ts'
import type { Found } from './desk.ts'
import { bring, start } from './play-months-ago.ts'
import { holdUpStart } from './play-start-decision.ts'
import { finishIntake, putOnSite, type Stage } from './stage.ts'

/** The weeks up to today: what waits for somebody on every desk. */
export async function playThisMonth(stage: Stage): Promise<void> {
  const { cast, desk } = stage
  const people = cast.newcomers.filter(({ chapter }) => chapter === 'new')
  const isPersona = (one: CastNewcomer) => one.account.demo === true
  for (const [index, place] of cast.places.filter(({ chapter }) => chapter !== 'old' && chapter !== 'mid').entries())
    await putOnSite(stage, place, isNewCase(place) ? 0 : -26 + (index % 12))
  for (const [index, person] of people.entries()) await finishIntake(stage, person, -25 + (index % 10))
  await desk.settle(-14)
  await decide(stage)
  await playPersonas(stage)
  await holdUpStart(stage)

  // Everybody else who has a proposal, in turns: each turn ends in another state.
  const turns = await withProposals(
    stage,
    people.filter((one) => !isPersona(one) && one.coach.demo !== true),
  )
  const next = () => turns.shift()
  for (const choice of ['no', 'talk-first'] as const) {
    const person = next()
    const found = person && (await bring(stage, person, 'shortlisted', [-9, 0, 0]))
    if (person && found) await declineProposal(desk.as(person.account, -6), { proposalId: found.id, choice })
  }
  await refuse(stage, next())
  await place(stage, await nextFor(stage, turns), false)
  await place(stage, await nextFor(stage, turns), true)
  for (const step of ['shortlisted', 'shortlisted', 'consented', 'consented', 'accepted'] as const) {
    const person = next()
    if (person) await bring(stage, person, step, [-7, -4, -2])
  }
  for (const reason of ['travel', 'not-their-wish', 'timing'] as const) {
    const person = next()
    const [found] = person ? await desk.proposalsOf({ newcomerId: person.made.newcomer.id, state: 'proposed' }) : []
    if (person && found) await setAsideProposal(desk.as(person.coach, -3), { proposalId: found.id, reason })
  }
  const leaving = next()
  if (leaving)
    await changeAvailability(desk.as(leaving.account, -2), { newcomerId: leaving.made.newcomer.id, step: 'withdraw' })
  for (const person of turns.splice(0, 3))
    await changeAvailability(desk.as(person.coach, -2), { newcomerId: person.made.newcomer.id, step: 'pause' })
  await closeAndPause(stage)
  await desk.settle(null)
  await sweep(stage)
  // What the engine says today: the first night has nothing left to change.
  await desk.settle(0)
}

/** An unpaid place that waits was sent in today, under the rules of today; a paid one waits for weeks. */
const isNewCase = ({ chapter, unpaid }: CastPlace): boolean => chapter === 'awaiting' && unpaid

/** The next in turn who has a proposal for a sound place. */
async function nextFor({ desk, published }: Stage, turns: CastNewcomer[]): Promise<CastNewcomer | undefined> {
  const sound = new Set(published.filter(isSound).map(({ positionId }) => positionId))
  for (const [index, person] of turns.entries()) {
    const open = await desk.proposalsOf({ newcomerId: person.made.newcomer.id, state: 'proposed' })
    if (open.length > 1 && open.some(({ positionId }) => sound.has(positionId))) return turns.splice(index, 1)[0]
  }
  return turns.shift()
}

async function withProposals({ desk }: Stage, people: CastNewcomer[]): Promise<CastNewcomer[]> {
  const found: { person: CastNewcomer; open: number }[] = []
  for (const person of people) {
    const open = await desk.proposalsOf({ newcomerId: person.made.newcomer.id, state: 'proposed' })
    if (open.length > 0) found.push({ person, open: open.length })
  }
  // Who has most comes first: a placement then has something to supersede.
  return found.sort((a, b) => b.open - a.open).map(({ person }) => person)
}

/** Amal has one to answer, Dawit said yes to Mark, Oksana can start; the others of their coach wait for a look. */
async function playPersonas(stage: Stage): Promise<void> {
  const { cast, desk, published } = stage
  const persona = (mail: string) => {
    const [index] = Object.entries(PERSONAS).find(([, one]) => one.mail === mail) ?? []
    return desk.known(cast.newcomers[Number(index)])
  }
  await bring(stage, persona('amal'), 'shortlisted', [-2, 0, 0])
  await bring(stage, persona('oksana'), 'accepted', [-8, -6, -1])
  const mine = new Set(published.filter(({ employer }) => employer === 0).map(({ positionId }) => positionId))
  const atMark = async (newcomerId: string): Promise<Found | undefined> =>
    (await desk.proposalsOf({ newcomerId, state: 'proposed' })).find(({ positionId }) => mine.has(positionId))
  const dawit = await atMark(persona('dawit').made.newcomer.id)
  if (dawit) await desk.advance(dawit, 'consented', [-6, -3, 0])
  // Mark has more cards to look at: one yes and two that wait for the newcomer.
  let cards = 0
  for (const person of cast.newcomers) {
    if (cards === 3 || person.chapter !== 'new' || person.account.demo === true || person.coach.demo === true) continue
    const found = await atMark(person.made.newcomer.id)
    if (!found) continue
    await desk.advance(found, cards === 0 ? 'consented' : 'shortlisted', [-5, -2, 0])
    cards += 1
  }
}

/** The officer sends one place back; the others wait. */
async function decide({ cast, desk, published }: Stage): Promise<void> {
  const rejected = published.find(({ chapter }) => chapter === 'rejected')
  if (!rejected) return
  const owner = desk.known(cast.employers[rejected.employer]).made
  if (owner.municipality.code !== cast.officer.municipalityCode) return
  await decidePosition(desk.as(cast.officer, -9), {
    positionId: rejected.positionId,
    outcome: 'rejected',
    motivation: 'Er staat niet bij waarom deze plek er is. Vul de reden in en dien opnieuw in.',
  })
}

async function refuse(stage: Stage, person: CastNewcomer | undefined): Promise<void> {
  const { desk, cast, published } = stage
  const found = person && (await bring(stage, person, 'consented', [-9, -7, 0]))
  const employer = cast.employers[published.find(({ positionId }) => positionId === found?.positionId)?.employer ?? -1]
  if (found && employer) await refuseCandidate(desk.as(employer.account, -4), { proposalId: found.id, reason: 'hours' })
}

/** Paid, with a whole learning plan: nothing holds up its start. */
const isSound = ({ unpaid, place: { learningPlan } }: Stage['published'][number]): boolean =>
  !unpaid && learningPlan.assessmentOn !== null

/** A placement that starts soon; with `cancel` it is called off again, and what it had put aside comes back. */
async function place(stage: Stage, person: CastNewcomer | undefined, cancel: boolean): Promise<void> {
  const { desk } = stage
  if (!person) return
  const sound = new Set(stage.published.filter(isSound).map(({ positionId }) => positionId))
  const open = await desk.proposalsOf({ newcomerId: person.made.newcomer.id, state: 'proposed' })
  const found = open.find(({ positionId }) => sound.has(positionId))
  if (!found) return
  await desk.advance(found, 'accepted', [-10, -8, -7])
  const startsOn = mondayFrom(plusDays(desk.today, 8))
  const placementId = await start(stage, person, found, { on: -5, startsOn, endsOn: plusDays(startsOn, 50) })
  await desk.settle(null)
  if (placementId && cancel) await cancelPlacement(desk.as(person.coach, -3), { placementId })
  await desk.settle(null)
}

/** One place closes while people wait for it; two are paused. */
async function closeAndPause({ desk, cast, published }: Stage): Promise<void> {
  for (const { positionId, employer } of published.filter(({ chapter }) => chapter === 'paused'))
    await pausePosition(desk.as(desk.known(cast.employers[employer]).account, -2), { positionId })
  for (const { positionId, employer, chapter } of published) {
    if (chapter !== 'new' || employer < 2) continue
    const waiting = await desk.proposalsOf({ positionId, state: 'proposed' })
    if (waiting.length === 0) continue
    await closePosition(desk.as(desk.known(cast.employers[employer]).account, -1), { positionId })
    return
  }
}

async function sweep({ desk }: Stage): Promise<void> {
  await beginPlacements(desk.worker(0))
  await askFollowUps(desk.worker(0))
  await expireProposals(desk.worker(0))
  await expirePositions(desk.worker(0))
}
