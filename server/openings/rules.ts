import type { OpeningState } from '#db/values/members.ts'

/** How long a file stays open. Policy of 2026-11-22 (reliability.md section 4). */
export const OPENING_MINUTES = 60

type Times = { state: OpeningState; endsAt: Date | null; endedAt: Date | null }

/** Whether the file can be read at this moment. It ends by itself: nothing has to happen for it. */
export const isOpenAt = ({ state, endsAt, endedAt }: Times, now: Date): boolean =>
  state === 'approved' && endedAt === null && endsAt !== null && now < endsAt

/** How it stands, as a word. */
export const standingOf = (one: Times, now: Date): 'asked' | 'refused' | 'open' | 'over' =>
  one.state === 'approved' ? (isOpenAt(one, now) ? 'open' : 'over') : one.state
