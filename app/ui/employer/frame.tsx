import type { ReactNode } from 'react'
import { Note } from '#app/ui/note.tsx'
import { StaffShell, type Who } from '#app/ui/shell-staff.tsx'
import { useWords } from '#app/ui/words/words.tsx'

/** What the frame round every employer page shows, and what just happened (`?gedaan=`). */
export type EmployerFrameData = {
  who: Who
  org: string
  /** Candidates who wait for an answer of this employer. */
  waiting: number
  done: string | null
  /** This answer shows a form again: the title says so. */
  refused: boolean
  /** Publishes; a member keeps drafts. */
  mayPublish: boolean
}

const DONE = ['draft', 'published', 'waiting', 'paused', 'resumed', 'closed', 'accepted', 'refused', 'fact'] as const
/** What was done on the pages of the record. */
const RECORDED = ['stated', 'answered', 'written'] as const

/** The frame round every employer page: menu, and the sentence about what was just done. */
export function EmployerFrame(props: {
  frame: EmployerFrameData
  /** null = none of them. */
  current: 'positions' | 'company' | 'record' | 'people' | null
  children: ReactNode
}) {
  const { t } = useWords()
  const { frame, current } = props
  const done = frame.refused ? undefined : DONE.find((one) => one === frame.done)
  const recorded = frame.refused ? undefined : RECORDED.find((one) => one === frame.done)
  return (
    <StaffShell
      org={frame.org}
      who={frame.who}
      homeHref="/werkgever"
      words={{
        skip: t('common.skip'),
        mainMenu: t('common.mainMenu'),
        home: t('common.home'),
        goOnAs: t('common.goOnAs'),
        goOnAsOther: t('common.goOnAsOther'),
        open: t('employer.nav.open'),
      }}
      nav={[
        {
          href: '/werkgever',
          label: t('employer.nav.positions'),
          count: frame.waiting,
          current: current === 'positions',
        },
        { href: '/werkgever/bedrijf', label: t('employer.nav.company'), current: current === 'company' },
        { href: '/werkgever/dossier', label: t('record.nav'), current: current === 'record' },
        { href: '/werkgever/mensen', label: t('people.nav'), current: current === 'people' },
      ]}
      footLinks={[
        { href: '/nl/uitleg', label: t('common.howItWorks') },
        { href: '/nl/regels', label: t('rules.menu') },
        { href: '/nl/privacy', label: t('common.privacy') },
        { href: '/nl/toegankelijkheid', label: t('common.accessibility') },
        { href: '/nl/hulp', label: t('common.help') },
      ]}
      signOutLabel={t('common.signOut')}
    >
      {done && (
        <div className="in-emp-done">
          <Note tone={done === 'waiting' ? 'warn' : 'ok'} icon={done === 'waiting' ? 'clock' : undefined} announce>
            {t(`employer.done.${done}`)}
          </Note>
        </div>
      )}
      {recorded && (
        <div className="in-emp-done">
          <Note tone="ok" announce>
            {t(`record.done.${recorded}`)}
          </Note>
        </div>
      )}
      {props.children}
    </StaffShell>
  )
}
