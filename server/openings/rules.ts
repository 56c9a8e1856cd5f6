import type { OpeningState } from '#db/values/members.ts'

/** How long a file stays open. Policy of 2026-11-22 (reliability.md section 4). */
export const OPENING_MINUTES = 60
/** How long a second person may wait before saying yes or no: an emergency of last week is none. Policy of 2026-11-22. */
const ASKED_HOURS = 24

type Times = { state: OpeningState; endsAt: Date | null; endedAt: Date | null }

/** Whether the file can be read at this moment. It ends by itself: nothing has to happen for it. */
export const isOpenAt = ({ state, endsAt, endedAt }: Times, now: Date): boolean =>
  state === 'approved' && endedAt === null && endsAt !== null && now < endsAt

/** Whether it was asked so long ago that nobody decides any more. */
export const isLapsedAt = (askedAt: Date, now: Date): boolean =>
  now.getTime() - askedAt.getTime() >= ASKED_HOURS * 3_600_000

/** How it stands, as a word. */
export function standingOf(one: Times & { askedAt: Date }, now: Date): 'asked' | 'refused' | 'open' | 'over' {
  if (one.state === 'approved') return isOpenAt(one, now) ? 'open' : 'over'
  return one.state === 'asked' && isLapsedAt(one.askedAt, now) ? 'over' : one.state
}
