import type { PublishPositionInput } from '#server/positions/publish-position.ts'
import { BAKER, BAKING, KNEADING } from './reference.ts'
import { DECLARED, PLAN, weekBlocks } from './rooms.ts'

/** The form of a paid place that is in order, filled in. */
export const positionForm = (
  establishmentId: string,
  given: Partial<PublishPositionInput> = {},
): PublishPositionInput => ({
  establishmentId,
  type: 'REGULAR_JOB',
  occupationUri: BAKER,
  title: 'Werken in de bakkerij',
  tasks: ['Deeg maken'],
  learns: ['Brood bakken'],
  seats: 2,
  hoursPerWeek: 24,
  startsOn: '2026-12-07',
  endsOn: null,
  hourlyWageCents: 1650,
  supervisorName: 'Anneke de Bakker',
  supervisorHours: 8,
  traineesPerSupervisor: 2,
  learningPlan: PLAN,
  declaration: DECLARED,
  languages: [{ language: 'nld', skill: 'speaking', level: 'A2', task: 'Overleggen' }],
  neededSkills: [KNEADING],
  taughtSkills: [BAKING],
  slots: weekBlocks('work', 9, 17, [1, 2, 4]),
  ...given,
})
/** An unpaid trial: nobody looked at ended contracts, so a person has to decide. */
export const unpaidForm = (establishmentId: string, given: Partial<PublishPositionInput> = {}): PublishPositionInput =>
  positionForm(establishmentId, { type: 'WORK_EXPERIENCE', hourlyWageCents: null, endsOn: '2027-02-05', ...given })
