import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { RunsFrame } from '#app/ui/runs/frame.tsx'
import { RunsList } from '#app/ui/runs/runs-list.tsx'
import { PageHead } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { runsForStaff } from '#server/proposals/reads-runs.ts'
import { runsFrame } from './staff.runs-frame.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction = () => [{ title: 'Rondes voor iedereen - Instroom' }]

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'run.read')
  return run(async () => {
    const [at, runs] = await Promise.all([runsFrame(args, me), runsForStaff(me.ctx)])
    return json({ at, runs })
  })
}

/** The last runs of the engine over everybody. */
export default function Runs() {
  const { at, runs } = useLoaderData<typeof loader>()
  const { t } = useWords()
  return (
    <RunsFrame at={at}>
      <PageHead title={t('runs.title')} lead={t('runs.lead')} />
      <RunsList runs={runs} />
    </RunsFrame>
  )
}
