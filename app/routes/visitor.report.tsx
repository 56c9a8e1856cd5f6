import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { visitor } from '#app/request/context.ts'
import { again, readFields } from '#app/request/form.ts'
import { languageOfParams } from '#app/request/language.ts'
import { onceForAnybody } from '#app/request/once.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { Button, TextLink } from '#app/ui/button.tsx'
import { Card, IconList, Panel } from '#app/ui/card.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { TextInput } from '#app/ui/form/inputs.tsx'
import { OwnWords } from '#app/ui/newcomer/own-words.tsx'
import { Note } from '#app/ui/note.tsx'
import { DISPLACEMENT, ReportForm, TRAP } from '#app/ui/rules/report-form.tsx'
import { PageHead } from '#app/ui/stack.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { networkOf } from '#server/accounts/rules.ts'
import { accountsKey, keyedDigest } from '#server/accounts/tokens.ts'
import { reportStanding } from '#server/cases/reads-reports.ts'
import { ReportSignalInput, reportSignal } from '#server/cases/report-signal.ts'
import { workplaceOf, workplacesNamed } from '#server/employers/reads-workplaces.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { publicPage } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const { t } = wordsFor(data?.page.language ?? 'nl')
  return [{ title: `${data?.refused ? t('common.errorTitle') : ''}${t('report.title')} - Instroom` }]
}
export { PublicError as ErrorBoundary }

const LONGEST = 100
const MOST = 20

/** The workplaces that fit what was typed, or the one that was chosen. */
export async function loader(args: LoaderFunctionArgs) {
  const { page, ctx } = await publicPage(args)
  const { searchParams } = new URL(args.request.url)
  const typed = (name: string) => (searchParams.get(name) ?? '').trim().slice(0, LONGEST)
  const [name, place, wanted] = [typed('naam'), typed('plaats'), typed('vestiging')]
  const chosen = isId(wanted) ? await workplaceOf(ctx.db, wanted) : null
  const found = chosen === null ? await workplacesNamed(ctx.db, name, place, MOST) : []
  return json({ page, refused: wasRefused(args), name, place, chosen, found, isMore: found.length === MOST })
}

/** A report, or a question how an earlier one stands. Both answer with a page, so that no code ever stands in an address. */
export async function action(args: ActionFunctionArgs) {
  languageOfParams(args.params)
  const { ctx } = await visitor(args)
  const { env, ip } = args.context
  const fields = new URLSearchParams(await args.request.text())
  if (fields.get(TRAP)) throw new Response(null, { status: 400 })
  fields.delete(TRAP)
  const asked = fields.get('code')
  if (asked !== null) {
    const standing = await reportStanding(ctx.db, asked)
    const state = standingIn(standing)
    return json({ standing: state, code: null, values: {}, errors: {} }, { status: standing === null ? 422 : 200 })
  }
  const concern = fields.get('concern')
  if (concern === DISPLACEMENT) fields.delete('concern')
  const form = readFields(fields, ReportSignalInput)
  const values = { ...form.values, ...(concern !== null && { concern }) }
  const missing: Record<string, string[]> = concern ? {} : { concern: ['choose-one'] }
  if (!form.ok || !concern) {
    markRefused(args)
    return again({ ok: false, values, errors: { ...missing, ...(form.ok ? {} : form.errors) }, key: null }, NOT_SENT)
  }
  return run(async () => {
    const network = keyedDigest(accountsKey(env.sessionSecret), 'report', networkOf(ip)).toString('base64url')
    const sent = await onceForAnybody<typeof ctx, Refusal>(args, null, ctx, form, async (inside) => {
      try {
        return { answer: await reportSignal(inside, form.value, network) }
      } catch (error) {
        // No such workplace: nothing is kept but that somebody tried.
        if (error instanceof Refusal && error.code === 'not-found') return { again: error }
        throw error
      }
    })
    if ('again' in sent) throw sent.again
    return json({ standing: null, code: sent.answer['code'] ?? null, values: {}, errors: {} })
  })
}

/** A report that was found to be nothing reads as closed: the reporter need not be told that nobody believed it. */
const standingIn = (
  standing: Awaited<ReturnType<typeof reportStanding>>,
): 'unknown' | 'new' | 'taken-up' | 'closed' => {
  if (standing === null) return 'unknown'
  if (standing.isClosed || standing.state === 'unfounded') return 'closed'
  return standing.state
}
const NOT_SENT = { standing: null, code: null }

export default function Report() {
  const { page, chosen } = useLoaderData<typeof loader>()
  const sent = useActionData<typeof action>()
  const { t } = useWords()
  if (sent?.code) return <Thanks page={page} code={sent.code} />
  const here = `/${page.language}/melden`
  return (
    <PublicFrame page={page}>
      <div className="in-reading in-stack in-gap-6">
        <PageHead title={t('report.title')} lead={t('report.lead')} />
        {sent?.standing && (
          <Note tone={sent.standing === 'unknown' ? 'warn' : 'sand'} announce>
            {t(sent.standing === 'unknown' ? 'report.unknown' : `report.standing.${sent.standing}`)}
          </Note>
        )}
        <Note tone="warn">{t('report.danger')}</Note>
        <Panel gap={3}>
          <h2 className="in-cap">{t('report.whatTitle')}</h2>
          <IconList items={[{ text: t('report.what1') }, { text: t('report.what2') }, { text: t('report.what3') }]} />
        </Panel>
        {chosen === null ? (
          <Which />
        ) : (
          <section className="in-stack" aria-labelledby="wat">
            <Card gap={2}>
              <p>
                {t('report.chosen')} <OwnWords>{chosen.name}</OwnWords>
              </p>
              <p className="in-small in-grey">
                <OwnWords>{[chosen.employer, chosen.address, chosen.place].filter(Boolean).join(', ')}</OwnWords>
              </p>
              <TextLink href={here}>{t('report.other')}</TextLink>
            </Card>
            <h2 id="wat">{t('report.tellTitle')}</h2>
            <ReportForm
              action={`${here}?vestiging=${chosen.id}`}
              establishmentId={chosen.id}
              values={sent?.values ?? {}}
              errors={sent?.errors ?? {}}
            />
          </section>
        )}
        <section className="in-stack in-gap-3" aria-labelledby="eerder">
          <h2 className="in-cap" id="eerder">
            {t('report.checkTitle')}
          </h2>
          <PostForm action={here} gap={3}>
            <TextInput
              name="code"
              label={t('report.checkCode')}
              autoComplete="off"
              maxLength={20}
              dir="ltr"
              width="m"
            />
            <div>
              <Button variant="second">{t('report.check')}</Button>
            </div>
          </PostForm>
        </section>
      </div>
    </PublicFrame>
  )
}

/** Picks the workplace by name and town. */
function Which() {
  const { page, name, place, found, isMore } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const here = `/${page.language}/melden`
  return (
    <section className="in-stack" aria-labelledby="welk">
      <h2 id="welk">{t('report.whichTitle')}</h2>
      <form className="in-stack" method="get" action={`${here}#welk`}>
        <TextInput
          name="naam"
          type="search"
          label={t('report.name')}
          hint={t('report.nameHint')}
          defaultValue={name}
          maxLength={LONGEST}
        />
        <TextInput
          name="plaats"
          label={t('report.place')}
          optional={t('report.optional')}
          defaultValue={place}
          maxLength={LONGEST}
        />
        <div>
          <Button variant={found.length > 0 ? 'second' : undefined} icon="search">
            {t('report.search')}
          </Button>
        </div>
      </form>
      {found.length > 0 && (
        <section className="in-stack in-gap-3" aria-labelledby="gevonden">
          <h3 id="gevonden">{t('report.found')}</h3>
          <ul className="in-stack in-gap-2">
            {found.map((one) => (
              <Card as="li" gap={0} key={one.id}>
                <TextLink href={`${here}?vestiging=${one.id}`}>
                  <OwnWords>{one.name}</OwnWords>
                </TextLink>
                <p className="in-small in-grey">
                  <OwnWords>
                    {[one.employer === one.name ? '' : one.employer, one.address, one.place].filter(Boolean).join(', ')}
                  </OwnWords>
                </p>
              </Card>
            ))}
          </ul>
          {isMore && <p className="in-small in-grey">{t('report.many')}</p>}
        </section>
      )}
      {name.length > 1 && found.length === 0 && (
        <Note tone="sand" title={t('report.none')} announce>
          {t('report.noneText')}
        </Note>
      )}
    </section>
  )
}

function Thanks({ page, code }: { page: Parameters<typeof PublicFrame>[0]['page']; code: string }) {
  const { t } = useWords()
  return (
    <PublicFrame page={page}>
      <div className="in-reading in-stack in-gap-5">
        <PageHead title={t('report.thanksTitle')} lead={t('report.thanksText')} />
        <Card gap={2}>
          <p className="in-lead">
            <b>{t('report.code', { code: `\u2066${code}\u2069` })}</b>
          </p>
          <p>{t('report.codeText')}</p>
        </Card>
        <TextLink back href={`/${page.language}`}>
          {t('common.back')}
        </TextLink>
      </div>
    </PublicFrame>
  )
}
