import { DescriptionList, IconList } from '#app/ui/card.tsx'
import { Log } from '#app/ui/pictures/lists.tsx'
import { Block, Grid } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { EducationLevel, Licence, TravelMeans, WorkRight } from '#db/values/newcomers.ts'
import type { PlacementState } from '#db/values/placements.ts'
import type { ConsentField, ProposalState, ProposalStep } from '#db/values/proposals.ts'

type LogRow = { at: string } & (
  | { kind: 'proposal'; step: ProposalStep | 'talk'; title: string; employer: string }
  | { kind: 'placement'; state: PlacementState; title: string; employer: string }
  | { kind: 'created' }
)

/** Wishes and practical facts, who sees what, and what happened. */
export function NewcomerAside({
  view,
}: {
  view: {
    givenName: string
    wishes: string[]
    learningWishes: string[]
    noGoes: string[]
    travelMeans: TravelMeans[]
    maxTravelMinutes: number | null
    hoursMin: number | null
    hoursMax: number | null
    availableFrom: string | null
    workRight: WorkRight
    educationLevel: EducationLevel | null
    needsAtWork: string
    licences: Licence[] | null
    email: string | null
    phone: string | null
    seen: { employer: string; state: ProposalState; fields: ConsentField[]; until: string | null }[]
    log: LogRow[]
  }
}) {
  const { t, day, number, list, moment } = useWords()
  const unknown = t('coach.newcomer.unknown')
  const { hoursMin, hoursMax } = view
  const fieldsOf = (fields: ConsentField[]) =>
    list(fields.map((field) => t(`enum.consentField.${field}`).toLowerCase()))
  const sentenceOf = (row: LogRow): string => {
    if (row.kind === 'created') return t('coach.newcomer.logCreated')
    const about = { title: row.title, employer: row.employer }
    return row.kind === 'placement'
      ? t('coach.newcomer.logPlacement', { ...about, state: t(`enum.placementState.${row.state}`).toLowerCase() })
      : t('coach.newcomer.logLine', { ...about, step: t(`coach.proposalStep.${row.step}`) })
  }
  return (
    <Grid min="l" gap={6}>
      <Block title={t('coach.newcomer.practical')}>
        <DescriptionList
          small
          items={[
            {
              term: t('coach.newcomer.wish'),
              value: view.wishes.length ? view.wishes.map((wish, at) => `${at + 1} ${wish}`).join(', ') : unknown,
            },
            {
              term: t('coach.newcomer.learn'),
              value: view.learningWishes.length ? view.learningWishes.join(', ') : unknown,
            },
            ...(view.noGoes.length ? [{ term: t('coach.newcomer.noGo'), value: view.noGoes.join(', ') }] : []),
            {
              term: t('coach.newcomer.travel'),
              value:
                view.maxTravelMinutes === null || view.travelMeans.length === 0
                  ? unknown
                  : t('coach.newcomer.travelText', {
                      minutes: view.maxTravelMinutes,
                      means: list(view.travelMeans.map((means) => t(`enum.travelMeans.${means}`))),
                    }),
            },
            {
              term: t('coach.newcomer.hours'),
              value:
                hoursMin === null || hoursMax === null
                  ? unknown
                  : t('coach.newcomer.hoursText', { min: number(hoursMin), max: number(hoursMax) }),
            },
            {
              term: t('coach.newcomer.start'),
              value: view.availableFrom ? t('coach.newcomer.startText', { day: day(view.availableFrom) }) : unknown,
            },
            { term: t('coach.newcomer.workRight'), value: t(`enum.workRight.${view.workRight}`) },
            {
              term: t('coach.newcomer.education'),
              value: view.educationLevel ? t(`enum.educationLevel.${view.educationLevel}`) : unknown,
            },
            {
              term: t('coach.newcomer.licences'),
              value: view.licences
                ? view.licences.map((licence) => t(`enum.licence.${licence}`)).join(', ') || t('common.none')
                : unknown,
            },
            ...(view.needsAtWork ? [{ term: t('coach.newcomer.needs'), value: <bdi>{view.needsAtWork}</bdi> }] : []),
            {
              term: t('coach.newcomer.contact'),
              value: <bdi>{[view.phone, view.email].filter(Boolean).join(', ') || unknown}</bdi>,
            },
          ]}
        />
      </Block>
      <Block title={t('coach.newcomer.sees', { name: view.givenName })}>
        <IconList
          small
          items={[
            { icon: 'unlock', text: t('coach.newcomer.seesYou') },
            ...(view.seen.length === 0 ? [{ icon: 'lock' as const, text: t('coach.newcomer.seesNobody') }] : []),
            ...view.seen.map((one) =>
              one.fields.length === 0 || one.until === null
                ? { icon: 'lock' as const, text: t('coach.newcomer.seesCard', { employer: one.employer }) }
                : {
                    icon: 'unlock' as const,
                    text:
                      one.state === 'placed'
                        ? t('coach.newcomer.seesRunning', { employer: one.employer, fields: fieldsOf(one.fields) })
                        : t('coach.newcomer.seesFields', {
                            employer: one.employer,
                            fields: fieldsOf(one.fields),
                            day: day(one.until),
                          }),
                  },
            ),
          ]}
        />
      </Block>
      <Block title={t('coach.newcomer.log')}>
        <Log items={view.log.map((row) => ({ at: row.at, when: moment(row.at), text: sentenceOf(row) }))} />
      </Block>
    </Grid>
  )
}
