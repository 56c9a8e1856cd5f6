import type { Db } from '#db/client.ts'
import { LEVELS } from '#db/values/language.ts'
import { SECTORS } from '#db/values/reference.ts'
import { caseloadOf } from '#server/newcomers/reads-caseload.ts'
import { ableInCaseload } from '#server/newcomers/reads-caseload-search.ts'
import { type ProfileQuestion, profilesInMunicipality } from '#server/newcomers/reads-municipality-search.ts'
import type { AbilityQuestion } from '#server/newcomers/rules-ability.ts'
import { comingMonths } from '#server/newcomers/rules-choices.ts'
import { dbOfActor, dbOfVisitor } from '#server/platform/bound-db.ts'
import type { Actor, Ctx } from '#server/platform/context.ts'
import { type OpenPositionsQuestion, openPositions } from '#server/positions/reads-public.ts'
import { widerQuestions } from '#server/positions/reads-wider.ts'
import type { Engine } from '#server/search/choose.ts'
import type { MeiliSettings } from '#server/search/port.ts'
import type { Ask } from '#server/search/rules-ask.ts'
import { dayNumberOf } from '#server/search/rules-encode.ts'
import { newcomerAsk } from '#server/search/rules-newcomer-query.ts'
import { HOURS_BANDS, positionAsk, START_BANDS } from '#server/search/rules-position-query.ts'
import { GOLDEN } from '#tests/make/golden-queries.ts'
import { NOW, type SomeCoach, TODAY } from './search-country.ts'

/**
 * A page that searches: `ask` is its first question, `open` all that its loader reads to show what was found, rows included and with the rights of who
 * asks. It gives the engine that answered, and whether a row was found.
 */
export type Page = {
  kind: 'occupations' | 'filters' | 'little found' | 'municipality' | 'caseload'
  ask: Ask
  open(meili: MeiliSettings | null): Promise<{ engine: Engine; isFound: boolean }>
}

const PER_PAGE = 20
const COACHES = 15

/** Sentences of people: no place has all of these words, some have some. */
const SENTENCES = [
  'kok met rijbewijs in de avond',
  'bakker leren zonder diploma',
  'werken als kapper in het weekend',
  'heftruck rijden in een warm magazijn',
  'timmerman met eigen gereedschap',
  'I want to work as a cook at night',
  'cleaner job near the station',
  'gardener part time with children',
  'أريد العمل طباخ في المساء',
  'шукаю роботу кухарем увечері',
]
/** Of nothing. */
const STRAY = ['kwantummechanica', 'xqzvwk', 'zzzzyyyy qqqq', 'astronaut', 'блабла']
/** What coaches ask of people: one word, several, another language, and more than anybody has. */
const ABILITIES = ['kok', 'schoonmaker', 'lasser', 'cook', 'طباخ', 'koken', 'brood bakken', 'ervaren kok bakker']

const pick = <T>(values: readonly T[], at: number): T => values[at % values.length] as T
const UTRECHT = { lat: 52.09, lon: 5.12 }
const speaking = (by: string | null) => ({ skill: 'speaking', level: 'A2', by }) as const

/**
 * The 200 pages: 120 occupations in five languages, 30 with filters, 20 that find little or nothing, 15 of coaches in their municipality and 15 in
 * their caseload. The same in every run, and each asks the engine something.
 *
 * @param db of the site: every page is opened for a visitor or a coach, so row level security holds
 */
export function pagesOf200(db: Db, coaches: readonly SomeCoach[]): Page[] {
  /** The page of visitors and newcomers: the places and the counts of every filter; where nothing is found, what to leave out. */
  const visitor = (kind: Page['kind'], asked: OpenPositionsQuestion): Page => {
    const question = { ...asked, counted: true }
    return {
      kind,
      ask: positionAsk({ ...question, today: dayNumberOf(TODAY), page: 1, perPage: PER_PAGE }),
      async open(meili) {
        const anyone = dbOfVisitor(db, NOW)
        const found = await openPositions(anyone, meili, question, TODAY)
        const isFound = found.rows.length > 0
        if (!isFound) await widerQuestions(anyone, meili, asked, TODAY)
        return { engine: found.engine, isFound }
      },
    }
  }
  const ctxOf = (actor: Actor): Ctx => ({ db: dbOfActor(db, actor, NOW), actor, now: NOW })
  const municipality = (actor: Actor, question: Omit<ProfileQuestion, 'page'>): Page => ({
    kind: 'municipality',
    ask: newcomerAsk({
      ...question,
      q: question.words,
      municipality: actor.municipalityCode ?? '',
      availability: 'available',
      page: 1,
      perPage: PER_PAGE,
      counted: { months: comingMonths(TODAY) },
    }),
    async open(meili) {
      const found = await profilesInMunicipality(ctxOf(actor), meili, { ...question, page: 1 })
      return { engine: found.engine, isFound: found.rows.length > 0 }
    },
  })
  const caseload = (actor: Actor, question: AbilityQuestion): Page => ({
    kind: 'caseload',
    ask: newcomerAsk({
      q: question.words,
      municipality: actor.municipalityCode ?? '',
      caseload: actor.accountId,
      whole: true,
    }),
    async open(meili) {
      const ctx = ctxOf(actor)
      const able = await ableInCaseload(ctx, meili, question)
      const found = await caseloadOf(ctx, { ids: able.ids })
      return { engine: able.engine, isFound: found.rows.length > 0 }
    },
  })
  const golden = Object.values(GOLDEN).flatMap((list) => list.map(([q]) => visitor('occupations', { q })))
  const filtered = Array.from({ length: 30 }, (_, at) =>
    visitor('filters', {
      q: at % 3 === 0 ? 'werken' : '',
      sector: at % 2 === 0 ? pick(SECTORS, at) : null,
      near: at % 4 < 2 ? { ...UTRECHT, km: 25 } : null,
      dutch: { speaking: pick(LEVELS, 3 + (at % 4)) },
      hours: at % 5 === 0 ? pick(HOURS_BANDS, at) : null,
      start: at % 7 === 0 ? pick(START_BANDS, at) : null,
      paid: at % 3 === 1 ? true : null,
      guided: at % 6 === 2,
    }),
  )
  const scarce = [
    ...SENTENCES.map((q) => visitor('little found', { q })),
    ...STRAY.map((q) => visitor('little found', { q, near: { ...UTRECHT, km: 10 } })),
    ...STRAY.map((_, at) =>
      visitor('little found', {
        q: 'kok',
        sector: pick(SECTORS, at),
        municipality: 'GM0000',
        dutch: { reading: 'A1' },
      }),
    ),
  ]
  const ofCoaches = Array.from({ length: COACHES }, (_, at) => {
    const { actor } = pick(coaches, at)
    return [
      municipality(actor, {
        words: at % 2 === 0 ? pick(ABILITIES, at / 2) : '',
        worked: at % 4 === 1 ? 'care' : null,
        dutch: at % 4 === 2 ? null : speaking(at % 3 === 0 ? '2027-03' : null),
        wants: at % 5 === 3 ? pick(SECTORS, at) : null,
      }),
      caseload(actor, {
        words: pick(ABILITIES, at),
        worked: at % 4 === 1 ? 'care' : null,
        dutch: at % 2 === 0 ? speaking(at % 4 === 0 ? '2027-03' : null) : null,
        travel: at % 3 === 0 ? { postcode: '3511', minutes: 45, means: 'public-transport' } : null,
      }),
    ]
  })
  return [...golden, ...filtered, ...scarce, ...ofCoaches.flat()]
}
