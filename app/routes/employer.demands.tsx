import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { ButtonLink, TextLink } from '#app/ui/button.tsx'
import { DemandGains } from '#app/ui/employer/demand-gains.tsx'
import { EmployerFrame } from '#app/ui/employer/frame.tsx'
import { titleOf } from '#app/ui/employer/frame-title.ts'
import { EmptyState } from '#app/ui/empty.tsx'
import { PageHead } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { demandsOf } from '#server/positions/reads-demands.ts'
import { termLabels } from './coach.term-labels.ts'
import { frameOf } from './employer.frame.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) =>
  titleOf(data ? `Eisen van ${data.demands.position.title}` : 'Eisen', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'position.read-own')
  return run(async () => {
    const demands = await demandsOf(me.ctx, args.params['id'] ?? '')
    const changes = demands.effects.flatMap((one) => one.changes)
    const [frame, labels] = await Promise.all([frameOf(args, me), termLabels(me.ctx.db, changes)])
    return json({ frame, demands, labels })
  })
}

/** What an employer could ask less, and how many people more would fit: counts only. */
export default function Demands() {
  const { frame, demands, labels } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const { position } = demands
  const back = `/werkgever/plekken/${position.id}`
  return (
    <EmployerFrame frame={frame} current="positions">
      <p>
        <TextLink back href={back}>
          <bdi>{position.title}</bdi>
        </TextLink>
      </p>
      <PageHead title={t('demands.title')} lead={t('demands.lead')} />
      {demands.effects.length > 0 ? (
        <DemandGains demands={demands} labels={labels} />
      ) : (
        <EmptyState
          pictogram="talk"
          title={t(demands.isOpen ? 'demands.none' : 'demands.closed')}
          action={
            <ButtonLink variant="second" href={back}>
              {t('demands.toPosition')}
            </ButtonLink>
          }
        />
      )}
    </EmployerFrame>
  )
}
