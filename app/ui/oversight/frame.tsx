import type { ReactNode } from 'react'
import { StaffShell, type Who } from '#app/ui/shell-staff.tsx'
import { useWords } from '#app/ui/words/words.tsx'

const PAGES = {
  platform: [
    ['/beheer', 'organisations'],
    ['/beheer/accounts', 'accounts'],
    ['/beheer/wachtrijen', 'queues'],
    ['/inzage', 'openings'],
  ],
  auditor: [
    ['/controle', 'audit'],
    ['/controle/keten', 'chain'],
  ],
} as const

export type OversightPage = (typeof PAGES)['platform' | 'auditor'][number][1]

/** The frame of the two desks beside the work: who runs the site, and who checks it. Neither sees anything of a person. */
export function OversightFrame(props: {
  desk: 'platform' | 'auditor'
  who: Who
  current: OversightPage | null
  children: ReactNode
}) {
  const { t } = useWords()
  return (
    <StaffShell
      org={t(`oversight.org.${props.desk}`)}
      who={props.who}
      words={{
        skip: t('common.skip'),
        mainMenu: t('common.mainMenu'),
        home: t('common.home'),
        goOnAs: t('common.goOnAs'),
        goOnAsOther: t('common.goOnAsOther'),
        open: t('oversight.open'),
      }}
      nav={PAGES[props.desk].map(([href, page]) => ({
        href,
        label: t(`oversight.nav.${page}`),
        current: props.current === page,
      }))}
      homeHref={props.desk === 'platform' ? '/beheer' : '/controle'}
      footLinks={[
        { href: '/nl/regels', label: t('rules.menu') },
        { href: '/nl/privacy', label: t('common.privacy') },
        { href: '/nl/hulp', label: t('common.help') },
      ]}
      signOutLabel={t('common.signOut')}
    >
      {props.children}
    </StaffShell>
  )
}
