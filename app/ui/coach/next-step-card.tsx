import { ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { Row, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { NextStep } from '#server/newcomers/rules.ts'

/** The one thing to do first for this newcomer, with the way to do it. */
export function NextStepCard(props: {
  next: NextStep
  newcomerId: string
  followUpId: string | null
  startProposalId: string | null
}) {
  const { t } = useWords()
  const { next, newcomerId } = props
  const proposals = {
    href: `/coach/voorstellen?status=open&deelnemer=${newcomerId}`,
    label: t('coach.newcomer.openProposals'),
  }
  const intake = { href: `/coach/deelnemers/${newcomerId}/intake/basics`, label: t('coach.newcomer.openIntake') }
  const action =
    next === 'follow-up' && props.followUpId
      ? { href: `/coach/vervolg/${props.followUpId}`, label: t('coach.newcomer.openFollowUp') }
      : next === 'start-placement' && props.startProposalId
        ? { href: `/coach/voorstellen/${props.startProposalId}/start`, label: t('coach.newcomer.openStart') }
        : next === 'wait-employer' || next === 'wait-newcomer' || next === 'look-at-proposals'
          ? proposals
          : next === 'finish-intake' || next === 'wait-proposals'
            ? intake
            : null
  return (
    <Card as="section" next label={t('coach.newcomer.next')}>
      <Stack gap={2}>
        <p className="in-xs in-grey">{t('coach.newcomer.next')}</p>
        <h2 className="in-nextstep">{t(`coach.nextStep.${next}`)}</h2>
        <p className="in-small">{t(`coach.nextStepText.${next}`)}</p>
        {action && (
          <Row gap={2}>
            <ButtonLink href={action.href} iconAfter="arrow">
              {action.label}
            </ButtonLink>
          </Row>
        )}
      </Stack>
    </Card>
  )
}
