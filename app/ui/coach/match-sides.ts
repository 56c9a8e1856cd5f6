import type { TermLabels } from '#app/ui/words/sentence.ts'
import { spanOf } from '#app/ui/words/sentence.ts'
import type { Words } from '#app/ui/words/words.tsx'
import { LANGUAGE_SKILLS, type LanguageSkill, type Level } from '#db/values/language.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import type { Gate } from '#server/matching/rules/gates.ts'
import type { Journey } from '#server/matching/rules/travel.ts'
import { capital } from './capital.ts'

/** What the page may know of the two: no places on the map. */
export type SeenNewcomer = Omit<NewcomerFacts, 'place' | 'futurePlace'>
export type SeenPosition = Omit<PositionFacts, 'place'>

/** Everything that is looked at: the gates, the parts of the score, and the help. */
export type ItemKey =
  | `gate-${Gate}`
  | `score-${'wish' | 'commute' | 'learning' | 'skills' | 'language-margin' | 'experience'}`
  | 'support'
/** What the newcomer has and what the place asks, in words; an empty side says nothing. */
export type Sides = { has: string[]; asks: string[] }

type Given = {
  newcomer: SeenNewcomer
  position: SeenPosition
  journey: Journey | null
  labels: TermLabels
  words: Words
}

/** Both sides of everything that is looked at, in the words of the page. */
export function sidesOf(given: Given): Record<ItemKey, Sides> {
  const { newcomer, position, words, labels } = given
  const { t, number, day, list } = words
  const term = (uri: string) => capital(labels[uri] ?? uri)
  const terms = (uris: readonly string[]) => uris.map(term)
  const skillTerms = (some: readonly { uri: string }[]) => terms(some.map((one) => one.uri))
  const unknown = t('match.has.notRecorded')
  const nothing = t('match.has.nothing')
  const orUnknown = (some: string[], isKnown: boolean) => (some.length > 0 ? some : [isKnown ? nothing : unknown])
  const ownSkills = orUnknown(skillTerms(newcomer.skills), newcomer.skillsKnown)
  const { maxMinutes, means } = newcomer.travel
  const travels =
    maxMinutes === null || means.length === 0
      ? [unknown]
      : [
          t('match.has.travel', {
            minutes: maxMinutes,
            means: list(means.map((one) => t(`enum.travelMeans.${one}`))),
          }),
        ]
  const way = [
    given.journey
      ? t('match.asks.journey', {
          minutes: given.journey.minutes,
          means: t(`enum.travelMeans.${given.journey.means}`),
        })
      : t('match.asks.journeyUnknown'),
  ]
  const hoursAsked = t('match.asks.hours', { hours: number(position.hoursPerWeek) })
  const occupation = term(position.occupation.uri)
  const noGo =
    newcomer.noGo.isco.some((group) => position.occupation.isco.startsWith(group)) ||
    newcomer.noGo.employers.includes(position.employerId)
  const language = languageSides(given)
  return {
    'gate-language': language,
    'score-language-margin': language,
    'gate-licences': {
      has:
        newcomer.licences === null
          ? [unknown]
          : orUnknown(
              newcomer.licences.map((one) => t(`enum.licence.${one}`)),
              true,
            ),
      asks: position.licences.map((one) => t(`enum.licence.${one}`)),
    },
    'gate-skills': { has: ownSkills, asks: skillTerms(position.requiredSkills) },
    'score-skills': { has: ownSkills, asks: skillTerms(position.neededSkills) },
    'gate-travel': { has: travels, asks: way },
    'score-commute': { has: travels, asks: way },
    'gate-hours': {
      has: [
        newcomer.hours
          ? t('match.has.hours', { min: number(newcomer.hours.min), max: number(newcomer.hours.max) })
          : unknown,
      ],
      asks: [hoursAsked],
    },
    'gate-week': {
      has: [newcomer.slots.some((slot) => slot.kind === 'available') ? t('match.has.week') : unknown],
      asks: [hoursAsked, t(position.slots.length > 0 ? 'match.asks.fixed' : 'match.asks.free')],
    },
    'gate-start': {
      has: [newcomer.availableFrom ? t('match.has.from', { day: day(newcomer.availableFrom) }) : unknown],
      asks: [
        t(position.flexibleStart ? 'match.asks.startFlexible' : 'match.asks.start', { day: day(position.startsOn) }),
        position.endsOn ? t('match.asks.until', { day: day(position.endsOn) }) : t('match.asks.open'),
      ],
    },
    'gate-may-work': {
      has: [mayWork(newcomer.mayWork, words)],
      asks: [t('match.asks.start', { day: day(position.startsOn) })],
    },
    'gate-no-go': { has: [t(noGo ? 'match.has.noGo' : 'match.has.noGoNone')], asks: [occupation] },
    'gate-safeguards': { has: [], asks: [t(`match.asks.safeguard.${position.safeguard}`)] },
    'gate-capacity': {
      has: [],
      asks: [t('match.asks.seats', { taken: position.seatsTaken, seats: position.seats })],
    },
    'score-wish': {
      has: newcomer.wishes.length
        ? newcomer.wishes.map((one) => t('match.has.wish', { rank: one.rank, occupation: term(one.occupationUri) }))
        : [unknown],
      asks: [occupation],
    },
    'score-learning': {
      has: orUnknown(terms(newcomer.learningWishes), true),
      asks: orUnknown(skillTerms(position.taughtSkills), true),
    },
    'score-experience': {
      has: orUnknown(
        newcomer.experiences.map((one) =>
          t('match.has.months', { occupation: term(one.occupationUri), months: spanOf(one.months, words) }),
        ),
        true,
      ),
      asks: [occupation],
    },
    support: {
      has: [],
      asks: [
        ...position.supports.map((one) => t(`enum.support.${one}`)),
        ...(position.supervisorHours ? [t('match.asks.supervision', { hours: number(position.supervisorHours) })] : []),
      ],
    },
  }
}

type Asked = { language: string; skill: LanguageSkill; level: Level; task: string }
const DUTCH = 'nld'

/** Every language that the place asks, Dutch first. */
const demandsOf = (position: SeenPosition): Asked[] => [
  ...LANGUAGE_SKILLS.flatMap((skill) => {
    const demand = position.dutch[skill]
    return demand === null || demand.level === 'none' ? [] : [{ language: DUTCH, skill, ...demand }]
  }),
  ...position.otherLanguages.filter((one) => one.level !== 'none'),
]

function languageSides({ newcomer, position, words }: Given): Sides {
  const { t, number, day, languageName } = words
  const demands = demandsOf(position)
  const skillName = (skill: LanguageSkill) => t(`enum.languageSkill.${skill}`)
  const hours = newcomer.courses.reduce((sum, one) => sum + one.hoursPerWeek, 0)
  const ownOf = ({ language, skill }: Asked): string => {
    if (language !== DUTCH) {
      const own = newcomer.otherLanguages.find((one) => one.language === language && one.skill === skill)
      return own?.level ? t(`enum.level.${own.level}`) : t('match.has.notRecorded').toLowerCase()
    }
    const own = newcomer.dutch[skill]
    const level = own?.level ? t(`enum.level.${own.level}`) : own?.reference
    if (!own || !level) return t('match.has.notRecorded').toLowerCase()
    const source = [t(`enum.levelSource.${own.source}`), own.assessedOn && day(own.assessedOn)]
      .filter(Boolean)
      .join(' ')
    return t('match.has.source', { level, source })
  }
  return {
    has: [
      ...demands.map((one) => {
        const level = ownOf(one)
        return one.language === DUTCH
          ? t('match.has.level', { skill: skillName(one.skill), level })
          : t('match.has.levelIn', { skill: skillName(one.skill), level, language: languageName(one.language) })
      }),
      ...(hours > 0 && demands.length > 0 ? [t('match.has.lessons', { hours: number(hours) })] : []),
    ],
    asks: demands.map((one) => {
      const said = { skill: skillName(one.skill), level: t(`enum.level.${one.level}`), task: one.task }
      return one.language === DUTCH
        ? t('match.asks.level', said)
        : t('match.asks.levelIn', { ...said, language: languageName(one.language) })
    }),
  }
}

function mayWork({ known, allowed, from, until }: SeenNewcomer['mayWork'], { t, day }: Words): string {
  if (!known) return t('match.has.notRecorded')
  if (!allowed) return t('match.has.mayNot')
  if (from) return t('match.has.mayWorkFrom', { day: day(from) })
  return until ? t('match.has.mayWorkUntil', { day: day(until) }) : t('match.has.mayWork')
}
