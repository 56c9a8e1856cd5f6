import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { newFormKey } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { Button, TextLink } from '#app/ui/button.tsx'
import { type AskedView, FactsForm, WhyAsked } from '#app/ui/employer/facts-form.tsx'
import { EmployerFrame } from '#app/ui/employer/frame.tsx'
import { titleOf } from '#app/ui/employer/frame-title.ts'
import { answerText } from '#app/ui/employer/statement.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { FilterForm, FilterSelect } from '#app/ui/form/form.tsx'
import { Block, PageHead } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { POSITION_TYPES } from '#db/values/positions.ts'
import { stateFacts } from '#server/cases/state-facts.ts'
import { dayOf } from '#server/platform/context.ts'
import { frameOf } from './employer.frame.ts'
import { readAnswers } from './employer.questions-read.ts'
import { questionsFor } from './employer.questions-view.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => titleOf('Vragen over uw vestiging', data?.frame)

const HERE = '/werkgever/dossier/vragen'

/** What the address asks about; an establishment that is not one's own is not found. */
function askedIn(url: string) {
  const { searchParams } = new URL(url)
  const type = searchParams.get('soort')
  const role = searchParams.get('functie') ?? ''
  return {
    establishmentId: searchParams.get('vestiging') || null,
    type: POSITION_TYPES.find((one) => one === type) ?? null,
    occupationUri: role !== '' && role.length <= 300 && URL.canParse(role) ? role : null,
    wageSubsidy: searchParams.get('subsidie') === 'ja',
    again: searchParams.get('opnieuw'),
  }
}

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'case.read-own')
  const { ctx } = me
  return run(async () => {
    const asked = askedIn(args.request.url)
    const [frame, found] = await Promise.all([frameOf(args, me), questionsFor(ctx, asked)])
    return json({ frame, key: newFormKey(), today: dayOf(ctx.now), type: asked.type, ...found })
  })
}

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'case.read-own')
  const form = readAnswers(new URLSearchParams(await args.request.text()))
  const refused = (errors: Record<string, string[]>) => {
    markRefused(args)
    return json({ values: form.values, errors }, { status: 422 })
  }
  if (!form.ok) return refused(form.errors)
  return run(async () => {
    try {
      await onceFor(args, ctx, form, async (inside) => {
        await stateFacts(inside, form.value)
        return { answer: {} }
      })
    } catch (error) {
      // The day of the evidence is held against today by the command.
      if (error instanceof z.ZodError) return refused({ 'evidence.on': ['in-the-future'] })
      throw error
    }
    return redirectTo('/werkgever/dossier?gedaan=stated')
  })
}

/** The questions about one establishment that a type of position needs, and what was said already. */
export default function Questions() {
  const { frame, key, today, type, establishments, establishment, roles, role, open, standing } =
    useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const words = useWords()
  const { t, day } = words
  const addressWith = (more: Record<string, string>) =>
    `${HERE}?${new URLSearchParams({
      ...(establishment && { vestiging: establishment.id }),
      ...(type && { soort: type }),
      ...(role && { functie: role.uri }),
      ...more,
    })}`
  return (
    <EmployerFrame frame={frame} current="record">
      <div className="in-stack in-gap-6">
        <TextLink back href="/werkgever/dossier">
          {t('record.page.back')}
        </TextLink>
        <PageHead title={t('record.ask.title')} lead={t('record.ask.lead')} />
        <FilterForm label={t('record.ask.choose')} action={HERE}>
          <FilterSelect
            name="vestiging"
            label={t('record.ask.establishment')}
            defaultValue={establishment?.id}
            options={establishments.map(({ id, name, place }) => ({ value: id, label: `${name}, ${place}` }))}
          />
          <FilterSelect
            name="soort"
            label={t('record.ask.type')}
            defaultValue={type ?? ''}
            options={[
              { value: '', label: t('record.ask.everyType') },
              ...POSITION_TYPES.map((one) => ({ value: one, label: t(`enum.positionType.${one}`) })),
            ]}
          />
          <FilterSelect
            name="functie"
            label={t('record.ask.role')}
            defaultValue={role?.uri ?? ''}
            options={[
              { value: '', label: t('record.ask.noRole') },
              ...roles.map(({ uri, label }) => ({ value: uri, label })),
            ]}
          />
          <Button variant="second">{t('record.ask.show')}</Button>
        </FilterForm>
        {establishment && (
          <>
            <Block title={t('record.ask.open')}>
              {open.length === 0 ? (
                <EmptyState
                  inline
                  heading="h3"
                  pictogram="shield"
                  title={t('record.ask.noneOpen')}
                  text={t('record.ask.noneOpenText')}
                />
              ) : (
                <>
                  <p className="in-grey">{t('record.ask.openLead')}</p>
                  <FactsForm
                    establishmentId={establishment.id}
                    occupationUri={role?.uri ?? null}
                    role={role?.label ?? null}
                    asked={open as AskedView[]}
                    today={today}
                    action={addressWith({})}
                    idempotencyKey={key}
                    typed={typed?.values ?? {}}
                    errors={typed?.errors ?? {}}
                  />
                </>
              )}
            </Block>
            <Block title={t('record.ask.standing')}>
              <DataTable
                caption={t('record.ask.standing')}
                captionHidden
                rows={standing}
                keyOf={(one) => one.question}
                empty={<p className="in-grey">{t('record.noStatements')}</p>}
                columns={[
                  {
                    head: t('record.question'),
                    cell: (one) => (
                      <>
                        {t(`record.asked.${one.question}`)}
                        <span className="in-src">
                          <WhyAsked rules={one.rules} />
                        </span>
                      </>
                    ),
                  },
                  {
                    head: t('record.answer'),
                    cell: (one) => (
                      <>
                        {answerText(one.question, one.answer, words)}
                        <span className="in-src">
                          {t('record.until')} {day(one.validUntil)}
                        </span>
                        <a href={addressWith({ opnieuw: one.question })}>{t('record.ask.again')}</a>
                      </>
                    ),
                  },
                ]}
              />
            </Block>
          </>
        )}
      </div>
    </EmployerFrame>
  )
}
