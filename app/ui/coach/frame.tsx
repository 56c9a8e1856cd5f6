import type { ReactNode } from 'react'
import { Note } from '#app/ui/note.tsx'
import { StaffShell, type Who } from '#app/ui/shell-staff.tsx'
import { useWords } from '#app/ui/words/words.tsx'

type Page = 'today' | 'proposals' | 'caseload' | 'placements' | 'runs'

const DONE = [
  'created',
  'saved',
  'availability',
  'shortlist',
  'shortlist-held',
  'show-card',
  'set-aside',
  'take-back',
  'added',
  'started',
  'cancelled',
  'ended',
  'follow-up',
  'extended',
  'asked-longer',
  'read',
] as const

/** The frame round every coach page: menu, search in the own caseload, and what was just done. `undo` stands beside that sentence. */
export function CoachFrame(props: {
  frame: { who: Who; place: string; newProposals: number; done: string | null }
  /** null = none of them. */
  current: Page | null
  q?: string | undefined
  undo?: ReactNode
  children: ReactNode
}) {
  const { t } = useWords()
  const { frame, current } = props
  const done = DONE.find((one) => one === frame.done)
  const menu: { page: Page; href: string; count?: number }[] = [
    { page: 'today', href: '/coach' },
    { page: 'proposals', href: '/coach/voorstellen', count: frame.newProposals },
    { page: 'caseload', href: '/coach/deelnemers' },
    { page: 'placements', href: '/coach/plaatsingen' },
    { page: 'runs', href: '/rondes' },
  ]
  return (
    <StaffShell
      org={t('coach.org', { place: frame.place })}
      who={frame.who}
      homeHref="/coach"
      words={{
        skip: t('common.skip'),
        mainMenu: t('common.mainMenu'),
        home: t('common.home'),
        goOnAs: t('common.goOnAs'),
        goOnAsOther: t('common.goOnAsOther'),
        open: t('coach.nav.open'),
      }}
      nav={menu.map(({ page, href, count }) => ({
        href,
        count,
        label: t(`coach.nav.${page}`),
        current: page === current,
      }))}
      search={{
        action: '/coach/deelnemers',
        label: t('coach.find.label'),
        placeholder: t('coach.find.placeholder'),
        value: props.q,
      }}
      footLinks={[
        { href: '/nl/uitleg', label: t('coach.foot.how') },
        { href: '/nl/privacy', label: t('coach.foot.privacy') },
        { href: '/nl/toegankelijkheid', label: t('coach.foot.accessibility') },
        { href: '/nl/hulp', label: t('coach.foot.help') },
      ]}
      signOutLabel={t('common.signOut')}
    >
      {done && (
        <div className="in-coach-done">
          <Note tone="ok" announce>
            {t(`coach.done.${done}`)}
          </Note>
          {props.undo}
        </div>
      )}
      {props.children}
    </StaffShell>
  )
}
