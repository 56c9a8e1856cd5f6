import type { z } from 'zod'
import type { safeguardCase } from '../case.ts'

type Case = z.input<typeof safeguardCase>
export type GivenPosition = Case['position']
export type GivenPerson = NonNullable<Case['person']>
export type GivenStaffing = NonNullable<GivenPosition['staffing']>

/** An establishment that answered everything and where nothing is the matter. */
export const QUIET_STAFFING: GivenStaffing = {
  endedContracts: [],
  openVacancies: 0,
  industrialAction: false,
  dismissalRequests: [],
  collectiveDismissals: [],
  employeesTotal: 30,
}

/** A place for which every question is answered and every rule in order; an example names only what is otherwise. */
export const PLACE_IN_ORDER: GivenPosition = {
  type: 'WORK_EXPERIENCE',
  startsOn: '2027-01-04',
  endsOn: '2027-03-31',
  hoursPerWeek: 24,
  supervisor: { name: 'A supervisor', hoursPerWeek: 4, trainees: 1 },
  learningPlan: {
    goals: ['works the till alone'],
    startLevel: 'helps',
    targetLevel: 'works alone',
    activities: 'works beside a colleague',
    assessmentOn: '2027-03-30',
  },
  motive: 'training',
  supernumerary: true,
  replacesPerson: false,
  regularTaskShare: 30,
  productiveShare: 30,
  intent: { signed: true, months: 6, hours: 24 },
  followUp: 'fixed-term-contract',
  insured: { liability: true, accident: true },
  feeCents: 0,
  repaymentClause: false,
  decision: { reference: 'D-1', body: 'municipality', from: '2027-01-01', until: null },
  linkedVacancy: false,
  recognition: { recognised: true, crebo: '25652', checkedOn: '2026-11-01' },
  agreementSignedBy: ['school', 'company', 'student'],
  campaignPlaces: 1,
  worksCouncil: 'not-asked',
  staffInformed: true,
  tension: { ratio: 3.2, quarter: '2026-Q3', source: 'UWV' },
  workBlocks: [1, 2, 3].map((weekday) => ({ weekday, from: 540, to: 1020 })),
}

/** The same for paid work: a wage above what is surely enough, no collective agreement, a contract of a year. */
export const PAID_IN_ORDER: GivenPosition = {
  ...PLACE_IN_ORDER,
  type: 'REGULAR_JOB',
  hourlyWageCents: 1600,
  cao: { code: null, scale: null, scaleCents: null },
  endsOn: '2028-01-03',
  decision: null,
  wageSubsidy: false,
  probationDays: 0,
  afterTrial: false,
}

/** A trial that leads to a vacancy of this employer. */
export const TRIAL_IN_ORDER: GivenPosition = {
  ...PLACE_IN_ORDER,
  type: 'TRIAL_PLACEMENT',
  endsOn: '2027-03-03',
  linkedVacancy: true,
  staffing: { ...QUIET_STAFFING, openVacancies: 1 },
}

/** Somebody of whom everything was checked and nothing stands in the way. */
export const PERSON_IN_ORDER: GivenPerson = {
  consentAt: '2026-12-01',
  mayWork: { known: true, allowed: true, from: null, until: null },
  wageAge: 21,
  workedHere: [],
  unpaidPeriods: [],
  contracts: [],
  participationMonths: 0,
  is27: true,
  lessons: [],
  lessonTravelMinutes: 0,
}
