import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Tx } from '#db/client.ts'
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
import { keptContact, keptWords } from '#server/platform/sealed-fields.ts'
import type { PROFILE_SECTIONS, ProfileSection } from './profile-sections.ts'

type Saved<S extends ProfileSection> = z.output<(typeof PROFILE_SECTIONS)[S]>

/* A section holds the whole of its rows, so each write replaces them; `update-profile` has locked the newcomer's row by then. */

export async function writeBasics(tx: Tx, input: Saved<'basics'>): Promise<void> {
  const { newcomerId, givenName, familyName, email, phone } = input
  const needs = keptWords('newcomers', 'needs_at_work', newcomerId, input.needsAtWork)
  const identity = { givenName, familyName, ...keptContact(newcomerId, { email, phone }) }
  await tx
    .update(newcomers)
    .set({
      screenLanguage: input.screenLanguage,
      postcode4: input.postcode4,
      futurePostcode4: input.futurePostcode4,
      futureFrom: input.futureFrom,
      needsAtWork: needs.plain,
      needsSealed: needs.sealed,
    })
    .where(eq(newcomers.id, newcomerId))
  await tx
    .insert(newcomerIdentities)
    .values({ newcomerId, ...identity })
    .onConflictDoUpdate({ target: newcomerIdentities.newcomerId, set: identity })
}

export async function writeLanguage(tx: Tx, { newcomerId, languages, courses }: Saved<'language'>): Promise<void> {
  await tx.delete(newcomerLanguages).where(eq(newcomerLanguages.newcomerId, newcomerId))
  await tx.delete(newcomerCourses).where(eq(newcomerCourses.newcomerId, newcomerId))
  if (languages.length) await tx.insert(newcomerLanguages).values(languages.map((row) => ({ ...row, newcomerId })))
  if (courses.length) await tx.insert(newcomerCourses).values(courses.map((row) => ({ ...row, newcomerId })))
}

/** The day of a skill is the day on which its evidence last changed. */
export async function writeSkills(tx: Tx, input: Saved<'skills'>, today: string): Promise<void> {
  const { newcomerId, skills } = input
  const licences = input.licences.length > 0 || input.hasNoLicences ? input.licences : null
  const before = await tx.select().from(newcomerSkills).where(eq(newcomerSkills.newcomerId, newcomerId))
  const since = new Map(before.map((row) => [`${row.skillUri} ${row.evidence}`, row.updatedOn]))
  await tx.delete(newcomerSkills).where(eq(newcomerSkills.newcomerId, newcomerId))
  if (skills.length)
    await tx
      .insert(newcomerSkills)
      .values(
        skills.map((row) => ({ ...row, newcomerId, updatedOn: since.get(`${row.skillUri} ${row.evidence}`) ?? today })),
      )
  await tx.update(newcomers).set({ licences }).where(eq(newcomers.id, newcomerId))
}

export async function writeExperience(tx: Tx, { newcomerId, experiences }: Saved<'experience'>): Promise<void> {
  await tx.delete(newcomerExperiences).where(eq(newcomerExperiences.newcomerId, newcomerId))
  if (experiences.length)
    await tx.insert(newcomerExperiences).values(experiences.map((row) => ({ ...row, newcomerId })))
}

export async function writeEducation(tx: Tx, input: Saved<'education'>): Promise<void> {
  const { newcomerId, educationLevel, educations } = input
  await tx.delete(newcomerEducations).where(eq(newcomerEducations.newcomerId, newcomerId))
  if (educations.length) await tx.insert(newcomerEducations).values(educations.map((row) => ({ ...row, newcomerId })))
  await tx.update(newcomers).set({ educationLevel }).where(eq(newcomers.id, newcomerId))
}

export async function writeWishes(tx: Tx, input: Saved<'wishes'>): Promise<void> {
  const { newcomerId, occupations, learning, noGoWork, noGoEmployers } = input
  await tx.delete(newcomerWishes).where(eq(newcomerWishes.newcomerId, newcomerId))
  await tx.delete(newcomerLearningWishes).where(eq(newcomerLearningWishes.newcomerId, newcomerId))
  await tx.delete(newcomerNoGoes).where(eq(newcomerNoGoes.newcomerId, newcomerId))
  if (occupations.length)
    await tx
      .insert(newcomerWishes)
      .values(occupations.map((occupationUri, at) => ({ newcomerId, occupationUri, rank: at + 1 })))
  if (learning.length)
    await tx.insert(newcomerLearningWishes).values(learning.map((skillUri) => ({ newcomerId, skillUri })))
  const noGoes = [
    ...noGoWork.map((occupationUri) => ({ newcomerId, occupationUri })),
    ...noGoEmployers.map((employerId) => ({ newcomerId, employerId })),
  ]
  if (noGoes.length) await tx.insert(newcomerNoGoes).values(noGoes)
}

export async function writePractical(tx: Tx, input: Saved<'practical'>): Promise<void> {
  const { newcomerId, slots, section: _section, version: _version, ...columns } = input
  await tx.delete(newcomerSlots).where(eq(newcomerSlots.newcomerId, newcomerId))
  if (slots.length) await tx.insert(newcomerSlots).values(slots.map((row) => ({ ...row, newcomerId })))
  // How long somebody waited is asked of an asylum seeker only, so of nobody else it is kept.
  const asylumWaitedMonths = columns.workRight === 'asylum-seeker' ? columns.asylumWaitedMonths : null
  await tx
    .update(newcomers)
    .set({ ...columns, asylumWaitedMonths })
    .where(eq(newcomers.id, newcomerId))
}
