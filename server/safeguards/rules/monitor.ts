import { addMonths } from './calendar.ts'
import { finding, SINCE_WHOLE, safeguardRule } from './rule.ts'
import { isUnpaid } from './sets.ts'

/**
 * What conversations with those who were placed here reported: a person looks first, whatever the type of the place. Counted back from today and
 * not from the start, since a later start makes no signal older.
 */
export const signals = safeguardRule({
  id: 'MON-12',
  moments: ['publish', 'start'],
  tags: ['own'],
  severity: 'human',
  appliesTo: () => true,
  inputs: ({ position, today }) => ({ concerns: position.staffing.concerns, today }),
  ask: ({ concerns, today }, { policy }) => {
    const since = addMonths(today, -policy.numbers.concernMonths)
    return concerns
      .filter((one) => one.reportedOn >= since)
      .map(({ concern, reportedOn: on }) => finding('human', 'concern-open', { concern, on }))
  },
})

/**
 * A monitor's block stops new unpaid publications here until an officer decides, a serious signal every publication, and nothing else
 * (ruling 14). After an audit that found so a person decides on every new place, whatever its type, until the term of that is over.
 */
export const pause = safeguardRule({
  id: 'MON',
  since: SINCE_WHOLE,
  moments: ['publish'],
  tags: ['own'],
  severity: 'block',
  appliesTo: () => true,
  inputs: ({ position, today }) => ({
    isUnpaid: isUnpaid(position),
    pauses: position.staffing.pauses ?? [],
    // A term that is over says nothing any more, so it is no evidence either.
    decides: (position.staffing.decides ?? []).filter((one) => one.until >= today),
  }),
  // Answers of before there were audits kept none.
  ask: ({ isUnpaid: unpaid, pauses, decides = [] }) => [
    ...pauses
      .filter((one) => unpaid || one.monitor === 'MON-12')
      .map(({ monitor, on }) => finding('block', 'monitor-pauses', { monitor, on })),
    ...decides.map(({ on, until }) => finding('human', 'audit-decides', { on, until })),
  ],
})
