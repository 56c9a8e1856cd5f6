import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { Card } from '#app/ui/card.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import { logDetail, logTitle, logWho } from '#app/ui/municipality/log-lines.tsx'
import { PageHead } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { logOfMunicipality } from '#server/cases/reads-log.ts'
import { officerFrame } from './municipality.frame.ts'
import { officerTitle } from './municipality.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction = () => officerTitle('Wie besloot wat')

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'case.read')
  return run(async () => {
    const [frame, lines] = await Promise.all([officerFrame(me), logOfMunicipality(me.ctx)])
    return json({ frame, lines: lines.map(({ at, ...line }) => ({ ...line, at: at.toISOString() })) })
  })
}

/** Who did and decided what in the municipality, the newest first. */
export default function Log() {
  const { frame, lines } = useLoaderData<typeof loader>()
  const words = useWords()
  const { t, moment } = words
  return (
    <MunicipalityFrame {...frame} current="log">
      <PageHead title={t('cases.log.title')} lead={t('cases.log.lead')} />
      <Card>
        <DataTable
          caption={t('cases.log.title')}
          captionHidden
          roomy
          rows={lines}
          keyOf={(line) => `${line.at} ${line.subject} ${line.subjectId} ${line.step}`}
          empty={<EmptyState inline pictogram="signing" title={t('cases.log.empty')} text={t('cases.log.emptyText')} />}
          columns={[
            {
              head: t('cases.log.what'),
              cell: (line) =>
                line.subject === 'signal' ? (
                  <a href={`/toets/signalen/${line.subjectId}`}>{logTitle(line, words)}</a>
                ) : (
                  logTitle(line, words)
                ),
            },
            { head: t('cases.log.who'), cell: (line) => <bdi>{logWho(line, words)}</bdi> },
            { head: t('cases.log.more'), cell: (line) => logDetail(line, words) },
            { head: t('cases.log.when'), cell: (line) => moment(line.at) },
          ]}
        />
      </Card>
    </MunicipalityFrame>
  )
}
