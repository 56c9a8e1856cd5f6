import type { ProposalState } from '#db/values/proposals.ts'

/** An open proposal as the engine weighs it: whose, in which state, whether the coach saw it, and the scores that it was made with (0..1000). */
export type OpenPair = {
  id: string
  newcomerId: string
  positionId: string
  state: ProposalState
  seen: boolean
  version: number
  w: number
  a: number
  e: number
}

/** `foreign`: the other side belongs to another area, so only the nightly run moves it. */
export type AreaPair = OpenPair & { foreign: boolean }

/** Pairs that a run may weigh anew, those that stay whatever it finds, and those that end since no gate lets them through any more. */
export type Standing = { free: OpenPair[]; pinned: OpenPair[]; unfit: OpenPair[] }

/**
 * Who may be moved by a run. What people acted on stays and takes room. What a coach has seen stays while the pair still fits: whoever looked at a
 * proposal finds it again tomorrow. What only the engine has seen may make room for a better one, if the run has it among its choices: what the
 * day made of newer facts than the run was scored with stays and takes room, since the run cannot weigh it.
 *
 * @param open every open proposal of the scope
 * @param fits whether the pair passes every gate today, on a position that still has a free seat
 * @param isScored whether the run has a score for the pair, so that it can weigh it against others
 */
export const standingOf = (
  open: readonly OpenPair[],
  fits: (pair: OpenPair) => boolean,
  isScored: (pair: OpenPair) => boolean,
): Standing => {
  const standing: Standing = { free: [], pinned: [], unfit: [] }
  for (const pair of open) {
    if (pair.state !== 'proposed') standing.pinned.push(pair)
    else if (!fits(pair)) standing.unfit.push(pair)
    else (pair.seen || !isScored(pair) ? standing.pinned : standing.free).push(pair)
  }
  return standing
}

/** The key of a pair in a map. */
export const keyOf = (pair: { newcomerId: string; positionId: string }): string =>
  `${pair.newcomerId} ${pair.positionId}`
