import type { LoaderFunctionArgs } from '@remix-run/node'
import { signedIn } from '#app/request/context.ts'
import { csvAnswer } from '#app/request/csv.ts'
import { countRequest } from '#app/request/quota.ts'
import { run } from '#app/request/refusal.ts'
import { wordsFor } from '#app/ui/words/words.tsx'
import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import { recordPersonViews } from '#server/audit/record-view.ts'
import { caseloadForExport } from '#server/newcomers/reads-caseload.ts'
import { ableInCaseload } from '#server/newcomers/reads-caseload-search.ts'
import { abilityQuestion, caseloadQuestion } from './coach.caseload-question.ts'

/** `GET /coach/deelnemers.csv`: the coach's own caseload with the filters of the page. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx } = await signedIn(args, 'newcomer.export-caseload')
  await countRequest(args, ctx, 'export')
  const { t } = wordsFor('nl')
  const rows = await run(async () => {
    const { ids } = await ableInCaseload(ctx, args.context.env.meili, abilityQuestion(args.request))
    return caseloadForExport(ctx, { ...caseloadQuestion(args.request), ids })
  })
  await recordPersonViews(
    ctx,
    'list.exported',
    rows.map((row) => row.id),
    'caseload',
  )
  return csvAnswer('deelnemers', [
    [
      t('coach.csv.name'),
      t('coach.csv.availability'),
      t('coach.csv.waitingSince'),
      t('coach.csv.municipality'),
      t('coach.csv.place'),
      ...LANGUAGE_SKILLS.map((skill) => t(`enum.languageSkill.${skill}`)),
      t('coach.csv.openProposals'),
      t('coach.csv.followUpsDue'),
      t('coach.csv.nextStep'),
    ],
    ...rows.map((row) => [
      row.name,
      t(`enum.availability.${row.availability}`),
      row.waitingSince,
      row.municipality,
      row.place,
      ...LANGUAGE_SKILLS.map((skill) => {
        const level = row.dutch[skill]
        return level === null ? '' : t(`enum.level.${level}`)
      }),
      row.openProposals,
      row.followUpsDue,
      t(`coach.nextStep.${row.nextStep}`),
    ]),
  ])
}
