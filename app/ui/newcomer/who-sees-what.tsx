import { TrustStrip } from '#app/ui/pictures/trust-strip.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { isolated } from './position-text.tsx'

/** Who sees what, from the newcomer outward. `named`: the yes stands, so this employer sees what was ticked. Without `employer`: any employer. */
export function WhoSeesWhat(props: { coachName: string; employer?: string; named?: boolean }) {
  const { t } = useWords()
  const employer = props.employer === undefined ? t('newcomer.trust.anEmployer') : isolated(props.employer)
  const [yes, no] = [t('common.yes'), t('common.no')]
  return (
    <TrustStrip
      items={[
        {
          who: t('newcomer.trust.you'),
          open: true,
          sees: t('newcomer.trust.youSees'),
          hides: t('newcomer.trust.youHides'),
        },
        {
          who: t('newcomer.trust.coach', { name: isolated(props.coachName) }),
          open: true,
          sees: t('newcomer.trust.coachSees'),
          hides: t('newcomer.trust.coachHides'),
        },
        {
          who: employer,
          open: true,
          sees: props.named ? t('newcomer.trust.employerSeesName') : t('newcomer.trust.employerSees'),
          hides: props.named ? undefined : t('newcomer.trust.employerHides'),
        },
        { who: t('newcomer.trust.others'), open: false, sees: t('newcomer.trust.othersSees') },
      ]}
      table={{
        label: t('common.asTable'),
        head: [
          t('newcomer.trust.data'),
          t('newcomer.trust.you'),
          t('newcomer.trust.coach', { name: isolated(props.coachName) }),
          t('newcomer.trust.employerNow'),
          t('newcomer.trust.employerAfter'),
        ],
        rows: [
          [t('newcomer.trust.skills'), yes, yes, yes, yes],
          [t('newcomer.trust.levels'), yes, yes, yes, yes],
          [t('newcomer.trust.times'), yes, yes, yes, yes],
          [t('newcomer.trust.name'), yes, yes, props.named ? yes : no, yes],
          [
            t('newcomer.trust.contact'),
            yes,
            yes,
            props.named ? t('newcomer.trust.ifYouTick') : no,
            t('newcomer.trust.ifYouTick'),
          ],
          [t('newcomer.trust.origin'), yes, t('newcomer.trust.ifYouSay'), no, no],
          [t('newcomer.trust.health'), yes, t('newcomer.trust.ifYouSay'), no, no],
        ],
      }}
    />
  )
}
