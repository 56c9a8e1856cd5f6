import { sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import {
  newcomerCourses,
  newcomerExperiences,
  newcomerLanguages,
  newcomerLearningWishes,
  newcomerNoGoes,
  newcomerSkills,
  newcomerSlots,
  newcomers,
  newcomerWishes,
} from '#db/schema/newcomers.ts'
import type { NewcomerFacts } from '#server/matching/rules/facts.ts'
import { linesBy, linesOf, openSharedLines, wantedRows } from './reads-lines.ts'

const DUTCH = 'nld'

/** The columns that matching may see: a protected or naming field is not selected, so it cannot leak. */
const columns = {
  id: newcomers.id,
  postcode4: newcomers.postcode4,
  futurePostcode4: newcomers.futurePostcode4,
  futureFrom: newcomers.futureFrom,
  travelMeans: newcomers.travelMeans,
  maxTravelMinutes: newcomers.maxTravelMinutes,
  hoursMin: newcomers.hoursMin,
  hoursMax: newcomers.hoursMax,
  availableFrom: newcomers.availableFrom,
  workRight: newcomers.workRight,
  workRightFrom: newcomers.workRightFrom,
  workRightUntil: newcomers.workRightUntil,
  licences: newcomers.licences,
  waitingSince: newcomers.waitingSince,
}

/** @returns in the order of the ids of the newcomers */
export const rowsOf = (db: Reader, ids: readonly string[]) =>
  db
    .select(columns)
    .from(newcomers)
    .where(sql`${newcomers.id} = any(array(select wanted_id::uuid from ${wantedRows(ids)}))`)
    .orderBy(newcomers.id)

/** What belongs to these newcomers, a text for each of them and table; the readers below take it apart. */
export async function linesOfPart(db: Reader, ids: readonly string[]) {
  const [l, c, s, k, e, w, g, n] = [
    newcomerLanguages,
    newcomerCourses,
    newcomerSlots,
    newcomerSkills,
    newcomerExperiences,
    newcomerWishes,
    newcomerLearningWishes,
    newcomerNoGoes,
  ]
  const [languages, courses, slots, skills, experiences, wishes, learning, noGoes] = await Promise.all([
    linesBy(db, ids, l, l.newcomerId, [l.language, l.skill, l.level, l.referenceLevel, l.source, l.assessedOn]),
    linesBy(db, ids, c, c.newcomerId, [
      c.hoursPerWeek,
      c.startsOn,
      c.endsOn,
      c.attendance,
      c.learnerProfile,
      sql`array_to_string(${c.skills}, ' ')`,
    ]),
    linesBy(db, ids, s, s.newcomerId, [s.kind, s.weekday, s.fromMinute, s.toMinute]),
    linesBy(db, ids, k, k.newcomerId, [k.skillUri, k.evidence]),
    linesBy(db, ids, e, e.newcomerId, [e.occupationUri, e.months]),
    linesBy(db, ids, w, w.newcomerId, [w.occupationUri, w.rank], sql`order by ${w.rank}`),
    linesBy(db, ids, g, g.newcomerId, [g.skillUri]),
    linesBy(db, ids, n, n.newcomerId, [n.occupationUri, n.employerId]),
  ])
  return { languages, courses, slots, skills, experiences, wishes, learning, noGoes }
}

type Fact<K extends keyof NewcomerFacts> = NewcomerFacts[K] extends (infer One)[] ? One : never
type Dutch = NewcomerFacts['dutch']
type Measured = NonNullable<Dutch['speaking']>

/** Readers of the lines that return from one newcomer to the next. */
export const openReaders = () => ({
  slot: openSharedLines(
    ([kind, weekday, from, to]): Fact<'slots'> => ({
      kind: kind as Fact<'slots'>['kind'],
      weekday: Number(weekday),
      from: Number(from),
      to: Number(to),
    }),
  ),
  /** `broader` here, and `isco` below, are filled in when they were read of all of them. */
  skill: openSharedLines(
    ([uri = '', evidence]): Fact<'skills'> => ({
      uri,
      broader: [],
      evidence: evidence as Fact<'skills'>['evidence'],
    }),
  ),
  experience: openSharedLines(
    ([occupationUri = '', months]): Fact<'experiences'> => ({ occupationUri, isco: '', months: Number(months) }),
  ),
  wish: openSharedLines(
    ([occupationUri = '', rank]): Fact<'wishes'> => ({ occupationUri, isco: '', rank: Number(rank) }),
  ),
  learning: openSharedLines(([skillUri = '']): string => skillUri),
  noGo: openSharedLines(([occupationUri, employerId]) => ({
    occupationUri: occupationUri || null,
    employerId: employerId || null,
  })),
})

export const courseOf = ([hours, startsOn = '', endsOn, attendance, profile, skills]: string[]): Fact<'courses'> => ({
  hoursPerWeek: Number(hours),
  startsOn,
  endsOn: endsOn || null,
  attendance: attendance ? Number(attendance) : null,
  profile: profile as Fact<'courses'>['profile'],
  skills: (skills ? skills.split(' ') : []) as Fact<'courses'>['skills'],
})

/** Dutch by skill, and the other languages. */
export const spokenOf = (text: string | undefined): Pick<NewcomerFacts, 'dutch' | 'otherLanguages'> => {
  const dutch: Dutch = { listening: null, speaking: null, reading: null, writing: null }
  const otherLanguages: NewcomerFacts['otherLanguages'] = []
  for (const [language = '', known, given, reference, source, assessedOn] of linesOf(text, (fields) => fields)) {
    const [skill, level] = [known as keyof Dutch, (given || null) as Measured['level']]
    if (language !== DUTCH) otherLanguages.push({ language, skill, level })
    else
      dutch[skill] = {
        level,
        reference: (reference || null) as Measured['reference'],
        source: source as Measured['source'],
        assessedOn: assessedOn || null,
      }
  }
  return { dutch, otherLanguages }
}
