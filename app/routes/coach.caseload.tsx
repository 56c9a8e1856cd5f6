import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { Button, ButtonLink } from '#app/ui/button.tsx'
import { AbilityFilters, TravelFilters } from '#app/ui/coach/ability-filters.tsx'
import { CaseloadTable } from '#app/ui/coach/caseload-table.tsx'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { FilterForm, FilterSelect } from '#app/ui/form/form.tsx'
import { Note } from '#app/ui/note.tsx'
import { Pager } from '#app/ui/pictures/pager.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { AVAILABILITIES } from '#db/values/newcomers.ts'
import { caseloadOf } from '#server/newcomers/reads-caseload.ts'
import { ableInCaseload } from '#server/newcomers/reads-caseload-search.ts'
import { comingMonths } from '#server/newcomers/rules-choices.ts'
import { dayOf } from '#server/platform/context.ts'
import { abilityFields, abilityQuestion, addressWith, caseloadQuestion, leaveOuts } from './coach.caseload-question.ts'
import { frameOf } from './coach.frame.ts'
import { titleOf } from './coach.title.ts'

const ROOT = '/coach/deelnemers'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => titleOf('Deelnemers', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'newcomer.read-caseload')
  const ability = abilityQuestion(args.request)
  return run(async () => {
    const list = caseloadQuestion(args.request)
    const able = await ableInCaseload(me.ctx, args.context.env.meili, ability, list)
    const question = { ...list, ids: able.ids }
    const [frame, found] = await Promise.all([frameOf(args, me), caseloadOf(me.ctx, question)])
    const fields = { q: list.q ?? '', stand: list.availability ?? '', ...abilityFields(ability) }
    return json({
      frame,
      fields,
      leaveOut: found.total === 0 ? leaveOuts(ROOT, fields, able.without) : [],
      counts: able.counts,
      found,
      q: question.q ?? '',
      availability: question.availability ?? '',
      ability: abilityFields(ability),
      isExpected: ability.dutch?.by != null,
      able: {
        isAsked: able.ids !== null || able.placeUnknown,
        limited: able.engine === 'postgres' && ability.words !== '',
        loosely: able.loosely,
        placeUnknown: able.placeUnknown,
      },
      months: comingMonths(dayOf(me.ctx.now)),
      today: dayOf(me.ctx.now),
    })
  })
}

export default function Caseload() {
  const { frame, fields, leaveOut, counts, found, q, availability, ability, able, isExpected, months, today } =
    useLoaderData<typeof loader>()
  const { t } = useWords()
  const states = counts['availability']
  const { total, page, pageSize } = found
  const addressOf = (to: number) => addressWith(ROOT, { ...fields, pagina: String(to) })
  const last = Math.max(1, Math.ceil(total / pageSize))
  return (
    <CoachFrame frame={frame} current="caseload" q={q}>
      <PageHead title={t('coach.caseload.title', { count: total })}>
        <ButtonLink href="/coach/gemeente" icon="search" variant="second">
          {t('coach.profiles.title')}
        </ButtonLink>
        <ButtonLink href="/coach/deelnemers/nieuw" icon="plus">
          {t('coach.caseload.add')}
        </ButtonLink>
      </PageHead>
      <Stack>
        <FilterForm action={ROOT} label={t('coach.caseload.filter')}>
          <label>
            {t('coach.caseload.q')}
            <input className="in-input" type="search" name="q" defaultValue={q} />
          </label>
          <FilterSelect
            name="stand"
            label={t('coach.caseload.availability')}
            defaultValue={availability}
            options={[
              { value: '', label: t('coach.caseload.all', { count: states?.['all'] ?? 0 }) },
              ...AVAILABILITIES.map((one) => ({
                value: one,
                label: `${t(`enum.availability.${one}`)} (${states?.[one] ?? 0})`,
              })),
            ]}
          />
          <AbilityFilters
            title={t('coach.caseload.ability.title')}
            asked={ability}
            counts={counts}
            months={months}
            isOpen={able.isAsked}
          >
            <TravelFilters asked={ability} counts={counts} />
          </AbilityFilters>
          <Button variant="second" icon="filter">
            {t('coach.caseload.show')}
          </Button>
        </FilterForm>
        {able.placeUnknown && (
          <Note tone="warn" small>
            {t('coach.caseload.ability.placeUnknown')}
          </Note>
        )}
        {able.limited && <Note small>{t('coach.caseload.ability.limited')}</Note>}
        {able.loosely && <Note small>{t('coach.caseload.ability.loosely')}</Note>}
        {isExpected && <Note small>{t('coach.caseload.ability.expected')}</Note>}
        <CaseloadTable
          rows={found.rows}
          today={today}
          csvHref={addressWith(`${ROOT}.csv`, fields)}
          leaveOut={leaveOut.map(({ part, count, href }) => ({
            words: t(`coach.caseload.without.${part}`, { word: part === 'name' ? q : ability['werk'] }),
            count: t('coach.caseload.title', { count }),
            href,
          }))}
          searched={q !== '' || availability !== '' || able.isAsked}
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
