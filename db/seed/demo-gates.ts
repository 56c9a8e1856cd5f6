import { LANGUAGE_SKILLS, type LanguageSkill, type Level } from '#db/values/language.ts'
import type { Licence } from '#db/values/newcomers.ts'
import { plusDays } from './days.ts'
import type { MadeNewcomer } from './make-newcomer.ts'
import type { MadePlace } from './make-position.ts'

/** A place of the demo; with skills without which one cannot begin. */
export type DemoPlace = MadePlace & { requiredSkills: string[] }

type Demand = {
  /** The first of the skills that help becomes one without which one cannot begin. */
  mustHave?: true
  licences?: Licence[]
  dutch?: { skills: LanguageSkill[]; level: Level }
  /** Other hours: weekdays, and the hours of each. */
  week?: { days: number[]; from: number; to: number }
}

/**
 * What places of the last chapter demand, by their order there. Without it nearly everybody fits everywhere, and a visitor
 * sees no gate that says no, no question, and nothing that would change an answer. The places of the personas stay easy.
 */
const DEMANDS: Record<number, Demand> = {
  2: { mustHave: true, licences: ['B'] },
  5: { mustHave: true, dutch: { skills: ['listening', 'speaking'], level: 'B1' } },
  6: { dutch: { skills: ['speaking', 'writing'], level: 'B1' } },
  7: { licences: ['forklift'] },
  9: { mustHave: true },
  11: { mustHave: true, licences: ['B'] },
  12: { week: { days: [4, 5, 6], from: 15, to: 22 } },
  14: { dutch: { skills: ['speaking'], level: 'B1' }, week: { days: [3, 5, 6], from: 10, to: 18 } },
  16: { mustHave: true },
  17: { mustHave: true, dutch: { skills: ['speaking'], level: 'B1' } },
  18: { dutch: { skills: ['reading', 'writing'], level: 'B1' } },
  19: { dutch: { skills: ['listening', 'speaking'], level: 'B2' } },
}

/** A place with what it demands. `order` counts among the places of the last chapter; null = a place of another chapter. */
export function demanding(place: MadePlace, order: number | null): DemoPlace {
  const { mustHave, licences, dutch, week } = (order === null ? undefined : DEMANDS[order]) ?? {}
  const task = place.languages[0]?.task ?? ''
  return {
    ...place,
    requiredSkills: mustHave ? place.neededSkills.slice(0, 1) : [],
    licences: licences ?? place.licences,
    languages: dutch
      ? [
          ...place.languages.filter(({ skill }) => !dutch.skills.includes(skill)),
          ...dutch.skills.map((skill) => ({
            language: 'nld' as const,
            skill,
            level: dutch.level,
            task: place.languages.find((one) => one.skill === skill)?.task ?? task,
          })),
        ]
      : place.languages,
    ...(week && {
      hoursPerWeek: week.days.length * (week.to - week.from - 0.5),
      slots: week.days.map((weekday) => ({
        kind: 'work' as const,
        weekday,
        fromMinute: week.from * 60,
        toMinute: week.to * 60,
      })),
    }),
  }
}

/** Papers differ from person to person: a car licence, asked and none, nobody asked, and one more. */
const PAPERS: readonly (Licence[] | null)[] = [['B'], [], null, ['B', 'forklift']]

/**
 * Somebody of the last chapter as people are: not all alike, and of a few something is not known yet. By their order among
 * the 60; the three personas (18, 24, 30) keep fitting the places that they are brought to.
 */
export function asPeopleAre(made: MadeNewcomer, index: number, today: string): MadeNewcomer {
  const { newcomer } = made
  const one: MadeNewcomer = { ...made, newcomer: { ...newcomer, licences: PAPERS[index % PAPERS.length] ?? null } }
  if (index === 18)
    return withDutch({ ...one, newcomer: { ...one.newcomer, licences: null } }, 'A2', ['reading', 'writing'])
  if (index === 24) {
    const spoken = withDutch({ ...one, newcomer: { ...one.newcomer, licences: [] } }, 'A2', [...LANGUAGE_SKILLS])
    return withLessons(spoken, today, ['listening', 'speaking'])
  }
  if (index === 30) return withDutch({ ...one, newcomer: { ...one.newcomer, hoursMax: 28 } }, 'A1', ['writing'])
  if (index === 21) return { ...one, newcomer: { ...one.newcomer, maxTravelMinutes: null } }
  if (index === 32)
    // Lives in an asylum centre and waits for a house: where is known, when is not.
    return { ...one, newcomer: { ...one.newcomer, futurePostcode4: newcomer.postcode4 ?? null, futureFrom: null } }
  if (index === 40) return { ...one, newcomer: { ...one.newcomer, hoursMax: null } }
  if (index === 46)
    return {
      ...one,
      newcomer: { ...one.newcomer, workRight: 'unknown', workRightUntil: null, workRightCheckedOn: null },
    }
  if (index === 51)
    return { ...one, languages: one.languages.filter((row) => row.language !== 'nld' || !WRITTEN.includes(row.skill)) }
  return index % 4 === 1 ? withLessons(one, today, ['speaking']) : one
}

const WRITTEN: readonly LanguageSkill[] = ['reading', 'writing']

const withDutch = (made: MadeNewcomer, level: Level, skills: readonly LanguageSkill[]): MadeNewcomer => ({
  ...made,
  languages: made.languages.map((row) =>
    row.language === 'nld' && skills.includes(row.skill) ? { ...row, level, referenceLevel: null } : row,
  ),
})

/** Many lessons for months: a level is expected before long. */
const withLessons = (made: MadeNewcomer, today: string, skills: LanguageSkill[]): MadeNewcomer => ({
  ...made,
  courses: [
    {
      // One course, so that the id of the person serves.
      id: made.courses[0]?.id ?? made.identity.newcomerId,
      newcomerId: made.identity.newcomerId,
      skills,
      hoursPerWeek: 20,
      startsOn: plusDays(today, -90),
      endsOn: null,
      attendance: 0.9,
      learnerProfile: 'quick',
    },
  ],
})
