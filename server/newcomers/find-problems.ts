import { inArray } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { occupations, places, skills } from '#db/schema/reference.ts'
import { employerNames } from '#server/employers/reads.ts'
import type { ProfileProblem, ProfileUpdate } from './profile-sections.ts'

type Named = { path: string; value: string | null }

/** What the schema cannot know: whether a postcode or concept exists, and whether a day has come yet. `today` is a Dutch day. */
export async function findProblems(db: Reader, input: ProfileUpdate, today: string): Promise<ProfileProblem[]> {
  switch (input.section) {
    case 'basics':
      return unknownPostcodes(db, [
        { path: 'postcode4', value: input.postcode4 },
        { path: 'futurePostcode4', value: input.futurePostcode4 },
      ])
    case 'language':
      return input.languages.flatMap((row, at) =>
        row.assessedOn > today ? [{ path: `languages[${at}].assessedOn`, code: 'in-future' as const }] : [],
      )
    case 'skills':
      return unknownSkills(
        db,
        input.skills.map((row, at) => ({ path: `skills[${at}].skillUri`, value: row.skillUri })),
      )
    case 'experience':
      return unknownOccupations(
        db,
        input.experiences.map((row, at) => ({ path: `experiences[${at}].occupationUri`, value: row.occupationUri })),
      )
    case 'wishes':
      return [
        ...(await unknownOccupations(
          db,
          input.occupations.map((value, at) => ({ path: `occupations[${at}]`, value })),
        )),
        ...(await unknownSkills(
          db,
          input.learning.map((value, at) => ({ path: `learning[${at}]`, value })),
        )),
        ...(await unknownOccupations(
          db,
          input.noGoWork.map((value, at) => ({ path: `noGoWork[${at}]`, value })),
        )),
        ...missing(
          input.noGoEmployers.map((value, at) => ({ path: `noGoEmployers[${at}]`, value })),
          [...(await employerNames(db, input.noGoEmployers)).keys()],
          'unknown-concept',
        ),
      ]
    case 'practical':
      return input.workRightCheckedOn !== null && input.workRightCheckedOn > today
        ? [{ path: 'workRightCheckedOn', code: 'in-future' }]
        : []
    case 'education':
      return []
  }
}

const missing = (named: Named[], known: string[], code: ProfileProblem['code']): ProfileProblem[] => {
  const there = new Set(known)
  return named.flatMap(({ path, value }) => (value === null || there.has(value) ? [] : [{ path, code }]))
}
const valuesOf = (named: Named[]): string[] => named.flatMap(({ value }) => (value === null ? [] : [value]))

async function unknownPostcodes(db: Reader, named: Named[]): Promise<ProfileProblem[]> {
  const values = valuesOf(named)
  if (values.length === 0) return []
  const rows = await db.select({ value: places.postcode4 }).from(places).where(inArray(places.postcode4, values))
  return missing(
    named,
    rows.map((row) => row.value),
    'unknown-postcode',
  )
}

async function unknownOccupations(db: Reader, named: Named[]): Promise<ProfileProblem[]> {
  const values = valuesOf(named)
  if (values.length === 0) return []
  const rows = await db.select({ value: occupations.uri }).from(occupations).where(inArray(occupations.uri, values))
  return missing(
    named,
    rows.map((row) => row.value),
    'unknown-concept',
  )
}

async function unknownSkills(db: Reader, named: Named[]): Promise<ProfileProblem[]> {
  const values = valuesOf(named)
  if (values.length === 0) return []
  const rows = await db.select({ value: skills.uri }).from(skills).where(inArray(skills.uri, values))
  return missing(
    named,
    rows.map((row) => row.value),
    'unknown-concept',
  )
}
