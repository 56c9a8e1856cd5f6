import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import { NumberTable } from '#app/ui/municipality/profile-numbers.tsx'
import { VersionTable } from '#app/ui/municipality/profile-versions.tsx'
import { Note } from '#app/ui/note.tsx'
import { Block, PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { profileVersions } from '#server/cases/reads-profiles.ts'
import { dayOf } from '#server/platform/context.ts'
import { baseOn } from '#server/positions/rules-policy.ts'
import { officerFrame } from './municipality.frame.ts'
import { monitorRows, numberRows } from './municipality.profile-view.ts'
import { officerTitle } from './municipality.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction = () => officerTitle('Regels van de gemeente')

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'case.read')
  return run(async () => {
    const [frame, versions] = await Promise.all([officerFrame(me), profileVersions(me.ctx)])
    const today = dayOf(me.ctx.now)
    const inForce = versions.find(
      (one) => one.state === 'in-force' && one.fromOn <= today && (one.untilOn === null || one.untilOn >= today),
    )
    const base = baseOn(today)
    return json({
      frame,
      today,
      policyVersion: base.version,
      ample: inForce?.choices['ampleMarket'] === 'block' ? ('block' as const) : base.choices.ampleMarket,
      numbers: numberRows(inForce?.numbers ?? {}, base),
      monitors: monitorRows(inForce?.monitors ?? {}),
      versions: versions.map(({ id, version, fromOn, untilOn, source, isVerified, state, proposedByName }) => ({
        id,
        version,
        fromOn,
        untilOn,
        source,
        isVerified,
        state,
        proposedByName,
      })),
      done: new URL(args.request.url).searchParams.get('gedaan'),
    })
  })
}

/** The versions of the municipality's own numbers, and what holds today. */
export default function Profiles() {
  const { frame, today, policyVersion, ample, numbers, monitors, versions, done } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const waits = versions.some((one) => one.state === 'proposed')
  return (
    <MunicipalityFrame {...frame} current="profile">
      <PageHead title={t('profile.title', { name: frame.municipality })} lead={t('profile.lead')}>
        {!waits && (
          <ButtonLink href="/toets/regels/nieuw" icon="plus">
            {t('profile.propose')}
          </ButtonLink>
        )}
      </PageHead>
      <Stack gap={6}>
        {(done === 'voorstel' || done === 'besluit') && (
          <Note tone="ok" announce>
            {t(done === 'voorstel' ? 'profile.proposed' : 'profile.done')}
          </Note>
        )}
        <Block title={t('profile.versions')}>
          <VersionTable versions={versions} today={today} policyVersion={policyVersion} />
        </Block>
        <Block title={t('profile.numbers')}>
          <NumberTable numbers={numbers.filter(({ limits }) => limits !== null)} ample={ample} />
          <details>
            <summary>{t('profile.notYours')}</summary>
            <NumberTable caption={t('profile.notYours')} numbers={numbers.filter(({ limits }) => limits === null)} />
          </details>
        </Block>
        <Block title={t('profile.monitors')} id="signalen">
          <p className="in-grey">{t('profile.monitorsLead')}</p>
          <NumberTable
            caption={t('profile.monitors')}
            head={t('profile.monitor')}
            numbers={monitors.filter(({ limits }) => limits !== null)}
          />
          <details>
            <summary>{t('profile.notYours')}</summary>
            <NumberTable
              caption={t('profile.notYours')}
              head={t('profile.monitor')}
              numbers={monitors.filter(({ limits }) => limits === null)}
            />
          </details>
        </Block>
      </Stack>
    </MunicipalityFrame>
  )
}
