import type { LoaderFunctionArgs } from '@remix-run/node'
import { signedIn } from '#app/request/context.ts'
import { csvAnswer } from '#app/request/csv.ts'
import { countRequest } from '#app/request/quota.ts'
import { run } from '#app/request/refusal.ts'
import { wordsFor } from '#app/ui/words/words.tsx'
import { recordCountsExport } from '#server/audit/record-view.ts'
import { regionCounts, stageCounts } from '#server/insight/reads.ts'

/** The counts of the overview as a file, with the same small counts hidden. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx } = await signedIn(args, 'insight.read')
  await countRequest(args, ctx, 'export')
  const { t } = wordsFor('nl')
  return run(async () => {
    const [stages, region] = await Promise.all([stageCounts(ctx), regionCounts(ctx)])
    await recordCountsExport(ctx, 'overview')
    const hidden = t('municipality.overview.suppressed')
    const shown = (count: number | null | undefined) => count ?? hidden
    return csvAnswer('instroom-overzicht', [
      [t('municipality.overview.stage'), t('municipality.overview.here'), t('municipality.overview.inRegion')],
      ...stages.map(({ stage, count }) => [
        t(`municipality.stage.${stage}`),
        shown(count),
        shown(region?.find((one) => one.stage === stage)?.count),
      ]),
    ])
  })
}
