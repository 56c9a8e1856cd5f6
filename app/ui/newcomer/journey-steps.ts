import type { Availability } from '#db/values/newcomers.ts'
import type { FollowUpKind, FollowUpState, PlacementState } from '#db/values/placements.ts'
import type { ProposalState } from '#db/values/proposals.ts'

/** Where somebody stands, as the reads tell it: the most advanced proposal and the placement. */
export type Standing = {
  availability: Availability
  proposal: { state: ProposalState } | null
  placement: {
    state: PlacementState
    followUps: readonly { kind: FollowUpKind; state: FollowUpState; dueOn: string }[]
  } | null
}

type Key = 'intake' | 'search' | 'choose' | 'employer' | 'meet' | 'start' | FollowUpKind | 'onward'
export type Step = { key: Key; state: 'done' | 'now' | 'todo'; dueOn?: string }

const BEFORE: readonly Key[] = ['intake', 'search', 'choose', 'employer', 'meet', 'start']
/** Conversations that a picture shows while there is no placement: none. */
const RUNNING: readonly PlacementState[] = ['planned', 'active']

/** Which step is the present one while nobody works yet. */
function presentOf({ availability, proposal }: Standing): Key {
  switch (proposal?.state) {
    case 'shortlisted':
      return 'choose'
    case 'consented':
      return 'employer'
    case 'accepted':
      return 'meet'
    default:
      return availability === 'in-intake' ? 'intake' : 'search'
  }
}

/**
 * The way from intake to what comes after the place, with exactly one present step (none when everything is behind): what the journey
 * page draws. Display only; what may happen is in the lifecycles.
 */
export function journeySteps(standing: Standing): Step[] {
  const placement = standing.placement && RUNNING.includes(standing.placement.state) ? standing.placement : null
  const talks = (placement?.followUps ?? []).filter((one) => one.state !== 'dropped')
  const steps: Step[] = [
    ...BEFORE.map((key): Step => ({ key, state: 'todo' })),
    ...talks.map(
      (talk): Step => ({ key: talk.kind, state: talk.state === 'done' ? 'done' : 'todo', dueOn: talk.dueOn }),
    ),
    { key: 'onward', state: 'todo' },
  ]
  const present = placement === null ? presentOf(standing) : placement.state === 'planned' ? 'start' : nextTalk(talks)
  const at = steps.findIndex((step) => step.key === present)
  return steps.map((step, index) => ({ ...step, state: index < at ? 'done' : index === at ? 'now' : 'todo' }))
}

const nextTalk = (talks: readonly { kind: FollowUpKind; state: FollowUpState }[]): Key =>
  talks.find((talk) => talk.state !== 'done')?.kind ?? 'onward'
