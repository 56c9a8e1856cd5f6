import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { Button, ButtonLink } from '#app/ui/button.tsx'
import { CaseloadTable } from '#app/ui/coach/caseload-table.tsx'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { FilterForm, FilterSelect } from '#app/ui/form/form.tsx'
import { Pager } from '#app/ui/pictures/pager.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { AVAILABILITIES } from '#db/values/newcomers.ts'
import { caseloadCounts, caseloadOf } from '#server/newcomers/reads-caseload.ts'
import { dayOf } from '#server/platform/context.ts'
import { caseloadQuestion } from './coach.caseload-question.ts'
import { frameOf } from './coach.frame.ts'
import { titleOf } from './coach.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => titleOf('Deelnemers', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'coach')
  const question = caseloadQuestion(args.request)
  return run(async () => {
    const [frame, counts, found] = await Promise.all([
      frameOf(args, me),
      caseloadCounts(me.ctx),
      caseloadOf(me.ctx, question),
    ])
    return json({
      frame,
      counts,
      found,
      q: question.q ?? '',
      availability: question.availability ?? '',
      today: dayOf(me.ctx.now),
    })
  })
}

export default function Caseload() {
  const { frame, counts, found, q, availability, today } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const all = AVAILABILITIES.reduce((sum, one) => sum + (counts[one] ?? 0), 0)
  const { total, page, pageSize } = found
  const addressOf = (to: number) => `/coach/deelnemers?${queryOf({ q, stand: availability, pagina: String(to) })}`
  const last = Math.max(1, Math.ceil(total / pageSize))
  return (
    <CoachFrame frame={frame} current="caseload" q={q}>
      <PageHead title={t('coach.caseload.title', { count: total })}>
        <FilterForm action="/coach/deelnemers" label={t('coach.caseload.filter')}>
          <label>
            {t('coach.caseload.q')}
            <input className="in-input" type="search" name="q" defaultValue={q} />
          </label>
          <FilterSelect
            name="stand"
            label={t('coach.caseload.availability')}
            defaultValue={availability}
            options={[
              { value: '', label: t('coach.caseload.all', { count: all }) },
              ...AVAILABILITIES.map((one) => ({
                value: one,
                label: `${t(`enum.availability.${one}`)} (${counts[one] ?? 0})`,
              })),
            ]}
          />
          <Button variant="second" icon="filter">
            {t('coach.caseload.show')}
          </Button>
        </FilterForm>
        <ButtonLink href="/coach/deelnemers/nieuw" icon="plus">
          {t('coach.caseload.add')}
        </ButtonLink>
      </PageHead>
      <Stack>
        <CaseloadTable
          rows={found.rows}
          today={today}
          csvHref={`/coach/deelnemers.csv?${queryOf({ q, stand: availability })}`}
          searched={q !== '' || availability !== ''}
        />
        {last > 1 && (
          <Pager
            label={t('coach.caseload.pages')}
            summary={t('coach.caseload.summary', {
              from: Math.min(total, (page - 1) * pageSize + 1),
              to: Math.min(total, page * pageSize),
              total,
            })}
            previous={page > 1 ? { href: addressOf(page - 1), label: t('common.previousPage') } : undefined}
            next={page < last ? { href: addressOf(page + 1), label: t('common.nextPage') } : undefined}
          />
        )}
      </Stack>
    </CoachFrame>
  )
}

const queryOf = (fields: Record<string, string>): string =>
  new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== '')).toString()
