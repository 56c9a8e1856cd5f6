import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import type { PageHandle } from '#app/root.tsx'
import { IconList } from '#app/ui/card.tsx'
import { isolated } from '#app/ui/newcomer/position-text.tsx'
import { PageHead, Section } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { TRAVEL_MEANS } from '#db/values/newcomers.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { MoreToRead } from './visitor.more-to-read.tsx'
import { publicPage } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${wordsFor(data?.page.language ?? 'nl').t('algorithm.title')} - Instroom` },
]
export { PublicError as ErrorBoundary }

/** Parts of a thousand as parts of a hundred. */
const percent = (permille: number): number => permille / 10

export async function loader(args: LoaderFunctionArgs) {
  const { page } = await publicPage(args)
  const { version, datedOn, weights, wish, nearSkill, languageMargin, detour, travel } = MATCHING_POLICY
  const { fullExperienceMonths, proposalsPerNewcomer, proposalsPerSeat } = MATCHING_POLICY
  const [exact, one] = languageMargin
  return json({
    page,
    policy: { version, datedOn },
    points: {
      wish: percent(weights.newcomer.wish),
      commute: percent(weights.newcomer.commute),
      learning: percent(weights.newcomer.learning),
      skills: percent(weights.employer.skills),
      languageMargin: percent(weights.employer.languageMargin),
      experience: percent(weights.employer.experience),
    },
    steps: {
      near: percent(wish.unitGroup),
      far: percent(wish.minorGroup),
      skill: percent(nearSkill),
      exact: percent(exact),
      one: percent(one),
      months: fullExperienceMonths,
    },
    share: { newcomer: proposalsPerNewcomer, seat: proposalsPerSeat },
    detour,
    travel: TRAVEL_MEANS.map((means) => ({ means, ...travel[means] })),
  })
}

/** How the matching works in plain words, with the numbers in force read from the policy itself. */
export default function Algorithm() {
  const { page, policy, points, steps, share, detour, travel } = useLoaderData<typeof loader>()
  const { t, day, number } = useWords()
  const sides: { title: string; rows: { part: string; points: number; how: string }[] }[] = [
    {
      title: t('algorithm.newcomerSide'),
      rows: [
        {
          part: t('algorithm.wish'),
          points: points.wish,
          how: t('algorithm.wishHow', { near: number(steps.near), far: number(steps.far) }),
        },
        { part: t('algorithm.commute'), points: points.commute, how: t('algorithm.commuteHow') },
        { part: t('algorithm.learning'), points: points.learning, how: t('algorithm.learningHow') },
      ],
    },
    {
      title: t('algorithm.employerSide'),
      rows: [
        {
          part: t('algorithm.skills'),
          points: points.skills,
          how: t('algorithm.skillsHow', { near: number(steps.skill) }),
        },
        {
          part: t('algorithm.languageMargin'),
          points: points.languageMargin,
          how: t('algorithm.languageMarginHow', { exact: number(steps.exact), one: number(steps.one) }),
        },
        {
          part: t('algorithm.experience'),
          points: points.experience,
          how: t('algorithm.experienceHow', { months: number(steps.months) }),
        },
      ],
    },
  ]
  return (
    <PublicFrame page={page}>
      <div className="in-reading">
        <PageHead title={t('algorithm.title')} lead={t('algorithm.lead')} />
        <p className="in-small in-grey">
          {t('algorithm.version', { version: isolated(policy.version), day: day(policy.datedOn) })}
        </p>
        <MoreToRead page={page} at="algorithm" />
        <Section title={t('algorithm.firstTitle')}>
          <p>{t('algorithm.firstText')}</p>
          <IconList
            items={[
              { text: t('algorithm.first1') },
              { text: t('algorithm.first2') },
              { text: t('algorithm.first3') },
              { text: t('algorithm.first4') },
              { text: t('algorithm.first5') },
              { text: t('algorithm.first6') },
            ]}
          />
        </Section>
        <Section title={t('algorithm.scoreTitle')}>
          <p>{t('algorithm.scoreText')}</p>
          {sides.map((side) => (
            <DataTable
              caption={side.title}
              roomy
              rows={side.rows}
              keyOf={(row) => row.part}
              columns={[
                { head: t('algorithm.part'), cell: (row) => row.part },
                { head: t('algorithm.points'), align: 'end', cell: (row) => number(row.points) },
                { head: t('algorithm.how'), cell: (row) => row.how },
              ]}
              key={side.title}
            />
          ))}
        </Section>
        <Section title={t('algorithm.shareTitle')}>
          <p>{t('algorithm.shareText')}</p>
          <IconList
            items={[
              { text: t('algorithm.share3') },
              { text: t('algorithm.share1', { count: share.newcomer }) },
              { text: t('algorithm.share2', { count: share.seat }) },
              { text: t('algorithm.share4') },
              { text: t('algorithm.share5') },
            ]}
          />
        </Section>
        <Section title={t('algorithm.travelTitle')}>
          <p>{t('algorithm.travelText', { detour: number(detour) })}</p>
          <DataTable
            caption={t('algorithm.travelTitle')}
            captionHidden
            rows={travel}
            keyOf={(row) => row.means}
            columns={[
              { head: t('algorithm.means'), cell: (row) => t(`algorithm.travel.${row.means}`) },
              {
                head: t('algorithm.speed'),
                cell: ({ speed, extraMinutes }) =>
                  extraMinutes === 0
                    ? t('algorithm.kmPerHour', { speed: number(speed) })
                    : t('algorithm.plusMinutes', { speed: number(speed), minutes: number(extraMinutes) }),
              },
            ]}
          />
        </Section>
        <Section title={t('algorithm.neverTitle')}>
          <IconList
            items={[
              { icon: 'eye-off', text: t('algorithm.never1') },
              { icon: 'eye-off', text: t('algorithm.never2') },
              { icon: 'eye-off', text: t('algorithm.never3') },
            ]}
          />
        </Section>
        <Section title={t('algorithm.humanTitle')}>
          <IconList
            items={[
              { icon: 'person', text: t('algorithm.human1') },
              { icon: 'person', text: t('algorithm.human2') },
              { icon: 'person', text: t('algorithm.human3') },
            ]}
          />
        </Section>
        <Section title={t('algorithm.limitsTitle')}>
          <p>{t('algorithm.limitsText')}</p>
        </Section>
      </div>
    </PublicFrame>
  )
}
