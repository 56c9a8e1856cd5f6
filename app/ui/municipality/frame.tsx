import type { ReactNode } from 'react'
import { StaffShell } from '#app/ui/shell-staff.tsx'
import { useWords } from '#app/ui/words/words.tsx'

/** The frame of the two desks of a municipality: the manager who directs, and the officer who decides on displacement. */
export function MunicipalityFrame(props: {
  desk: 'municipality' | 'officer'
  who: string
  municipality: string
  waiting?: number | undefined
  current?: 'runs' | undefined
  children: ReactNode
}) {
  const { t } = useWords()
  const isHome = props.current === undefined
  const nav = [
    props.desk === 'officer'
      ? { href: '/toets', label: t('municipality.nav.cases'), count: props.waiting, current: isHome }
      : { href: '/gemeente', label: t('municipality.nav.overview'), current: isHome },
    { href: '/rondes', label: t('runs.nav'), current: !isHome },
  ]
  return (
    <StaffShell
      org={t(`municipality.org.${props.desk}`, { name: props.municipality })}
      who={props.who}
      words={{
        skip: t('common.skip'),
        mainMenu: t('common.mainMenu'),
        home: t('common.home'),
        open: t('municipality.nav.open'),
      }}
      nav={nav}
      homeHref={props.desk === 'officer' ? '/toets' : '/gemeente'}
      footLinks={[
        { href: '/nl/uitleg', label: t('common.howItWorks') },
        { href: '/nl/privacy', label: t('common.privacy') },
        { href: '/nl/toegankelijkheid', label: t('common.accessibility') },
        { href: '/nl/hulp', label: t('common.help') },
      ]}
      signOutLabel={t('common.signOut')}
    >
      {props.children}
    </StaffShell>
  )
}
