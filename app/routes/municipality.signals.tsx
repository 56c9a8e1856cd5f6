import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { Button, TextLink } from '#app/ui/button.tsx'
import { FilterForm, FilterSelect } from '#app/ui/form/form.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import { ReportTable, SignalTable } from '#app/ui/municipality/signal-tables.tsx'
import { Note } from '#app/ui/note.tsx'
import { Block, PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { reportsFor } from '#server/cases/reads-reports.ts'
import { signalsFor } from '#server/cases/reads-signals.ts'
import { dayOf } from '#server/platform/context.ts'
import { officerFrame } from './municipality.frame.ts'
import { reportShown, signalShown } from './municipality.signal-view.ts'
import { officerTitle } from './municipality.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction = () => officerTitle('Signalen en meldingen')

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'case.read')
  const address = new URL(args.request.url).searchParams
  const closed = address.get('wat') === 'afgesloten'
  return run(async () => {
    const [frame, signals, reports] = await Promise.all([officerFrame(me), signalsFor(me.ctx), reportsFor(me.ctx)])
    return json({
      frame,
      today: dayOf(me.ctx.now),
      closed,
      signals: signals
        .filter((one) => (one.state === 'closed') === closed)
        .map((one) => signalShown(one, me.ctx.actor.accountId)),
      reports: reports.map(reportShown),
      done: address.get('gedaan'),
    })
  })
}

/** What monitors noticed and people reported, not yet judged; or what was closed. */
export default function Signals() {
  const { frame, today, closed, signals, reports, done } = useLoaderData<typeof loader>()
  const { t } = useWords()
  return (
    <MunicipalityFrame {...frame} current="signals">
      <PageHead title={t('signals.title')} lead={t('signals.lead')}>
        <FilterForm action="/toets/signalen" label={t('signals.filter')}>
          <FilterSelect
            name="wat"
            label={t('signals.which')}
            defaultValue={closed ? 'afgesloten' : ''}
            options={[
              { value: '', label: t('signals.open') },
              { value: 'afgesloten', label: t('signals.closed') },
            ]}
          />
          <Button variant="second" icon="filter">
            {t('signals.show')}
          </Button>
        </FilterForm>
      </PageHead>
      <Stack gap={6}>
        {(done === 'signaal' || done === 'melding' || done === 'gevraagd') && (
          <Note tone="ok" announce>
            {t(
              done === 'signaal'
                ? 'signals.one.done'
                : done === 'gevraagd'
                  ? 'signals.one.asked'
                  : 'signals.report.done',
            )}
          </Note>
        )}
        <SignalTable signals={signals} today={today} closed={closed} />
        <Block title={t('signals.report.title')} id="meldingen">
          <p className="in-grey">{t('signals.report.lead')}</p>
          <ReportTable reports={reports} />
        </Block>
        <p>
          <TextLink href="/toets/groepen" icon="arrow">
            {t('signals.groups.link')}
          </TextLink>
        </p>
      </Stack>
    </MunicipalityFrame>
  )
}
