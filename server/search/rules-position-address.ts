import { LANGUAGE_SKILLS, type LanguageSkill, LEVELS, type Level } from '#db/values/language.ts'
import { SUPPORTS } from '#db/values/positions.ts'
import { SECTORS } from '#db/values/reference.ts'
import { DISTANCES, HOURS_BANDS, ORDERS, type PositionQuery, START_BANDS } from './rules-position-query.ts'

export const LONGEST_QUESTION = 100
const USUAL_KM = 25

/** What the address asks; a saved search is nothing but this address. */
export type PositionsQuestion = Required<
  Pick<PositionQuery, 'sector' | 'municipality' | 'hours' | 'paid' | 'guided' | 'start'>
> & {
  q: string
  /** Four digits, or '' when no distance is asked. */
  postcode: string
  km: number
  dutch: Partial<Record<LanguageSkill, Level>>
  supports: (typeof SUPPORTS)[number][]
  order: (typeof ORDERS)[number]
  page: number
}

/** The name of each skill in the address. */
export const SKILL_PARAM: Record<LanguageSkill, string> = {
  speaking: 'spreken',
  listening: 'luisteren',
  reading: 'lezen',
  writing: 'schrijven',
}

const oneOf = <T extends string>(values: readonly T[], given: string | null): T | null =>
  values.find((one) => one === given) ?? null

/** What an address asks; anything that is not understood is left out. */
export function positionsQuestion(url: string): PositionsQuestion {
  const { searchParams } = new URL(url)
  const municipality = searchParams.get('gemeente') ?? ''
  const postcode = (searchParams.get('postcode') ?? '').trim().slice(0, 4)
  const paid = searchParams.get('loon')
  const dutch: Partial<Record<LanguageSkill, Level>> = {}
  for (const skill of LANGUAGE_SKILLS) {
    const level = oneOf(LEVELS, searchParams.get(SKILL_PARAM[skill]))
    if (level) dutch[skill] = level
  }
  return {
    q: (searchParams.get('q') ?? '').trim().slice(0, LONGEST_QUESTION),
    sector: oneOf(SECTORS, searchParams.get('sector')),
    municipality: /^GM\d{4}$/.test(municipality) ? municipality : null,
    postcode: /^[1-9]\d{3}$/.test(postcode) ? postcode : '',
    km: DISTANCES.find((one) => String(one) === searchParams.get('km')) ?? USUAL_KM,
    dutch,
    hours: oneOf(HOURS_BANDS, searchParams.get('uren')),
    paid: paid === 'ja' ? true : paid === 'nee' ? false : null,
    supports: SUPPORTS.filter((one) => searchParams.getAll('hulp').includes(one)),
    guided: searchParams.get('begeleiding') === 'veel',
    start: oneOf(START_BANDS, searchParams.get('start')),
    order: oneOf(ORDERS, searchParams.get('volgorde')) ?? 'best',
    page: Number(searchParams.get('page') ?? 1),
  }
}

/** Nothing asked. */
export const NO_QUESTION: PositionsQuestion = positionsQuestion('http://x/')

/** The address of a question under a path, without what is not asked. */
export function positionsAddress(root: string, asked: PositionsQuestion, page = 1): string {
  const search = new URLSearchParams()
  const add = (name: string, value: string | null | false): void => {
    if (value) search.append(name, value)
  }
  add('q', asked.q)
  add('sector', asked.sector)
  add('gemeente', asked.municipality)
  add('postcode', asked.postcode)
  add('km', asked.postcode !== '' && asked.km !== USUAL_KM && String(asked.km))
  for (const skill of LANGUAGE_SKILLS) add(SKILL_PARAM[skill], asked.dutch[skill] ?? null)
  add('uren', asked.hours)
  add('loon', asked.paid === null ? null : asked.paid ? 'ja' : 'nee')
  for (const support of asked.supports) add('hulp', support)
  add('begeleiding', asked.guided && 'veel')
  add('start', asked.start)
  add('volgorde', asked.order !== 'best' && asked.order)
  add('page', page > 1 && String(page))
  return search.size > 0 ? `${root}?${search}` : root
}

/** Each thing that is asked, by the name that search gives it, and the same question without it. */
export function withoutEach(asked: PositionsQuestion): { part: QuestionPart; rest: PositionsQuestion }[] {
  const parts: { part: QuestionPart; rest: PositionsQuestion }[] = []
  const add = (part: QuestionPart, isAsked: boolean, without: Partial<PositionsQuestion>): void => {
    if (isAsked) parts.push({ part, rest: { ...asked, ...without, page: 1 } })
  }
  add('q', asked.q !== '', { q: '' })
  add('sector', asked.sector !== null, { sector: null })
  add('municipality', asked.municipality !== null, { municipality: null })
  add('near', asked.postcode !== '', { postcode: '' })
  for (const skill of LANGUAGE_SKILLS) {
    const { [skill]: level, ...others } = asked.dutch
    add(skill, level !== undefined, { dutch: others })
  }
  add('hours', asked.hours !== null, { hours: null })
  add('paid', asked.paid !== null, { paid: null })
  add('support', asked.supports.length > 0, { supports: [] })
  add('guidance', asked.guided, { guided: false })
  add('start', asked.start !== null, { start: null })
  return parts
}
export type QuestionPart =
  | 'q'
  | 'sector'
  | 'municipality'
  | 'near'
  | LanguageSkill
  | 'hours'
  | 'paid'
  | 'support'
  | 'guidance'
  | 'start'
