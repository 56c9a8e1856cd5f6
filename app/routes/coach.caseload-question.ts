import { LANGUAGE_SKILLS, LEVELS } from '#db/values/language.ts'
import { AVAILABILITIES, TRAVEL_MEANS } from '#db/values/newcomers.ts'
import { SECTORS } from '#db/values/reference.ts'
import type { CaseloadQuestion } from '#server/newcomers/reads-caseload.ts'
import type { ProfileQuestion } from '#server/newcomers/reads-municipality-search.ts'
import type { AbilityQuestion } from '#server/newcomers/rules-ability.ts'

const LAST_PAGE = 10_000
const LONGEST = 80
const MOST_MINUTES = 180

/** What the address asks of the caseload: `q`, `stand`, `pagina`; what is not understood is left out. */
export function caseloadQuestion(request: Request): CaseloadQuestion {
  const { searchParams } = new URL(request.url)
  const page = Number(searchParams.get('pagina') ?? '1')
  return {
    q: searchParams.get('q')?.trim().slice(0, LONGEST) || undefined,
    availability: AVAILABILITIES.find((one) => one === searchParams.get('stand')),
    page: Number.isInteger(page) && page >= 1 && page <= LAST_PAGE ? page : 1,
  }
}

/**
 * What the address asks of what people can do: `werk`, `sector`, `niveau` with `vaardigheid` and `maand`, `postcode` with `minuten` and
 * `vervoer`; what is not understood is left out.
 */
export function abilityQuestion(request: Request): AbilityQuestion {
  const { searchParams } = new URL(request.url)
  const text = (name: string): string => (searchParams.get(name) ?? '').trim()
  const level = LEVELS.find((one) => one === text('niveau'))
  const month = text('maand').slice(0, 7)
  const minutes = Number(text('minuten') || '45')
  return {
    words: text('werk').slice(0, LONGEST),
    worked: SECTORS.find((one) => one === text('sector')) ?? null,
    dutch: level
      ? {
          skill: LANGUAGE_SKILLS.find((one) => one === text('vaardigheid')) ?? 'speaking',
          level,
          by: /^20\d{2}-(0[1-9]|1[0-2])$/.test(month) ? month : null,
        }
      : null,
    travel:
      /^[1-9]\d{3}$/.test(text('postcode')) && Number.isInteger(minutes) && minutes > 0 && minutes <= MOST_MINUTES
        ? {
            postcode: text('postcode'),
            minutes,
            means: TRAVEL_MEANS.find((one) => one === text('vervoer')) ?? null,
          }
        : null,
  }
}

/** The address of a question under a path, without what is not asked. */
export function addressWith(root: string, fields: Record<string, string>): string {
  const asked = Object.entries(fields).filter(([, value]) => value !== '')
  return asked.length > 0 ? `${root}?${new URLSearchParams(asked)}` : root
}

/** The fields of the address that each filter of people has, by the name that the reads give it. */
const FIELDS_OF: Record<PeopleFilter, readonly string[]> = {
  name: ['q'],
  availability: ['stand'],
  words: ['werk'],
  worked: ['sector'],
  dutch: ['niveau', 'vaardigheid', 'maand'],
  travel: ['postcode', 'minuten', 'vervoer'],
  wants: ['wens'],
}
export type PeopleFilter = 'name' | 'availability' | 'words' | 'worked' | 'dutch' | 'travel' | 'wants'

/**
 * What can be left out of a question about people that found nobody.
 *
 * @param fields of the address, the page not among them
 * @param without how many there are without each filter
 */
export function leaveOuts(
  root: string,
  fields: Record<string, string>,
  without: Record<string, number>,
): { part: PeopleFilter; count: number; href: string }[] {
  return (Object.keys(FIELDS_OF) as PeopleFilter[]).flatMap((part) => {
    const count = without[part] ?? 0
    const others = Object.entries(fields).filter(([name]) => !FIELDS_OF[part].includes(name))
    return count > 0 ? [{ part, count, href: addressWith(root, Object.fromEntries(others)) }] : []
  })
}

/** What the address asks of people in the municipality: as `abilityQuestion` without the way from home, and `wens`, `pagina`. */
export function profileQuestion(request: Request): ProfileQuestion {
  const { searchParams } = new URL(request.url)
  const { words, worked, dutch } = abilityQuestion(request)
  const wants = SECTORS.find((one) => one === searchParams.get('wens')) ?? null
  return { words, worked, dutch, wants, page: caseloadQuestion(request).page ?? 1 }
}

/** The same question in an address, without what is not asked. */
export function abilityFields({ words, worked, dutch, travel }: AbilityQuestion): Record<string, string> {
  return {
    werk: words,
    sector: worked ?? '',
    ...(dutch ? { niveau: dutch.level, vaardigheid: dutch.skill, maand: dutch.by ?? '' } : {}),
    ...(travel ? { postcode: travel.postcode, minuten: String(travel.minutes), vervoer: travel.means ?? '' } : {}),
  }
}
