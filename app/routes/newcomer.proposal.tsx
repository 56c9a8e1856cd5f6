import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readForm } from '#app/request/form.ts'
import { languageOfParams } from '#app/request/language.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { ButtonLink, TextLink } from '#app/ui/button.tsx'
import { CardPreview } from '#app/ui/newcomer/card-preview.tsx'
import { ChoiceForm, HiddenFromEmployer, StayInCharge } from '#app/ui/newcomer/choice-form.tsx'
import { FitView } from '#app/ui/newcomer/fit-view.tsx'
import { OwnWords } from '#app/ui/newcomer/own-words.tsx'
import { isolated } from '#app/ui/newcomer/position-text.tsx'
import { AfterYes, ProposalState } from '#app/ui/newcomer/proposal-state.tsx'
import { WhoSeesWhat } from '#app/ui/newcomer/who-sees-what.tsx'
import { Note } from '#app/ui/note.tsx'
import { SECTOR_PICTOGRAM } from '#app/ui/sector-pictogram.ts'
import { PageHead, Section, Split } from '#app/ui/stack.tsx'
import { isGeneral } from '#app/ui/words/card-bands.ts'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { CONSENT_FIELDS } from '#db/values/proposals.ts'
import { standingOf } from '#server/newcomers/reads-standing.ts'
import { dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { declineProposal } from '#server/proposals/decline-proposal.ts'
import { giveConsent } from '#server/proposals/give-consent.ts'
import { proposalForNewcomer } from '#server/proposals/reads.ts'
import { cardPreview } from '#server/proposals/reads-cards.ts'
import { fitForSelf } from '#server/proposals/reads-fit.ts'
import { PROPOSAL_POLICY } from '#server/proposals/rules.ts'
import { fitForNewcomer } from '#server/proposals/rules-fit.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { labelsOf } from './newcomer.labels.ts'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { pageOf } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const { t } = wordsFor(data?.page.language ?? 'nl')
  if (!data) return [{ title: `${t('refusal.title')} - Instroom` }]
  return [{ title: `${data.refused ? t('common.errorTitle') : ''}${data.proposal.title} - Instroom` }]
}
export { PublicError as ErrorBoundary }

const DONE = ['yes', 'talk-first', 'no', 'stale', 'safeguard-blocks'] as const

/** One proposal: why it fits, exactly what the employer sees, who sees what, and the answer. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'proposal.read-own')
  const page = pageOf(args, account)
  const id = args.params['id'] ?? ''
  return run(async () => {
    const today = dayOf(ctx.now)
    const stored = await proposalForNewcomer(ctx, id)
    const [{ card, isShown, isHeld }, fresh, { coachName }] = await Promise.all([
      cardPreview(ctx, id),
      stored.state === 'shortlisted' ? fitForSelf(ctx, [stored.positionId]) : null,
      standingOf(ctx),
    ])
    const parts = fresh?.get(stored.positionId)?.parts ?? fitForNewcomer(stored.fit)
    const asked = new URL(args.request.url).searchParams.get('gedaan')
    return json({
      page,
      refused: wasRefused(args),
      proposal: {
        id: stored.id,
        state: stored.state,
        title: stored.title,
        employerName: stored.employerName,
        place: stored.place,
        sector: stored.sector,
        positionCode: stored.positionCode,
        positionIsOpen: stored.positionState === 'published',
        answerDueOn: stored.answerDueOn,
        consentFields: stored.consentFields ?? [],
        employerSees: isShown,
        isHeld,
        canAnswer: stored.steps.includes('consent'),
        isWithheld: stored.isWithheld,
        canWithdraw: stored.steps.includes('withdraw-consent'),
      },
      parts,
      labels: await labelsOf(ctx.db, [parts], page.language),
      card,
      coachName,
      yesUntil: addDays(today, PROPOSAL_POLICY.consentDays),
      textVersion: PROPOSAL_POLICY.consentTextVersion,
      done: DONE.find((one) => one === asked) ?? null,
      key: newFormKey(),
    })
  })
}

const AnswerForm = z.object({
  choice: z.enum(['yes', 'talk-first', 'no']),
  fields: z.array(z.enum(CONSENT_FIELDS)).default([]),
  textVersion: z.literal(PROPOSAL_POLICY.consentTextVersion),
})

/** Yes with the ticked fields, talk first, or no. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'proposal.read-own')
  const language = languageOfParams(args.params)
  const proposalId = args.params['id'] ?? ''
  const form = await readForm(args.request, AnswerForm)
  if (!form.ok) {
    markRefused(args)
    return again(form)
  }
  const { choice, fields, textVersion } = form.value
  const here = `/${language}/mijn-reis/voorstel/${proposalId}`
  return run(async () => {
    try {
      const done = await onceFor(args, ctx, form, async (inside) => {
        if (choice !== 'yes') await declineProposal(inside, { proposalId, choice })
        else if (!(await giveConsent(inside, { proposalId, fields, language, textVersion })).ok)
          return { again: 'safeguard-blocks' as const }
        return { answer: {} }
      })
      if ('again' in done) return redirectTo(`${here}?gedaan=${done.again}`)
    } catch (error) {
      // What a person cannot help is said on the page of the proposal itself, with how it stands now.
      if (error instanceof Refusal && error.code === 'stale') return redirectTo(`${here}?gedaan=stale`)
      throw error
    }
    return redirectTo(`${here}?gedaan=${choice}`)
  })
}

export default function ProposalPage() {
  const { page, proposal, parts, labels, card, coachName, yesUntil, textVersion, done, key } =
    useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t } = useWords()
  const root = `/${page.language}`
  const employer = isolated(proposal.employerName)
  const named = card.revealed
  const seen = proposal.employerSees
  return (
    <PublicFrame page={page} at="journey">
      <p>
        <TextLink back href={`${root}/mijn-reis`}>
          {t('newcomer.proposal.back')}
        </TextLink>
      </p>
      {done && (
        <div className="in-said">
          <Note tone={done === 'stale' || done === 'safeguard-blocks' ? 'warn' : 'ok'} announce>
            {t(`newcomer.done.${done}`, { coach: isolated(coachName) })}
          </Note>
        </div>
      )}
      <Split
        aside={
          <StayInCharge
            yesUntil={proposal.canAnswer ? yesUntil : null}
            workingWith={proposal.state === 'placed' && named ? isolated(coachName) : null}
          />
        }
      >
        <PageHead
          above={t('newcomer.proposal.above')}
          title={<OwnWords>{proposal.title}</OwnWords>}
          lead={t('newcomer.proposal.about', { employer, place: isolated(proposal.place) })}
        >
          {proposal.positionIsOpen && (
            <ButtonLink variant="second" icon="eye" href={`${root}/plekken/${proposal.positionCode}`}>
              {t('newcomer.proposal.lookAt')}
            </ButtonLink>
          )}
        </PageHead>
        {!proposal.canAnswer && <ProposalState state={proposal.isWithheld ? 'withheld' : proposal.state} />}
        {proposal.state === 'consented' && (
          <AfterYes
            employer={employer}
            coach={isolated(coachName)}
            answerDueOn={proposal.answerDueOn}
            fields={proposal.consentFields}
            withdrawHref={proposal.canWithdraw ? `${root}/mijn-gegevens/voorstel/${proposal.id}/stoppen` : null}
          />
        )}
        <section className="in-stack" aria-labelledby="why">
          <h2 id="why">{t('newcomer.proposal.why')}</h2>
          <FitView parts={parts} labels={labels} />
        </section>
        {seen && (
          <Section title={t('newcomer.proposal.card')}>
            <p>
              {named
                ? t('newcomer.proposal.cardTextNamed', { employer })
                : t('newcomer.proposal.cardText', { employer })}
            </p>
            {isGeneral(card.leftOut) && <p>{t('card.general')}</p>}
            <CardPreview card={card} pictogram={SECTOR_PICTOGRAM[proposal.sector]} />
          </Section>
        )}
        {proposal.isHeld && (
          <Section title={t('card.heldTitle')}>
            <p>{t('card.heldText', { employer })}</p>
            <CardPreview card={card} pictogram={SECTOR_PICTOGRAM[proposal.sector]} />
          </Section>
        )}
        {(proposal.isHeld || (seen && !named)) && <HiddenFromEmployer />}
        {proposal.canAnswer && (
          <ChoiceForm
            employer={employer}
            coach={isolated(coachName)}
            yesUntil={yesUntil}
            textVersion={textVersion}
            formKey={key}
            mistaken={typed !== undefined}
            typed={typed?.values ?? {}}
          />
        )}
      </Split>
      {seen && (
        <Section title={t('newcomer.proposal.trust')}>
          <WhoSeesWhat coachName={coachName} employer={proposal.employerName} named={named} />
        </Section>
      )}
    </PublicFrame>
  )
}
