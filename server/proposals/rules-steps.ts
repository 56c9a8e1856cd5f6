import type { ProposalState } from '#db/values/proposals.ts'

type TakenStep = { at: Date; fromState: ProposalState | null; toState: ProposalState }

/** More steps in one millisecond than any command takes; from there on the order that was read stands. */
const MOST_AT_ONCE = 6

/**
 * Steps of one proposal in the order in which they were taken. Steps of the same moment follow the states: each begins where the one before it
 * ended, since the moment alone does not tell which of them came first.
 *
 * @param steps oldest first
 * @returns the same steps; where no order of one moment fits the states, as they were given
 */
export function inTakenOrder<S extends TakenStep>(steps: readonly S[]): S[] {
  const found: S[] = []
  for (let from = 0; from < steps.length; ) {
    const at = steps[from]?.at.getTime()
    let to = from + 1
    while (to < steps.length && steps[to]?.at.getTime() === at) to += 1
    const tied = steps.slice(from, to)
    found.push(...(chainOf(tied, found.at(-1)?.toState) ?? tied))
    from = to
  }
  return found
}

/** An order in which each step begins in the state where the one before it ended. `state`: undefined = nothing is known of before. */
function chainOf<S extends TakenStep>(steps: readonly S[], state: ProposalState | null | undefined): S[] | null {
  if (steps.length > MOST_AT_ONCE) return null
  if (steps.length === 0) return []
  for (const step of steps) {
    if (state !== undefined && step.fromState !== state) continue
    const rest = chainOf(
      steps.filter((one) => one !== step),
      step.toState,
    )
    if (rest) return [step, ...rest]
  }
  return null
}
