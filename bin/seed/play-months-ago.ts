import { endOfTerm, plusDays } from '#db/seed/days.ts'
import type { CastNewcomer } from '#db/seed/demo-cast.ts'
import type { Concern, FollowUpKind, FollowUpOutcome } from '#db/values/placements.ts'
import { answerFollowUp } from '#server/placements/answer-follow-up.ts'
import { askFollowUps } from '#server/placements/ask-follow-ups.ts'
import { beginPlacements } from '#server/placements/begin-placements.ts'
import { cancelPlacement } from '#server/placements/cancel-placement.ts'
import { endPlacement } from '#server/placements/end-placement.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { closePosition } from '#server/positions/close-position.ts'
import { expirePositions } from '#server/positions/expire-positions.ts'
import { declineProposal } from '#server/proposals/decline-proposal.ts'
import { refuseCandidate } from '#server/proposals/refuse-candidate.ts'
import { withdrawConsent } from '#server/proposals/withdraw-consent.ts'
import type { Found, Step } from './desk.ts'
import { finishIntake, putOnSite, type Stage } from './stage.ts'

type Days = readonly [number, number, number]

/** The best proposal of somebody, put up to a step; undefined where the engine found no place. */
export async function bring({ desk }: Stage, who: CastNewcomer, to: Step, days: Days): Promise<Found | undefined> {
  const [best] = await desk.proposalsOf({ newcomerId: who.made.newcomer.id, state: 'proposed' })
  if (best) await desk.advance(best, to, days)
  return best
}

/** The coach starts the placement from an accepted proposal. @returns its id, undefined where a safeguard held it up */
export async function start(
  { desk, published }: Stage,
  who: CastNewcomer,
  proposal: Found,
  given: { on: number; startsOn: string; endsOn?: string | null },
): Promise<string | undefined> {
  const place = desk.known(published.find(({ positionId }) => positionId === proposal.positionId)).place
  const started = await startPlacement(desk.as(who.coach, given.on), {
    proposalId: proposal.id,
    startsOn: given.startsOn,
    endsOn: given.endsOn === undefined ? endFor(place.endsOn, given.startsOn) : given.endsOn,
    mentor: place.supervisorName,
    learningGoals: place.learns,
  })
  return started.ok ? started.placementId : undefined
}

/** The end of the place; a place that is (nearly) over gives a term of its own. */
const endFor = (endsOn: string | null, startsOn: string): string | null =>
  endsOn === null || endsOn > plusDays(startsOn, 28) ? endsOn : endOfTerm(startsOn, 2)

async function answer(
  { desk }: Stage,
  who: CastNewcomer,
  days: number,
  [kind, outcome, concern]: readonly [FollowUpKind, FollowUpOutcome, Concern?],
): Promise<void> {
  const followUpId = await desk.followUpOf(who.made.newcomer.id, kind)
  await answerFollowUp(desk.as(who.coach, days), { followUpId, outcome, note: '', ...(concern ? { concern } : {}) })
}

/** Two chapters: placements that are over, and placements that run. Everything that happened then is dated then. */
export async function playMonthsAgo(stage: Stage): Promise<void> {
  await playOver(stage)
  await playRunning(stage)
}

const of = (stage: Stage, chapter: 'old' | 'mid') => ({
  places: stage.cast.places.filter((one) => one.chapter === chapter),
  people: stage.cast.newcomers.filter((one) => one.chapter === chapter),
})

async function playOver(stage: Stage): Promise<void> {
  const { desk, cast } = stage
  const { places, people } = of(stage, 'old')
  const [lasting, kept, stopped, worried, finished, cancelled, declined, refused] = people
  if (!lasting || !kept || !stopped || !worried || !finished || !cancelled || !declined || !refused) return
  for (const place of places) await putOnSite(stage, place, -235)
  for (const person of people) await finishIntake(stage, person, -234)
  await desk.settle(-234)

  const first = plusDays(desk.today, -205)
  const running: CastNewcomer[] = []
  for (const person of [lasting, kept, stopped, worried, finished]) {
    const found = await bring(stage, person, 'accepted', [-230, -227, -224])
    const endsOn = person === lasting ? null : endOfTerm(first, 3)
    if (found && (await start(stage, person, found, { on: -220, startsOn: first, endsOn }))) running.push(person)
    await desk.settle(null)
  }
  const never = await bring(stage, cancelled, 'accepted', [-230, -226, -222])
  const placementId =
    never && (await start(stage, cancelled, never, { on: -219, startsOn: first, endsOn: endOfTerm(first, 3) }))
  await desk.settle(null)
  if (placementId) await cancelPlacement(desk.as(cancelled.coach, -216), { placementId })
  const no = await bring(stage, declined, 'shortlisted', [-230, 0, 0])
  if (no) await declineProposal(desk.as(declined.account, -228), { proposalId: no.id, choice: 'no' })
  const yes = await bring(stage, refused, 'consented', [-230, -226, 0])
  const employer = cast.employers[stage.published.find((one) => one.positionId === yes?.positionId)?.employer ?? -1]
  if (yes && employer)
    await refuseCandidate(desk.as(employer.account, -221), { proposalId: yes.id, reason: 'other-candidate' })
  await desk.settle(null)

  await beginPlacements(desk.worker(-205))
  const told: readonly (readonly [number, CastNewcomer, readonly [FollowUpKind, FollowUpOutcome, Concern?]])[] = [
    [-190, lasting, ['week-2', 'going-well']],
    [-190, kept, ['week-2', 'going-well']],
    [-190, stopped, ['week-2', 'needs-attention']],
    [-189, worried, ['week-2', 'going-well']],
    [-189, finished, ['week-2', 'going-well']],
    [-173, lasting, ['month-1', 'going-well']],
    [-173, kept, ['month-1', 'needs-attention']],
    [-172, stopped, ['month-1', 'stopped']],
    [-172, worried, ['month-1', 'concern', 'only-regular-work']],
    [-112, lasting, ['month-3', 'going-well']],
    [-111, kept, ['month-3', 'going-well']],
    [-20, lasting, ['month-6', 'lasting-work']],
  ]
  for (const [days, person, what] of told) {
    await askFollowUps(desk.worker(days))
    if (running.includes(person)) await answer(stage, person, days, what)
    await desk.settle(null)
    if (days === -172 && person === stopped) await end(stage, running, stopped, -170, 'end-early', 'newcomer')
    if (days === -172 && person === worried) await end(stage, running, worried, -165, 'end-early', 'coach')
  }
  await end(stage, running, kept, -112, 'complete')
  await end(stage, running, finished, -112, 'complete')
  for (const { positionId, employer: owner } of stage.published.slice(0, 3)) {
    const { account } = desk.known(cast.employers[owner])
    await closePosition(desk.as(account, -150), { positionId })
  }
  await expirePositions(desk.worker(-140))
  await desk.settle(null)
}

async function end(
  { desk }: Stage,
  running: readonly CastNewcomer[],
  who: CastNewcomer,
  days: number,
  step: 'complete' | 'end-early',
  initiative?: 'newcomer' | 'coach',
): Promise<void> {
  if (!running.includes(who)) return
  const placementId = await desk.placementOf(who.made.newcomer.id)
  const endedOn = plusDays(desk.today, days)
  await endPlacement(desk.as(who.coach, days), { placementId, step, endedOn, ...(initiative ? { initiative } : {}) })
  await desk.settle(null)
}

async function playRunning(stage: Stage): Promise<void> {
  const { desk } = stage
  const { places, people } = of(stage, 'mid')
  for (const place of places) await putOnSite(stage, place, -58)
  for (const person of people) await finishIntake(stage, person, -57)
  await desk.settle(-57)
  // Three of these conversations fall due today or a few days ago.
  const starts: readonly [number, string][] = [
    [-38, plusDays(endOfTerm(desk.today, -1), 1)],
    [-20, plusDays(desk.today, -14)],
    [-39, plusDays(desk.today, -38)],
    [-37, plusDays(desk.today, -35)],
    [-30, plusDays(desk.today, -19)],
  ]
  const [, , worried, busy] = people
  for (const [index, [on, startsOn]] of starts.entries()) {
    const person = people[index]
    const found = person && (await bring(stage, person, 'accepted', [-54, -50, -45]))
    if (person && found) await start(stage, person, found, { on, startsOn })
    await desk.settle(null)
  }
  const [late, wavering] = [people[6], people[7]]
  if (late) await bring(stage, late, 'shortlisted', [-22, 0, 0])
  const yes = wavering && (await bring(stage, wavering, 'consented', [-22, -20, 0]))
  if (wavering && yes) await withdrawConsent(desk.as(wavering.account, -12), { proposalId: yes.id })
  for (const days of [-38, -35, -31, -19, -14]) await beginPlacements(desk.worker(days))
  await askFollowUps(desk.worker(-19))
  const [first] = people
  for (const [person, what] of [
    [first, ['week-2', 'going-well']],
    [worried, ['week-2', 'concern', 'no-guidance']],
    [busy, ['week-2', 'needs-attention']],
  ] as const)
    if (person && (await desk.isPlaced(person.made.newcomer.id))) await answer(stage, person, -16, what)
  await desk.settle(null)
}
