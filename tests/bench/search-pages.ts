import type { Db } from '#db/client.ts'
import { LEVELS } from '#db/values/language.ts'
import { SECTORS } from '#db/values/reference.ts'
import { comingMonths } from '#server/newcomers/rules-choices.ts'
import { widerQuestions } from '#server/positions/reads-wider.ts'
import type { Engine } from '#server/search/choose.ts'
import type { MeiliSettings } from '#server/search/port.ts'
import { searchNewcomers, searchPositions } from '#server/search/reads.ts'
import type { Ask } from '#server/search/rules-ask.ts'
import { type NewcomerQuery, newcomerAsk } from '#server/search/rules-newcomer-query.ts'
import { HOURS_BANDS, type PositionQuery, positionAsk, START_BANDS } from '#server/search/rules-position-query.ts'
import { GOLDEN } from '#tests/make/golden-queries.ts'

/** A page that searches: `ask` is its first question, `open` all that it asks of search, with the engine that answered. */
export type Page = { kind: string; ask: Ask; open(meili: MeiliSettings | null): Promise<Engine> }

/** A day before the last of the made positions closes. */
const DAY = '2026-12-03'
const TODAY = 20_790
const PER_PAGE = 20

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

const pick = <T>(values: readonly T[], at: number): T => values[at % values.length] as T
const UTRECHT = { lat: 52.09, lon: 5.12 }

/** The 200 pages: 120 occupations in five languages, 30 with filters, 20 that find little or nothing, 30 of coaches. The same in every run. */
export function pagesOf200(db: Db): Page[] {
  /** The page of visitors and newcomers: hits and the counts of every filter; where nothing is found, what to leave out. */
  const visitor = (kind: string, query: PositionQuery): Page => {
    const asked: PositionQuery = { ...query, today: TODAY, page: 1, perPage: PER_PAGE, counted: true }
    return {
      kind,
      ask: positionAsk(asked),
      async open(meili) {
        const found = await searchPositions(db, meili, asked)
        if (found.ids.length === 0) await widerQuestions(db, meili, query, DAY)
        return found.engine
      },
    }
  }
  /** The two pages on which coaches search people. */
  const coach = (query: NewcomerQuery): Page => ({
    kind: 'coaches',
    ask: newcomerAsk(query),
    open: async (meili) => (await searchNewcomers(db, meili, query)).engine,
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
        municipality: 'GM9999',
        dutch: { reading: 'A1' },
      }),
    ),
  ]
  const coaches = Array.from({ length: 30 }, (_, at) =>
    coach({
      municipality: `GM${String(at * 8).padStart(4, '0')}`,
      caseload: at % 2 === 0 ? String(at) : null,
      q: at % 3 === 0 ? 'kok' : at % 7 === 0 ? 'ervaren kok bakker' : '',
      dutch: { skill: 'speaking', level: 'A2', by: at % 2 === 0 ? '2027-03' : null },
      worked: at % 4 === 0 ? 'care' : null,
      // In the own caseload, where the page counts for itself, or in the whole municipality.
      ...(at % 2 === 0
        ? { whole: true }
        : { availability: 'available', page: 1, perPage: PER_PAGE, counted: { months: comingMonths(DAY) } }),
    }),
  )
  return [...golden, ...filtered, ...scarce, ...coaches]
}
