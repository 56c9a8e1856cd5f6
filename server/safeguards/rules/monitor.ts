import { addMonths } from './calendar.ts'
import { finding, type SafeguardRule, SINCE } from './rule.ts'

/**
 * What conversations with those who were placed here reported: a person looks first, whatever the type of the place. Counted back from today and
 * not from the start, since a later start makes no signal older.
 */
export const signals: SafeguardRule = {
  id: 'MON-12',
  name: 'Signals',
  moments: ['publish', 'start'],
  basis: { kind: 'own', text: 'Meldpunt Verdringing 2017; our policy of 2026-11-22' },
  since: SINCE,
  appliesTo: () => true,
  ask: ({ position, policy, today }) => {
    const since = addMonths(today, -policy.numbers.concernMonths)
    return position.staffing.concerns
      .filter((one) => one.reportedOn >= since)
      .map(({ concern, reportedOn: on }) => finding('human', 'concern-open', { concern, on }))
  },
  inputs: ({ position }) => ({ concerns: position.staffing.concerns }),
}
