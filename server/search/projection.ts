import { sql } from 'drizzle-orm'
import type { newcomerSearch, positionSearch } from '#db/schema/search.ts'
import type { LanguageSkill } from '#db/values/language.ts'
import { reachOf, type StoredNewcomer, type StoredPosition } from './stored.ts'

/** What both have of names and skills, in the order of weight. */
const named = (one: StoredPosition | StoredNewcomer): string[] => [
  one.occ_nl,
  one.occ_en,
  one.occ_ar,
  one.occ_all,
  one.skill_nl,
  one.skill_en,
  one.skill_ar,
  one.skill_all,
  one.cmp_nl,
]

/** The text that Postgres searches: the title stands first, so that a hit in it ranks before a hit in the text. */
const foldedPosition = (one: StoredPosition): string =>
  [one.title, ...named(one), one.org, one.place, one.body].join(' ')

const foldedNewcomer = (one: StoredNewcomer): string => named(one).join(' ')

/** A position as a row of the projection. @param now the moment that is stored with it */
export const positionRow = (one: StoredPosition, now: Date): typeof positionSearch.$inferInsert => ({
  positionId: one.id,
  version: one.v,
  hash: one.h,
  kind: one.kind,
  sector: one.sector,
  municipalityCode: one.region.at(-1)?.toUpperCase() ?? '',
  regions: one.region,
  isco: one.isco,
  slots: one.slots,
  supports: one.support,
  paid: one.paid,
  guidance: one.guidance,
  hours: one.hours,
  needsListening: one.req_listening,
  needsSpeaking: one.req_speaking,
  needsReading: one.req_reading,
  needsWriting: one.req_writing,
  startDay: one.start,
  startMonth: one.month,
  publishedDay: one.published,
  closeDay: one.close,
  lat: one._geo.lat,
  lon: one._geo.lng,
  folded: foldedPosition(one),
  indexedAt: now,
})

/** A profile as a row of the projection. @param now the moment that is stored with it */
export const newcomerRow = (one: StoredNewcomer, now: Date): typeof newcomerSearch.$inferInsert => {
  const reach = (skill: LanguageSkill): number[] => reachOf(one, skill)
  return {
    newcomerId: one.id,
    version: one.v,
    hash: one.h,
    scope: one.scope,
    availability: one.availability,
    municipalityCode: one.region.at(-1)?.toUpperCase() ?? '',
    regions: one.region,
    slots: one.slots,
    skills: one.skill,
    isco: one.isco,
    worked: one.worked,
    wants: one.wants,
    hoursMin: one.hrs_min ?? null,
    hoursMax: one.hrs_max ?? null,
    fromDay: one.from,
    hasListening: one.lvl_listening,
    hasSpeaking: one.lvl_speaking,
    hasReading: one.lvl_reading,
    hasWriting: one.lvl_writing,
    reachListening: reach('listening'),
    reachSpeaking: reach('speaking'),
    reachReading: reach('reading'),
    reachWriting: reach('writing'),
    folded: foldedNewcomer(one),
    indexedAt: now,
  }
}

/** Every column of a position that a later document replaces: all but the key and what Postgres makes itself. */
export const POSITION_COLUMNS = {
  version: sql`excluded.version`,
  hash: sql`excluded.hash`,
  kind: sql`excluded.kind`,
  sector: sql`excluded.sector`,
  municipalityCode: sql`excluded.municipality_code`,
  regions: sql`excluded.regions`,
  isco: sql`excluded.isco`,
  slots: sql`excluded.slots`,
  supports: sql`excluded.supports`,
  paid: sql`excluded.paid`,
  guidance: sql`excluded.guidance`,
  hours: sql`excluded.hours`,
  needsListening: sql`excluded.needs_listening`,
  needsSpeaking: sql`excluded.needs_speaking`,
  needsReading: sql`excluded.needs_reading`,
  needsWriting: sql`excluded.needs_writing`,
  startDay: sql`excluded.start_day`,
  startMonth: sql`excluded.start_month`,
  publishedDay: sql`excluded.published_day`,
  closeDay: sql`excluded.close_day`,
  lat: sql`excluded.lat`,
  lon: sql`excluded.lon`,
  folded: sql`excluded.folded`,
  indexedAt: sql`excluded.indexed_at`,
}

/** Every column of a profile that a later document replaces: all but the key and what Postgres makes itself. */
export const NEWCOMER_COLUMNS = {
  version: sql`excluded.version`,
  hash: sql`excluded.hash`,
  scope: sql`excluded.scope`,
  availability: sql`excluded.availability`,
  municipalityCode: sql`excluded.municipality_code`,
  regions: sql`excluded.regions`,
  slots: sql`excluded.slots`,
  skills: sql`excluded.skills`,
  isco: sql`excluded.isco`,
  worked: sql`excluded.worked`,
  wants: sql`excluded.wants`,
  hoursMin: sql`excluded.hours_min`,
  hoursMax: sql`excluded.hours_max`,
  fromDay: sql`excluded.from_day`,
  hasListening: sql`excluded.has_listening`,
  hasSpeaking: sql`excluded.has_speaking`,
  hasReading: sql`excluded.has_reading`,
  hasWriting: sql`excluded.has_writing`,
  reachListening: sql`excluded.reach_listening`,
  reachSpeaking: sql`excluded.reach_speaking`,
  reachReading: sql`excluded.reach_reading`,
  reachWriting: sql`excluded.reach_writing`,
  folded: sql`excluded.folded`,
  indexedAt: sql`excluded.indexed_at`,
}
