import type { IconName } from '#app/ui/icon.tsx'
import type { Words } from '#app/ui/words/words.tsx'
import type { LanguageSkill, Level } from '#db/values/language.ts'
import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import type { PublicPosition } from '#server/positions/reads-public.ts'

type Own = Partial<Record<LanguageSkill, Level | null>>
type Fact = { icon: IconName; text: string }

/** Dutch that a position asks for, in the order of the skills. */
export const dutchOf = (position: Pick<PublicPosition, 'languages'>) =>
  LANGUAGE_SKILLS.flatMap((skill) =>
    position.languages.filter((one) => one.language === 'nld' && one.skill === skill && one.level !== 'none'),
  )

/** Hours of work and of lessons in the week; null when the times are not fixed or there is no lesson. */
function splitOf(position: Pick<PublicPosition, 'slots'>): { work: number; lesson: number } | null {
  const sum = { work: 0, lesson: 0 }
  for (const slot of position.slots) sum[slot.kind] += (slot.toMinute - slot.fromMinute) / 60
  return sum.lesson > 0 ? sum : null
}

/** `32 uur per week: 24 uur werk, 8 uur les`. */
function hoursFact(position: PublicPosition, { t, number }: Words): Fact {
  const split = splitOf(position)
  const hours = number(position.hoursPerWeek)
  return {
    icon: 'clock',
    text: split
      ? t('visitor.results.hoursSplit', { hours, work: number(split.work), lesson: number(split.lesson) })
      : t('visitor.results.hours', { hours }),
  }
}

/** Paid or not, said outright; a youth wage with the age that it is for. */
function wageFact({ hourlyWageCents, wageForAge }: PublicPosition, { t, euros, number }: Words): Fact {
  if (hourlyWageCents === null) return { icon: 'euro', text: t('visitor.results.noWage') }
  const amount = euros(hourlyWageCents)
  return {
    icon: 'euro',
    text:
      wageForAge === null
        ? t('visitor.results.wage', { amount })
        : t('visitor.results.wageYouth', { amount, age: number(wageForAge) }),
  }
}

/** On the page of one position: what it means for whoever is older. */
function wageOnPage(position: PublicPosition, words: Words): Fact {
  const fact = wageFact(position, words)
  return position.wageForAge === null
    ? fact
    : { ...fact, text: `${fact.text} ${words.t('visitor.position.wageYouth')}` }
}

/** The one demand on Dutch that says most in a list: speaking, else the first; with what the reader has, when signed in. */
function languageFact(position: PublicPosition, own: Own | null, { t }: Words): Fact {
  const demands = dutchOf(position)
  const demand = demands.find((one) => one.skill === 'speaking') ?? demands[0]
  if (!demand) return { icon: 'mouth', text: t('visitor.results.noLanguage') }
  const have = own?.[demand.skill]
  const words = { skill: t(`enum.languageSkill.${demand.skill}`), level: t(`enum.level.${demand.level}`) }
  return {
    icon: 'mouth',
    text: have
      ? t('visitor.results.languageHave', { ...words, have: t(`enum.level.${have}`) })
      : t('visitor.results.languageNeeded', words),
  }
}

/** The facts of a card in the results: place, hours, pay, language. */
export const cardFacts = (position: PublicPosition, own: Own | null, words: Words): Fact[] => [
  { icon: 'pin', text: position.place },
  hoursFact(position, words),
  wageFact(position, words),
  languageFact(position, own, words),
]

/** The facts beside the text of one position: place, hours, pay, time, seats. */
export const pageFacts = (position: PublicPosition, words: Words): Fact[] => [
  {
    icon: 'pin',
    text: position.place === position.municipality ? position.place : `${position.place} (${position.municipality})`,
  },
  { icon: 'work', text: words.t(`enum.positionType.${position.type}`) },
  hoursFact(position, words),
  wageOnPage(position, words),
  {
    icon: 'calendar',
    text: position.endsOn
      ? words.t('visitor.results.startsEnds', { from: words.day(position.startsOn), to: words.day(position.endsOn) })
      : words.t('visitor.results.starts', { day: words.day(position.startsOn) }),
  },
  {
    icon: 'people',
    text:
      position.seatsFree > 0
        ? words.t('visitor.position.seats', { count: position.seatsFree })
        : words.t('visitor.position.seatsNone'),
  },
]
