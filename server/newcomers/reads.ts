import { asc, eq } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Reader } from '#db/client.ts'
import {
  newcomerCourses,
  newcomerEducations,
  newcomerExperiences,
  newcomerIdentities,
  newcomerLanguages,
  newcomerLearningWishes,
  newcomerNoGoes,
  newcomerSkills,
  newcomerSlots,
  newcomers,
  newcomerWishes,
} from '#db/schema/newcomers.ts'
import { municipalities, occupations, skills } from '#db/schema/reference.ts'
import { employerNames } from '#server/employers/reads.ts'
import type { Ctx } from '#server/platform/context.ts'
import { contactOf, openedText } from '#server/platform/sealed-fields.ts'
import { findOwnNewcomer } from './find-own-newcomer.ts'

export { caseloadOf } from './reads-caseload.ts'
export { newcomerFactsOf } from './reads-facts.ts'

/**
 * The competence profile with all its rows and the labels of its concepts; no identity. Who may see it is for the caller:
 * pages use `ownProfile`.
 *
 * @returns null when there is no such newcomer
 */
export async function profileOf(db: Reader, newcomerId: string) {
  const [row] = await db
    .select({ newcomer: newcomers, municipality: municipalities.name })
    .from(newcomers)
    .innerJoin(municipalities, eq(municipalities.code, newcomers.municipalityCode))
    .where(eq(newcomers.id, newcomerId))
  if (!row) return null
  const mine = (table: { newcomerId: PgColumn }) => eq(table.newcomerId, newcomerId)
  const occupation = { labels: occupations.labels, isco: occupations.isco }
  const [languages, courses, slots, owned, experiences, educations, wishes, learning, noGoes] = await Promise.all([
    db
      .select({
        language: newcomerLanguages.language,
        skill: newcomerLanguages.skill,
        level: newcomerLanguages.level,
        referenceLevel: newcomerLanguages.referenceLevel,
        source: newcomerLanguages.source,
        assessedOn: newcomerLanguages.assessedOn,
      })
      .from(newcomerLanguages)
      .where(mine(newcomerLanguages))
      .orderBy(asc(newcomerLanguages.language), asc(newcomerLanguages.skill)),
    db
      .select({
        skills: newcomerCourses.skills,
        hoursPerWeek: newcomerCourses.hoursPerWeek,
        startsOn: newcomerCourses.startsOn,
        endsOn: newcomerCourses.endsOn,
        attendance: newcomerCourses.attendance,
        learnerProfile: newcomerCourses.learnerProfile,
      })
      .from(newcomerCourses)
      .where(mine(newcomerCourses))
      .orderBy(asc(newcomerCourses.startsOn), asc(newcomerCourses.id)),
    db
      .select({
        kind: newcomerSlots.kind,
        weekday: newcomerSlots.weekday,
        fromMinute: newcomerSlots.fromMinute,
        toMinute: newcomerSlots.toMinute,
      })
      .from(newcomerSlots)
      .where(mine(newcomerSlots))
      .orderBy(asc(newcomerSlots.weekday), asc(newcomerSlots.fromMinute), asc(newcomerSlots.kind)),
    db
      .select({
        skillUri: newcomerSkills.skillUri,
        labels: skills.labels,
        evidence: newcomerSkills.evidence,
        updatedOn: newcomerSkills.updatedOn,
      })
      .from(newcomerSkills)
      .innerJoin(skills, eq(skills.uri, newcomerSkills.skillUri))
      .where(mine(newcomerSkills))
      .orderBy(asc(newcomerSkills.skillUri)),
    db
      .select({
        occupationUri: newcomerExperiences.occupationUri,
        ...occupation,
        months: newcomerExperiences.months,
        evidence: newcomerExperiences.evidence,
      })
      .from(newcomerExperiences)
      .innerJoin(occupations, eq(occupations.uri, newcomerExperiences.occupationUri))
      .where(mine(newcomerExperiences))
      .orderBy(asc(newcomerExperiences.id)),
    db
      .select({
        level: newcomerEducations.level,
        field: newcomerEducations.field,
        valued: newcomerEducations.valued,
      })
      .from(newcomerEducations)
      .where(mine(newcomerEducations))
      .orderBy(asc(newcomerEducations.id)),
    db
      .select({
        occupationUri: newcomerWishes.occupationUri,
        ...occupation,
        rank: newcomerWishes.rank,
      })
      .from(newcomerWishes)
      .innerJoin(occupations, eq(occupations.uri, newcomerWishes.occupationUri))
      .where(mine(newcomerWishes))
      .orderBy(asc(newcomerWishes.rank)),
    db
      .select({ skillUri: newcomerLearningWishes.skillUri, labels: skills.labels })
      .from(newcomerLearningWishes)
      .innerJoin(skills, eq(skills.uri, newcomerLearningWishes.skillUri))
      .where(mine(newcomerLearningWishes))
      .orderBy(asc(newcomerLearningWishes.skillUri)),
    db
      .select({
        occupationUri: newcomerNoGoes.occupationUri,
        labels: occupations.labels,
        employerId: newcomerNoGoes.employerId,
      })
      .from(newcomerNoGoes)
      .leftJoin(occupations, eq(occupations.uri, newcomerNoGoes.occupationUri))
      .where(mine(newcomerNoGoes))
      .orderBy(asc(newcomerNoGoes.occupationUri), asc(newcomerNoGoes.employerId)),
  ])
  const unwanted = await employerNames(
    db,
    noGoes.flatMap(({ employerId }) => employerId ?? []),
  )
  const { needsSealed, ...newcomer } = row.newcomer
  return {
    ...newcomer,
    needsAtWork: openedText<''>('newcomers', 'needs_at_work', newcomerId, {
      plain: newcomer.needsAtWork,
      sealed: needsSealed,
    }),
    municipality: row.municipality,
    languages,
    courses,
    slots,
    skills: owned,
    experiences,
    educations,
    wishes,
    learningWishes: learning,
    noGoWork: noGoes.flatMap(({ occupationUri, labels }) =>
      occupationUri && labels ? [{ occupationUri, labels }] : [],
    ),
    noGoEmployers: [...unwanted].map(([employerId, name]) => ({ employerId, name })),
  }
}
export type Profile = NonNullable<Awaited<ReturnType<typeof profileOf>>>

export type Identity = { givenName: string; familyName: string; email: string | null; phone: string | null }

/**
 * Who a newcomer is. Callers are server code only: for the own coach, for the newcomer, or after consent (law 8).
 *
 * @returns null when no identity is kept
 */
export async function identityOf(db: Reader, newcomerId: string): Promise<Identity | null> {
  const [row] = await db
    .select({
      givenName: newcomerIdentities.givenName,
      familyName: newcomerIdentities.familyName,
      email: newcomerIdentities.email,
      phone: newcomerIdentities.phone,
      emailSealed: newcomerIdentities.emailSealed,
      phoneSealed: newcomerIdentities.phoneSealed,
    })
    .from(newcomerIdentities)
    .where(eq(newcomerIdentities.newcomerId, newcomerId))
  if (!row) return null
  return { givenName: row.givenName, familyName: row.familyName, ...contactOf(newcomerId, row) }
}

/**
 * The profile with the identity, for the own coach and for the newcomer: what the intake and "my details" show. The newcomer's own
 * page leaves out what only the coach sees (`needsAtWork`, the legal check).
 *
 * @throws Refusal `not-found` (another coach's newcomer as well), `forbidden`
 */
export async function ownProfile(ctx: Ctx, newcomerId: string): Promise<Profile & { identity: Identity }> {
  await findOwnNewcomer(ctx.db, ctx.actor, newcomerId, 'coach', 'newcomer')
  const [profile, identity] = await Promise.all([profileOf(ctx.db, newcomerId), identityOf(ctx.db, newcomerId)])
  if (!profile) throw new Error('the newcomer went away between two reads')
  return { ...profile, identity: identity ?? { givenName: '', familyName: '', email: null, phone: null } }
}
