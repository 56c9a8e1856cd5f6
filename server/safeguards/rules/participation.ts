import type { ParticipationReview } from '#db/values/placements.ts'
import { addDays, addMonths } from './calendar.ts'
import { finding, SINCE_WHOLE, safeguardRule } from './rule.ts'

export const ageLimit = safeguardRule({
  id: 'DSP-31',
  since: SINCE_WHOLE,
  about: 'person',
  moments: ['start'],
  tags: ['law'],
  severity: 'block',
  appliesTo: ({ type }) => type === 'PARTICIPATION_PLACEMENT',
  inputs: ({ person }) => ({ is27: person?.is27 ?? null }),
  ask: ({ is27 }) => {
    if (is27 === null) return [finding('human', 'age-27-unknown', {})]
    return is27 ? [] : [finding('block', 'age-below-27', {})]
  },
})

type Due = { kind: ParticipationReview; dueOn: string }

/** A review is held before the term is over; the others are due when so many months have passed. */
const CALENDAR: readonly { kind: ParticipationReview; months: number; before?: true; every?: number }[] = [
  { kind: 'training-offer', months: 6 },
  { kind: 'premium', months: 6, every: 6 },
  { kind: 'assessment', months: 9 },
  { kind: 'review-24', months: 24, before: true },
  { kind: 'review-36', months: 36, before: true },
]

/**
 * What falls due in a participation placement up to a day, the earliest first: the tasks of Participatiewet 10a.
 * @param startedOn the first day of the placement; both days `YYYY-MM-DD`
 */
export const participationCalendar = (startedOn: string, until: string): Due[] => {
  const due: Due[] = []
  for (const { kind, months, before, every } of CALENDAR) {
    for (let after = months; ; after += every ?? 0) {
      const day = addMonths(startedOn, after)
      const dueOn = before ? addDays(day, -1) : day
      if (dueOn > until) break
      due.push({ kind, dueOn })
      if (every === undefined) break
    }
  }
  return due.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
}

/** Each premium done settles one that is due. What is due today may still be done today. */
export const participationReviews = safeguardRule({
  id: 'DSP-32',
  since: SINCE_WHOLE,
  about: 'person',
  moments: ['extend'],
  tags: ['law'],
  severity: 'human',
  appliesTo: ({ type }) => type === 'PARTICIPATION_PLACEMENT',
  inputs: ({ person, today }) => ({
    startedOn: person?.participation?.startedOn ?? null,
    done: person?.participation?.done.map((one) => one.kind) ?? [],
    today,
  }),
  ask: ({ startedOn, done, today }) => {
    if (startedOn === null) return [finding('human', 'reviews-unknown', {})]
    const left = [...done]
    return participationCalendar(startedOn, addDays(today, -1))
      .filter(({ kind }) => {
        const at = left.indexOf(kind)
        if (at >= 0) left.splice(at, 1)
        return at < 0
      })
      .map(({ kind, dueOn }) => finding('human', 'review-overdue', { kind, dueOn }))
  },
})
