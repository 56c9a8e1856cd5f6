import type { LanguageSkill, Level } from '#db/values/language.ts'

/** Words of one kind of place, in plain Dutch (B1), as an employer would write them. */
export type PlaceText = {
  /** ISCO-08 prefix. */
  isco: string
  title: string
  tasks: string[]
  learns: string[]
  /** Level per skill and the task that needs it. */
  language: [LanguageSkill, Level, string][]
  /** Names of firms of this kind. */
  firms: string[]
  /** First hour and last hour of a working day. */
  day: [number, number]
}
