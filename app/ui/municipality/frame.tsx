import type { ReactNode } from 'react'
import { StaffShell, type Who } from '#app/ui/shell-staff.tsx'
import { useWords } from '#app/ui/words/words.tsx'

/** What every page of an officer hands to its frame. */
export type OfficerFrame = { desk: 'officer'; who: Who; municipality: string; waiting: number }

type OfficerPage = 'signals' | 'audit' | 'profile' | 'import' | 'log'
type ManagerPage = 'people' | 'caseloads' | 'employers' | 'openings'

/** The frame of the two desks of a municipality: the manager who directs, and the officer who decides on displacement. */
export function MunicipalityFrame(props: {
  desk: 'municipality' | 'officer'
  who: Who
  municipality: string
  waiting?: number | undefined
  /** The first page of the desk when absent; null = none of them. */
  current?: OfficerPage | ManagerPage | 'runs' | null | undefined
  children: ReactNode
}) {
  const { t } = useWords()
  const isHome = props.current === undefined
  const ofOfficer = [
    { href: '/toets', label: t('municipality.nav.cases'), count: props.waiting, current: isHome },
    { href: '/toets/signalen', label: t('signals.nav'), current: props.current === 'signals' },
    { href: '/toets/steekproef', label: t('audits.nav'), current: props.current === 'audit' },
    { href: '/toets/regels', label: t('profile.nav'), current: props.current === 'profile' },
    { href: '/toets/invoer', label: t('imports.nav'), current: props.current === 'import' },
    { href: '/toets/logboek', label: t('cases.log.nav'), current: props.current === 'log' },
  ]
  const ofManager = [
    { href: '/gemeente', label: t('municipality.nav.overview'), current: isHome },
    { href: '/gemeente/mensen', label: t('people.nav'), current: props.current === 'people' },
    { href: '/gemeente/verdeling', label: t('caseloads.nav'), current: props.current === 'caseloads' },
    { href: '/gemeente/werkgevers', label: t('organisations.nav'), current: props.current === 'employers' },
    { href: '/inzage', label: t('openings.nav'), current: props.current === 'openings' },
  ]
  const nav = [
    ...(props.desk === 'officer' ? ofOfficer : ofManager),
    { href: '/rondes', label: t('runs.nav'), current: props.current === 'runs' },
  ]
  return (
    <StaffShell
      org={t(`municipality.org.${props.desk}`, { name: props.municipality })}
      who={props.who}
      words={{
        skip: t('common.skip'),
        mainMenu: t('common.mainMenu'),
        home: t('common.home'),
        goOnAs: t('common.goOnAs'),
        goOnAsOther: t('common.goOnAsOther'),
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
