import type { newcomerCourses, newcomerLanguages } from '#db/schema/newcomers.ts'
import { LANGUAGE_SKILLS, LEVELS, type LearnerProfile, type Level } from '#db/values/language.ts'
import { plusDays } from './days.ts'
import { ARABIC, DUTCH_SPEAKING } from './figures.ts'
import type { Random } from './random.ts'

type LanguageRow = typeof newcomerLanguages.$inferInsert

const CEFR: readonly Level[] = ['none', 'A1', 'A2', 'B1', 'B2', 'C1', 'C2']
const beside = (level: Level, steps: number): Level => {
  const at = Math.max(0, Math.min(CEFR.length - 1, CEFR.indexOf(level) + steps))
  return CEFR[at] ?? level
}

/** Dutch per skill with source and date, and the course that makes it grow. */
export function makeDutch(
  random: Random,
  given: { newcomerId: string; today: string; schooled: boolean; profile: LearnerProfile; lessons: number },
): { levels: LanguageRow[]; courses: (typeof newcomerCourses.$inferInsert)[] } {
  const { newcomerId, today, schooled } = given
  const speaking = random.weighed(DUTCH_SPEAKING)
  // Who still learns to read does so below A1 (Raamwerk Alfabetisering NT2).
  const isLearningToRead = !schooled && random.chance(0.3)
  const alfa = random.one(['alfa-a', 'alfa-b', 'alfa-c'] as const)
  const levels: LanguageRow[] = []
  for (const skill of LANGUAGE_SKILLS) {
    if (random.chance(0.03)) continue // nobody has looked yet
    const steps = skill === 'speaking' ? 0 : skill === 'listening' ? random.whole(0, 1) : random.whole(-1, 0)
    const isWritten = skill === 'reading' || skill === 'writing'
    const level = isLearningToRead && isWritten ? alfa : beside(speaking, steps)
    const isReference = random.chance(0.02)
    levels.push({
      newcomerId,
      language: 'nld',
      skill,
      level: isReference ? null : level,
      referenceLevel: isReference ? random.one(['1F', '2F'] as const) : null,
      source: random.weighed([
        ['tested', 38],
        ['lesson', 26],
        ['intake', 22],
        ['exam', 9],
        ['self', 5],
      ] as const),
      assessedOn: plusDays(today, -random.whole(15, random.chance(0.08) ? 1000 : 420)),
    })
  }
  if (given.lessons === 0) return { levels, courses: [] }
  return {
    levels,
    courses: [
      {
        id: random.uuid(),
        newcomerId,
        skills: [...LANGUAGE_SKILLS],
        hoursPerWeek: given.lessons,
        startsOn: plusDays(today, -random.whole(20, 300)),
        endsOn: random.chance(0.25) ? null : plusDays(today, random.whole(20, 240)),
        attendance: random.chance(0.3) ? null : random.whole(65, 100) / 100,
        learnerProfile: given.profile,
      },
    ],
  }
}

/** First language and often English. Levels of a first language are the person's own word. */
export function makeOtherLanguages(
  random: Random,
  given: { newcomerId: string; first: string; schooled: boolean; waitingSince: string },
): LanguageRow[] {
  const { newcomerId, first, schooled, waitingSince } = given
  const rows: LanguageRow[] = []
  const add = (language: string, skill: LanguageRow['skill'], level: Level) =>
    rows.push({ newcomerId, language, skill, level, referenceLevel: null, source: 'self', assessedOn: waitingSince })
  const written: Level = schooled ? 'C1' : random.one(['A2', 'B1', 'B2'] as const)
  for (const skill of LANGUAGE_SKILLS) add(first, skill, skill === 'reading' || skill === 'writing' ? written : 'C2')
  if (first !== 'eng' && random.chance(schooled ? 0.55 : 0.12)) {
    const level = random.weighed([
      ['A1', 2],
      ['A2', 4],
      ['B1', 4],
      ['B2', 2],
      ['C1', 1],
    ] as const)
    for (const skill of LANGUAGE_SKILLS) add('eng', skill, level)
  }
  if (!ARABIC.includes(first) && random.chance(0.12))
    for (const skill of ['listening', 'speaking'] as const) add('ara', skill, LEVELS[random.whole(5, 8)] ?? 'A2')
  return rows
}
