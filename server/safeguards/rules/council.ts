import { finding, PLACE_MOMENTS, SINCE_WHOLE, safeguardRule } from './rule.ts'
import { isUnpaid } from './sets.ts'

/** From 50 people a works council, and from five places of one campaign its advice (the number of places is ours). */
export const worksCouncil = safeguardRule({
  id: 'DSP-23',
  since: SINCE_WHOLE,
  moments: ['publish'],
  tags: ['law', 'own'],
  severity: 'human',
  appliesTo: () => true,
  inputs: ({ position }) => ({
    employees: position.staffing.employeesTotal ?? null,
    places: position.campaignPlaces ?? null,
    worksCouncil: position.worksCouncil ?? null,
  }),
  ask: ({ employees, places, worksCouncil: said }, { policy }) => {
    const { worksCouncilEmployees: least, worksCouncilPlaces: many } = policy.numbers
    if (said === 'advised' || said === 'not-applicable') return []
    if (employees !== null && employees < least) return []
    if (places !== null && places < many) return []
    if (employees === null || places === null) return [finding('human', 'works-council-unknown', { least, many })]
    return [finding('human', 'works-council-missing', { employees, places })]
  },
})

export const staffMeeting = safeguardRule({
  id: 'DSP-24',
  since: SINCE_WHOLE,
  moments: PLACE_MOMENTS,
  tags: ['law', 'own'],
  severity: 'warn',
  appliesTo: isUnpaid,
  inputs: ({ position }) => ({
    employees: position.staffing.employeesTotal ?? null,
    staffInformed: position.staffInformed ?? null,
  }),
  ask: ({ employees, staffInformed }, { policy }) => {
    const { staffMeetingEmployees: least, worksCouncilEmployees: most } = policy.numbers
    if (staffInformed === true) return []
    if (employees === null) return [finding('warn', 'staff-size-unknown', {})]
    return employees >= least && employees < most ? [finding('warn', 'staff-not-informed', { employees })] : []
  },
})
