import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { countRequest } from '#app/request/quota.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { Button } from '#app/ui/button.tsx'
import { AbilityFilters } from '#app/ui/coach/ability-filters.tsx'
import { CompareProfiles, CompareProfilesForm } from '#app/ui/coach/compare-profiles.tsx'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { ProfilesTable } from '#app/ui/coach/profiles-table.tsx'
import { FilterForm, FilterSelect } from '#app/ui/form/form.tsx'
import { Note } from '#app/ui/note.tsx'
import { Pager } from '#app/ui/pictures/pager.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { SECTORS } from '#db/values/reference.ts'
import { recordProfileSearch } from '#server/audit/record-view.ts'
import { asksSomething, profilesInMunicipality } from '#server/newcomers/reads-municipality-search.ts'
import { comingMonths } from '#server/newcomers/rules-choices.ts'
import { dayOf } from '#server/platform/context.ts'
import { abilityFields, addressWith, leaveOuts, profileQuestion } from './coach.caseload-question.ts'
import { frameOf } from './coach.frame.ts'
import { besideOf } from './coach.places-question.ts'
import { titleOf } from './coach.title.ts'

const ROOT = '/coach/gemeente'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => titleOf('Zoek in de gemeente', data?.frame)

/** Who in the own municipality can do what is asked, without a name (ruling 23). */
export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'newcomer.search-municipality')
  await countRequest(args, me.ctx, 'candidates')
  const question = profileQuestion(args.request)
  return run(async () => {
    const frame = await frameOf(args, me)
    const { engine, ...found } = await profilesInMunicipality(me.ctx, args.context.env.meili, question)
    const fields: Record<string, string> = {
      ...abilityFields({ ...question, travel: null }),
      wens: question.wants ?? '',
    }
    // Fewer are left than when the address was written down.
    const end = Math.max(1, Math.ceil(found.total / found.pageSize))
    if (found.page > end) throw redirectTo(addressWith(ROOT, { ...fields, pagina: end > 1 ? String(end) : '' }))
    if (asksSomething(question)) await recordProfileSearch(me.ctx, found.rows.length)
    return json({
      frame,
      found,
      fields,
      beside: besideOf(args.request),
      leaveOut: leaveOuts(ROOT, fields, found.without),
      isAsked: asksSomething(question),
      isLimited: engine === 'postgres' && question.words !== '',
      isExpected: question.dutch?.by != null,
      months: comingMonths(dayOf(me.ctx.now)),
    })
  })
}

export default function ProfilesPage() {
  const { frame, found, fields, beside, leaveOut, isAsked, isLimited, isExpected, months } =
    useLoaderData<typeof loader>()
  const { t } = useWords()
  const { total, page, pageSize, isLast, counts, most } = found
  const q = fields['werk'] ?? ''
  const chosen = beside.flatMap((code) => found.rows.find((one) => one.number === code) ?? [])
  const addressOf = (to: number) => addressWith(ROOT, { ...fields, pagina: String(to) })
  return (
    <CoachFrame frame={frame} current="caseload">
      <PageHead title={t('coach.profiles.title')} lead={t('coach.profiles.lead')} />
      <Stack>
        <FilterForm action={ROOT} label={t('coach.profiles.filter')}>
          <AbilityFilters title={t('coach.profiles.filter')} asked={fields} counts={counts} months={months} isOpen>
            <FilterSelect
              name="wens"
              label={t('coach.profiles.wants')}
              defaultValue={fields['wens']}
              options={[
                { value: '', label: t('coach.caseload.ability.any') },
                ...SECTORS.map((one) => ({
                  value: one,
                  label: `${t(`enum.sector.${one}`)} (${counts['wants']?.[one] ?? 0})`,
                })),
              ]}
            />
          </AbilityFilters>
          <Button icon="search">{t('coach.profiles.show')}</Button>
        </FilterForm>
        {isLimited && <Note small>{t('coach.caseload.ability.limited')}</Note>}
        {found.loosely && <Note small>{t('coach.caseload.ability.loosely')}</Note>}
        {isExpected && <Note small>{t('coach.caseload.ability.expected')}</Note>}
        {chosen.length > 1 && <CompareProfiles people={chosen} q={q} />}
        {isAsked && found.rows.length > 0 && <h2>{t('coach.profiles.found', { count: total })}</h2>}
        {isAsked && total > most && <Note small>{t('coach.profiles.cut', { shown: most })}</Note>}
        <ProfilesTable
          rows={found.rows}
          isAsked={isAsked}
          q={q}
          beside={beside}
          leaveOut={leaveOut.map(({ part, count, href }) => ({
            words: t(`coach.caseload.without.${part}`, { word: fields['werk'] }),
            count: t('coach.profiles.count', { count }),
            href,
          }))}
        />
        {found.rows.length > 1 && (
          <CompareProfilesForm action={ROOT} fields={{ ...fields, pagina: page > 1 ? String(page) : '' }} />
        )}
        {isAsked && total > pageSize && (
          <Pager
            label={t('coach.profiles.pages')}
            summary={t('coach.profiles.summary', {
              from: Math.min(total, (page - 1) * pageSize + 1),
              to: Math.min(total, page * pageSize),
              total,
            })}
            previous={page > 1 ? { href: addressOf(page - 1), label: t('common.previousPage') } : undefined}
            next={!isLast ? { href: addressOf(page + 1), label: t('common.nextPage') } : undefined}
          />
        )}
      </Stack>
    </CoachFrame>
  )
}
