import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import { projectedLevel } from '#server/matching/rules/language.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { ownProfile, type Profile } from '#server/newcomers/reads.ts'
import { nextStepOf, stepsFor } from '#server/newcomers/rules.ts'
import { type PlacementOfCoach, placementsOfCoach } from '#server/placements/reads.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { type DossierProposal, dossierOf } from '#server/proposals/reads-dossier.ts'
import { consentStands } from '#server/proposals/rules.ts'
import { labelIn } from '#server/reference/rules.ts'
import { addMonths, laterOf } from '#server/safeguards/rules/calendar.ts'
import { filledOf } from './coach.intake-state.ts'

const DUTCH = 'nld'
/** How far ahead the page looks for the expected level of Dutch: policy 2026-11. */
const EXPECTED_MONTHS = 3
const MOST_LOGGED = 12

/**
 * All that the page of one newcomer shows, for the own coach.
 * @throws Refusal `not-found`, `forbidden`
 */
export async function newcomerView(ctx: Ctx, newcomerId: string) {
  const profile = await ownProfile(ctx, newcomerId)
  const today = dayOf(ctx.now)
  const [proposals, placements] = await Promise.all([dossierOf(ctx, newcomerId), placementsOfCoach(ctx)])
  const own = placements.filter((one) => one.newcomerId === newcomerId)
  const open = proposals.filter((one) => one.state !== 'placed')
  const details = proposals.filter((one) => one.state !== 'proposed')
  const dueTalks = own.flatMap((one) => one.followUps).filter((one) => one.state === 'due')
  const inState = (state: string) => open.filter((one) => one.state === state)
  const { givenName, familyName, email, phone } = profile.identity
  const name = `${givenName} ${familyName}`.trim()
  const expectedOn = laterOf(profile.availableFrom ?? today, addMonths(today, EXPECTED_MONTHS))
  return {
    id: newcomerId,
    name,
    givenName,
    initials: [givenName, familyName]
      .map((part) => [...part][0] ?? '')
      .join('')
      .toUpperCase(),
    email,
    phone,
    place: profile.municipality,
    availability: profile.availability,
    isSearching: profile.availability === 'available' || profile.availability === 'in-intake',
    waitingSince: profile.waitingSince,
    today,
    openProposals: open.map(({ id, state, title, employerName }) => ({ id, state, title, employerName })),
    nextStep: nextStepOf({
      availability: profile.availability,
      proposed: inState('proposed').length,
      shortlisted: inState('shortlisted').length,
      consented: inState('consented').length,
      accepted: inState('accepted').length,
      followUpsDue: dueTalks.length,
    }),
    followUpId: dueTalks[0]?.id ?? null,
    startProposalId: inState('accepted')[0]?.id ?? null,
    steps: stepsFor(profile, ctx.actor),
    filled: filledOf(profile),
    competences: competencesOf(profile),
    dutch: LANGUAGE_SKILLS.map((skill) => dutchOf(profile, skill, expectedOn)),
    otherLanguages: profile.languages.filter((row) => row.language !== DUTCH),
    expectedOn,
    slots: profile.slots,
    wishes: profile.wishes.map((row) => labelIn(row.labels, 'nl').text),
    noGoes: [
      ...profile.noGoWork.map((row) => labelIn(row.labels, 'nl').text),
      ...profile.noGoEmployers.map((row) => row.name),
    ],
    learningWishes: profile.learningWishes.map((row) => labelIn(row.labels, 'nl').text),
    travelMeans: profile.travelMeans,
    maxTravelMinutes: profile.maxTravelMinutes,
    hoursMin: profile.hoursMin,
    hoursMax: profile.hoursMax,
    availableFrom: profile.availableFrom,
    workRight: profile.workRight,
    educationLevel: profile.educationLevel,
    needsAtWork: profile.needsAtWork,
    licences: profile.licences,
    seen: details.flatMap((one) =>
      one.state === 'shortlisted' ||
      consentStands(one.consent, one.state, today, {
        running: isRunning(own, one.id),
        availability: one.availability,
      })
        ? [
            {
              employer: one.employerName,
              state: one.state,
              fields: one.state === 'shortlisted' ? [] : (one.consent?.fields ?? []),
              until: one.consent?.expiresOn ?? null,
            },
          ]
        : [],
    ),
    log: logOf(details, own, profile).slice(0, MOST_LOGGED),
  }
}
export type NewcomerView = Awaited<ReturnType<typeof newcomerView>>

const isRunning = (placements: PlacementOfCoach[], proposalId: string): boolean =>
  placements.some((one) => one.proposalId === proposalId && (one.state === 'planned' || one.state === 'active'))

/** Skills first, then work done: each with how we know it. */
function competencesOf(profile: Profile) {
  return [
    ...profile.skills.map((row) => ({
      label: labelIn(row.labels, 'nl').text,
      months: null as number | null,
      evidence: row.evidence,
      on: row.updatedOn as string | null,
    })),
    ...profile.experiences.map((row) => ({
      label: labelIn(row.labels, 'nl').text,
      months: row.months as number | null,
      evidence: row.evidence,
      on: null as string | null,
    })),
  ]
}

function dutchOf(profile: Profile, skill: (typeof LANGUAGE_SKILLS)[number], onDay: string) {
  const row = profile.languages.find((one) => one.language === DUTCH && one.skill === skill)
  const courses = profile.courses.filter((course) => course.skills.includes(skill))
  const facts = courses.map(({ skills: _, learnerProfile, ...course }) => ({
    ...course,
    skills: _,
    profile: learnerProfile,
  }))
  return {
    skill,
    level: row?.level ?? null,
    referenceLevel: row?.referenceLevel ?? null,
    source: row?.source ?? null,
    assessedOn: row?.assessedOn ?? null,
    expected: row?.level ? projectedLevel(row.level, facts, onDay, row.assessedOn, MATCHING_POLICY) : null,
  }
}

/** What happened, newest first: steps of proposals that people took, placements, and the first day. */
function logOf(details: DossierProposal[], placements: PlacementOfCoach[], profile: Profile) {
  return [
    ...details.flatMap((one) =>
      one.history
        .filter((row) => row.actorRole !== 'worker' || row.step === 'propose')
        .map((row) => ({
          at: row.at.toISOString(),
          kind: 'proposal' as const,
          step: row.reasons.some((reason) => reason.code === 'talk-first') ? ('talk' as const) : row.step,
          title: one.title,
          employer: one.employerName,
        })),
    ),
    ...placements.map((one) => ({
      at: `${one.endedOn ?? one.startsOn}T12:00:00.000Z`,
      kind: 'placement' as const,
      state: one.state,
      title: one.title,
      employer: one.employerName,
    })),
    { at: `${profile.waitingSince}T08:00:00.000Z`, kind: 'created' as const },
  ].sort((one, other) => (one.at < other.at ? 1 : -1))
}
