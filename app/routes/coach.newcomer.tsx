import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { newFormKey, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { Badge } from '#app/ui/badge.tsx'
import { ButtonLink, TextLink } from '#app/ui/button.tsx'
import { IconList } from '#app/ui/card.tsx'
import { AskedCorrections } from '#app/ui/coach/asked-corrections.tsx'
import { AvailabilitySteps } from '#app/ui/coach/availability-steps.tsx'
import { AVAILABILITY_TONE } from '#app/ui/coach/caseload-table.tsx'
import { daysSince } from '#app/ui/coach/days.ts'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { IntakeTasks } from '#app/ui/coach/intake-tasks.tsx'
import { NewcomerAside } from '#app/ui/coach/newcomer-aside.tsx'
import { NewcomerLanguages } from '#app/ui/coach/newcomer-languages.tsx'
import { NewcomerSkills } from '#app/ui/coach/newcomer-skills.tsx'
import { NewcomerWeek } from '#app/ui/coach/newcomer-week.tsx'
import { NextStepCard } from '#app/ui/coach/next-step-card.tsx'
import { Block, Row, Split, Stack } from '#app/ui/stack.tsx'
import { account } from '#app/ui/words/nl/account.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { recordPersonViews } from '#server/audit/record-view.ts'
import { ChangeAvailabilityInput, changeAvailability } from '#server/newcomers/change-availability.ts'
import { CloseCorrectionInput, closeCorrection } from '#server/privacy/close-correction.ts'
import { openCorrections } from '#server/privacy/reads.ts'
import { worthALook } from '#server/proposals/reads-worth-a-look.ts'
import { frameOf } from './coach.frame.ts'
import { newcomerView } from './coach.newcomer-view.ts'
import { showedProposals } from './coach.seen.ts'
import { titleOf } from './coach.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => titleOf(data?.view.name ?? 'Deelnemer', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'newcomer.read-caseload')
  return run(async () => {
    const newcomerId = args.params['id'] ?? ''
    const [frame, view, look, asked] = await Promise.all([
      frameOf(args, me),
      newcomerView(me.ctx, newcomerId),
      worthALook(me.ctx, newcomerId),
      openCorrections(me.ctx, newcomerId),
    ])
    await showedProposals(args, me.ctx, view.openProposals)
    await recordPersonViews(me.ctx, 'dossier.viewed', [view.id], 'profile')
    return json({
      frame,
      view,
      look: look.length,
      asked: asked.map(({ id, part }) => ({ id, part, key: newFormKey() })),
      key: newFormKey(),
    })
  })
}

/** One step of the newcomer's availability, or what the newcomer said was not right is looked at. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'newcomer.read-caseload')
  const newcomerId = args.params['id'] ?? ''
  const form = await readForm(
    args.request,
    z.union([ChangeAvailabilityInput.pick({ step: true }).strip(), CloseCorrectionInput]),
  )
  if (!form.ok) throw new Response(null, { status: 400 })
  const { value } = form
  return run(async () => {
    await onceFor(args, ctx, form, async (inside) => {
      if ('step' in value) await changeAvailability(inside, { newcomerId, step: value.step })
      else await closeCorrection(inside, value)
      return { answer: {} }
    })
    return redirectTo(`/coach/deelnemers/${newcomerId}?gedaan=${'step' in value ? 'availability' : 'saved'}`)
  })
}

export default function Newcomer() {
  const { frame, view, look, asked, key } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const home = `/coach/deelnemers/${view.id}`
  return (
    <CoachFrame frame={frame} current="caseload">
      <Stack gap={3}>
        <p>
          <TextLink back href="/coach/deelnemers">
            {t('coach.newcomer.back')}
          </TextLink>
        </p>
        <div className="in-pagehead">
          <Row gap={4}>
            <span className="in-anon__tile" aria-hidden="true">
              {view.initials}
            </span>
            <div>
              <h1>
                <bdi>{view.name}</bdi>
              </h1>
              <p className="in-small">
                {t('coach.newcomer.lives', { place: view.place })}{' '}
                {view.isSearching && (
                  <>
                    <Badge tone="warn" icon="clock">
                      {t('coach.newcomer.waits', {
                        days: t('coach.days', { count: daysSince(view.waitingSince, view.today) }),
                      })}
                    </Badge>{' '}
                  </>
                )}
                <Badge tone={AVAILABILITY_TONE[view.availability]}>{t(`enum.availability.${view.availability}`)}</Badge>
              </p>
            </div>
          </Row>
          <Row gap={2}>
            {view.openProposals.length > 0 && (
              <ButtonLink href={`/coach/voorstellen?status=open&deelnemer=${view.id}`}>
                {t('coach.newcomer.proposals', { count: view.openProposals.length })}
              </ButtonLink>
            )}
            <ButtonLink variant="second" href={`${home}/intake/basics`} icon="pen">
              {t('coach.newcomer.card')}
            </ButtonLink>
          </Row>
        </div>
        <Split
          asideFirst
          aside={
            <>
              <NextStepCard
                next={view.nextStep}
                newcomerId={view.id}
                followUpId={view.followUpId}
                startProposalId={view.startProposalId}
              />
              <AskedCorrections asked={asked} action={home} />
              {view.openProposals.length > 0 && (
                <Block title={t('coach.newcomer.proposals', { count: view.openProposals.length })}>
                  <IconList
                    small
                    items={view.openProposals.map(({ id, state, title, employerName }) => ({
                      icon: 'flag',
                      text: (
                        <>
                          <TextLink href={`/coach/voorstellen/${id}`}>
                            <bdi>{`${title}, ${employerName}`}</bdi>
                          </TextLink>{' '}
                          <span className="in-xs in-grey">{t(`enum.proposalState.${state}`).toLowerCase()}</span>
                        </>
                      ),
                    }))}
                  />
                </Block>
              )}
              <Block title={t('match.places.open')}>
                <p className="in-small">{t('match.places.openText')}</p>
                {look > 0 && (
                  <TextLink href={`${home}/plekken#bekijken`} icon="flag">
                    {t('match.look.open', { count: look })}
                  </TextLink>
                )}
                <Row gap={2}>
                  <ButtonLink variant="second" href={`${home}/plekken`} iconAfter="arrow">
                    {t('match.places.openAction')}
                  </ButtonLink>
                </Row>
              </Block>
              <Block title={t('coach.newcomer.intake')}>
                <IntakeTasks newcomerId={view.id} filled={view.filled} />
              </Block>
              <Block title={t('coach.newcomer.change')}>
                <AvailabilitySteps steps={view.steps} keyValue={key} action={home} />
                <TextLink href={`${home}/kaart`} icon="print">
                  {account.card.link}
                </TextLink>
              </Block>
            </>
          }
        >
          <Block title={t('coach.newcomer.can', { name: view.givenName })}>
            <NewcomerSkills rows={view.competences} intakeHref={`${home}/intake/skills`} />
          </Block>
          <Block title={t('coach.newcomer.language')}>
            <NewcomerLanguages dutch={view.dutch} others={view.otherLanguages} expectedOn={view.expectedOn} />
          </Block>
          <Block title={t('coach.newcomer.week')}>
            <NewcomerWeek slots={view.slots} name={view.givenName} intakeHref={`${home}/intake/practical`} />
          </Block>
          <NewcomerAside view={view} />
        </Split>
      </Stack>
    </CoachFrame>
  )
}
