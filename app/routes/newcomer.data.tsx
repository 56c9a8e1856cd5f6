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
import { languageCookie } from '#app/request/session.ts'
import type { PageHandle } from '#app/root.tsx'
import { ButtonLink, TextLink } from '#app/ui/button.tsx'
import { AvailabilityChoice, KnownFacts, LanguageForm, SharingLog } from '#app/ui/newcomer/data-blocks.tsx'
import { isolated } from '#app/ui/newcomer/position-text.tsx'
import { AskCorrection, LooksLog, OwnRights } from '#app/ui/newcomer/rights-blocks.tsx'
import { SeenByCards } from '#app/ui/newcomer/seen-by.tsx'
import { WhoSeesWhat } from '#app/ui/newcomer/who-sees-what.tsx'
import { Note } from '#app/ui/note.tsx'
import { PageHead, Section } from '#app/ui/stack.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { SCREEN_LANGUAGES } from '#db/values/language.ts'
import { changeLanguage } from '#server/accounts/change-language.ts'
import { looksAtMe } from '#server/audit/reads.ts'
import { changeAvailability } from '#server/newcomers/change-availability.ts'
import { changeScreenLanguage } from '#server/newcomers/change-screen-language.ts'
import { ownProfile } from '#server/newcomers/reads.ts'
import { standingOf } from '#server/newcomers/reads-standing.ts'
import { AskCorrectionInput, askCorrection } from '#server/privacy/ask-correction.ts'
import { openCorrections } from '#server/privacy/reads.ts'
import { seenByOf } from '#server/proposals/reads-seen-by.ts'
import { sharingOf } from '#server/proposals/reads-shared.ts'
import { labelIn } from '#server/reference/rules.ts'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { pageOf } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${wordsFor(data?.page.language ?? 'nl').t('newcomer.data.title')} - Instroom` },
]
export { PublicError as ErrorBoundary }

const DONE = ['withdrawn', 'stopped', 'paused', 'resumed', 'language', 'correct'] as const

/** Who sees what: the yeses, the log, pause, language, and what is written down. Not what only the coach sees. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'newcomer.read-own')
  const page = pageOf(args, account)
  return run(async () => {
    const [profile, standing, seenBy, sharing, looks, asked] = await Promise.all([
      ownProfile(ctx, ctx.actor.newcomerId),
      standingOf(ctx),
      seenByOf(ctx),
      sharingOf(ctx),
      looksAtMe(ctx, 60),
      openCorrections(ctx, ctx.actor.newcomerId),
    ])
    const did = new URL(args.request.url).searchParams.get('gedaan')
    return json({
      page,
      standing,
      screenLanguage: profile.screenLanguage,
      seenBy: seenBy.map(({ since, ...one }) => ({ ...one, since: since.toISOString() })),
      sharing: sharing.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })),
      looks,
      asked: asked.map(({ part, askedAt }) => ({ part, askedAt: askedAt.toISOString() })),
      known: {
        ...profile.identity,
        municipality: profile.municipality,
        dutch: profile.languages
          .filter((row) => row.language === 'nld')
          .map(({ skill, level, referenceLevel, source, assessedOn }) => ({
            skill,
            level,
            referenceLevel,
            source,
            assessedOn,
          })),
        wishes: profile.wishes.map((wish) => labelIn(wish.labels, page.language).text),
        noGoes: [
          ...profile.noGoWork.map((one) => labelIn(one.labels, page.language).text),
          ...profile.noGoEmployers.map((one) => one.name),
        ],
        hoursMin: profile.hoursMin,
        hoursMax: profile.hoursMax,
      },
      done: DONE.find((one) => one === did) ?? null,
      keys: { availability: newFormKey(), language: newFormKey(), correct: newFormKey() },
    })
  })
}

const DataForm = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('pause') }),
  z.object({ intent: z.literal('resume') }),
  z.object({ intent: z.literal('language'), language: z.enum(SCREEN_LANGUAGES) }),
  AskCorrectionInput.extend({ intent: z.literal('correct') }),
])

/** Pause, resume, another language for pages and messages, or something that is not right. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'newcomer.read-own')
  const language = languageOfParams(args.params)
  const form = await readForm(args.request, DataForm)
  if (!form.ok) return again(form)
  const input = form.value
  const { newcomerId } = ctx.actor
  return run(async () => {
    await onceFor(args, ctx, form, async (inside) => {
      if (input.intent === 'correct') await askCorrection(inside, { part: input.part })
      else if (input.intent !== 'language') await changeAvailability(inside, { newcomerId, step: input.intent })
      else {
        // The profile before the account: the order in which the sync of the account locks them.
        await changeScreenLanguage(inside, { newcomerId, language: input.language })
        await changeLanguage(inside, { language: input.language })
      }
      return { answer: {} }
    })
    if (input.intent === 'language')
      return redirectTo(`/${input.language}/mijn-gegevens?gedaan=language`, [
        languageCookie(input.language, args.context.env.publicOrigin),
      ])
    if (input.intent === 'correct') return redirectTo(`/${language}/mijn-gegevens?gedaan=correct#klopt-niet`)
    return redirectTo(`/${language}/mijn-gegevens?gedaan=${input.intent === 'pause' ? 'paused' : 'resumed'}`)
  })
}

export default function MyData() {
  const { page, standing, screenLanguage, seenBy, sharing, looks, asked, known, done, keys } =
    useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t } = useWords()
  const root = `/${page.language}`
  return (
    <PublicFrame page={page} at="data">
      <PageHead title={t('newcomer.data.title')} lead={t('newcomer.data.lead')} />
      {done && (
        <div className="in-said">
          <Note tone="ok" announce>
            {done === 'correct' ? t('rights.correct.done') : t(`newcomer.done.${done}`)}
          </Note>
        </div>
      )}
      {typed && (
        <div className="in-said">
          <Note tone="error" announce>
            {t('error.choose-one')}
          </Note>
        </div>
      )}
      <Section title={t('card.seen.title')} id="toestemming">
        <SeenByCards rows={seenBy} root={root} coachName={standing.coachName} />
      </Section>
      <Section title={t('newcomer.data.log')} id="wie-zag">
        <p>{t('newcomer.data.logText')}</p>
        <SharingLog rows={sharing} />
      </Section>
      <Section title={t('rights.looks.title')} id="wie-keek">
        <p>{t('rights.looks.text')}</p>
        <LooksLog looks={looks} />
      </Section>
      <Section title={t('newcomer.proposal.trust')}>
        <WhoSeesWhat coachName={standing.coachName} />
      </Section>
      <div className="in-grid in-grid--l in-gap-6">
        <Section title={t('newcomer.data.pauseTitle')} id="pauze">
          <AvailabilityChoice availability={standing.availability} steps={standing.steps} formKey={keys.availability} />
          {standing.steps.includes('withdraw') && (
            <>
              <p>{t('newcomer.data.stopText')}</p>
              <div className="in-row">
                <ButtonLink variant="second" icon="stop" href={`${root}/mijn-gegevens/stoppen`}>
                  {t('newcomer.data.stop')}
                </ButtonLink>
              </div>
            </>
          )}
        </Section>
        <Section title={t('newcomer.data.languageTitle')} id="taal">
          <LanguageForm now={screenLanguage} formKey={keys.language} />
        </Section>
      </div>
      <Section title={t('newcomer.data.known')} id="gegevens">
        <p>{t('newcomer.data.knownHint', { coach: isolated(standing.coachName) })}</p>
        <KnownFacts known={known} />
        <AskCorrection asked={asked} coachName={standing.coachName} formKey={keys.correct} />
        <TextLink icon="lock" href={`${root}/privacy`}>
          {t('newcomer.data.privacy')}
        </TextLink>
      </Section>
      <OwnRights root={root} />
    </PublicFrame>
  )
}
