import { LANGUAGE_SKILLS, type Level } from '#db/values/language.ts'
import { morningOf, plusDays } from './days.ts'
import type { MadeNewcomer } from './make-newcomer.ts'

/**
 * Makes somebody ready to start: the week free, Dutch tested, a bicycle and the bus, the right to work checked. The stories of the demo need a
 * few of whom nothing stands in the way.
 */
export function makeReady(made: MadeNewcomer, today: string, level: Level): MadeNewcomer {
  const { newcomerId } = made.identity
  const waitingSince = plusDays(today, -320)
  return {
    ...made,
    newcomer: {
      ...made.newcomer,
      travelMeans: ['bicycle', 'public-transport'],
      maxTravelMinutes: 75,
      hoursMin: 8,
      hoursMax: 36,
      availableFrom: plusDays(today, -300),
      workRight: 'free',
      workRightFrom: null,
      workRightUntil: plusDays(today, 1200),
      workRightCheckedOn: plusDays(today, -300),
      licences: ['B'],
      waitingSince,
      createdAt: morningOf(waitingSince),
      updatedAt: morningOf(waitingSince),
    },
    languages: [
      ...LANGUAGE_SKILLS.map((skill) => ({
        newcomerId,
        language: 'nld',
        skill,
        level,
        referenceLevel: null,
        source: 'tested' as const,
        assessedOn: plusDays(today, -40),
      })),
      ...made.languages.filter(({ language }) => language !== 'nld'),
    ],
    slots: [1, 2, 3, 4, 5].map((weekday) => ({
      newcomerId,
      kind: 'available' as const,
      weekday,
      fromMinute: 6 * 60,
      toMinute: 20 * 60,
    })),
    courses: made.courses.slice(0, 1),
  }
}
