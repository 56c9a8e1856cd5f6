/** The words of language proficiency. Pure constants: schema checks, rules and screens read the same arrays. */

/** One rank scale for Dutch as a second language: Raamwerk Alfabetisering NT2 (Cito) below CEFR A1, then CEFR. Ruling 15. */
export const LEVELS = ['none', 'alfa-a', 'alfa-b', 'alfa-c', 'A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const
export type Level = (typeof LEVELS)[number]

/** 1F-4F (SLO) are recorded as they were given and never converted to CEFR: they read as unknown (ruling 15). */
export const REFERENCE_LEVELS = ['1F', '2F', '3F', '4F'] as const
export type ReferenceLevel = (typeof REFERENCE_LEVELS)[number]

/** The four skills that the exchange standard VUM and the intake use. */
export const LANGUAGE_SKILLS = ['listening', 'speaking', 'reading', 'writing'] as const
export type LanguageSkill = (typeof LANGUAGE_SKILLS)[number]

/** Where a level comes from; only `tested` and `exam` are proof. */
export const LEVEL_SOURCES = ['self', 'intake', 'lesson', 'tested', 'exam'] as const
export type LevelSource = (typeof LEVEL_SOURCES)[number]

/** ISO 639-3 codes offered on screens (domain.md, section 8). */
export const LANGUAGES = [
  'nld',
  'eng',
  'ara',
  'apc',
  'tir',
  'amh',
  'pes',
  'prs',
  'pus',
  'kmr',
  'ckb',
  'tur',
  'som',
  'ukr',
  'rus',
  'sqi',
  'fra',
  'spa',
  'por',
  'zho',
  'vie',
  'tha',
  'hin',
  'urd',
  'deu',
  'pol',
] as const
export type Language = (typeof LANGUAGES)[number]

/** Languages that the newcomer's pages speak today. */
export const SCREEN_LANGUAGES = ['nl', 'en', 'ar'] as const
export type ScreenLanguage = (typeof SCREEN_LANGUAGES)[number]

/** Hours of lessons that one level takes, chosen by the coach (Flanders: 120 fast, 240 usual, 600 with no schooling). Policy, ruling 15. */
export const LEARNER_PROFILES = ['fast', 'quick', 'usual', 'slow'] as const
export type LearnerProfile = (typeof LEARNER_PROFILES)[number]
