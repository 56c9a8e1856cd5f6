import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { RunsFrame } from '#app/ui/runs/frame.tsx'
import { RunPage } from '#app/ui/runs/run-page.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { recheckForStaff } from '#server/proposals/reads-recheck.ts'
import { blockingPairsForStaff } from '#server/proposals/reads-run-blocking.ts'
import { runForStaff } from '#server/proposals/reads-runs.ts'
import { runsFrame } from './staff.runs-frame.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data ? `Ronde van ${data.found.day}` : 'Ronde'} - Instroom` },
]

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'run.read')
  return run(async () => {
    const runId = args.params['id'] ?? ''
    const found = await runForStaff(me.ctx, runId)
    const isAsked = new URL(args.request.url).searchParams.get('nareken') === '1'
    const [at, blocking, recheck] = await Promise.all([
      runsFrame(args, me),
      blockingPairsForStaff(me.ctx, runId),
      isAsked ? recheckForStaff(me.ctx, runId) : null,
    ])
    const desk = me.account.role === 'coach' ? ('coach' as const) : ('other' as const)
    return json({ at, found: { ...found, policy: weightsOf(found.policy), blocking, recheck, desk } })
  })
}

/** The weights of the score as they stood: a policy of long ago may lack one. */
function weightsOf(policy: Record<string, unknown>) {
  const weights = (policy['weights'] ?? {}) as Record<string, Record<string, number>>
  return {
    newcomer: Object.entries(weights['newcomer'] ?? {}),
    employer: Object.entries(weights['employer'] ?? {}),
  }
}

/** One run: numbers, proof, coverage, spread, what changed, and how long it took. */
export default function Run() {
  const { at, found } = useLoaderData<typeof loader>()
  const { t } = useWords()
  return (
    <RunsFrame at={at}>
      <p>
        <TextLink back href="/rondes">
          {t('runs.back')}
        </TextLink>
      </p>
      <RunPage run={found} />
    </RunsFrame>
  )
}
