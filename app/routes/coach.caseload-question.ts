import { AVAILABILITIES } from '#db/values/newcomers.ts'
import type { CaseloadQuestion } from '#server/newcomers/reads-caseload.ts'

const LAST_PAGE = 10_000

/** What the address asks of the caseload: `q`, `stand`, `pagina`; what is not understood is left out. */
export function caseloadQuestion(request: Request): CaseloadQuestion {
  const { searchParams } = new URL(request.url)
  const page = Number(searchParams.get('pagina') ?? '1')
  return {
    q: searchParams.get('q')?.trim().slice(0, 80) || undefined,
    availability: AVAILABILITIES.find((one) => one === searchParams.get('stand')),
    page: Number.isInteger(page) && page >= 1 && page <= LAST_PAGE ? page : 1,
  }
}
