import type { ReactNode } from 'react'
import type { Desk } from '#app/request/desk.ts'
import { ErrorView } from '#app/request/error-view.tsx'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { EmployerFrame } from '#app/ui/employer/frame.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import { OversightFrame } from '#app/ui/oversight/frame.tsx'
import { WordsProvider } from '#app/ui/words/words.tsx'

/** What staff see when there is no page: the frame of their own desk with its menu, what happened, and the way to their start page. */
export function DeskError({ desk }: { desk: Desk }) {
  return (
    <WordsProvider language="nl">
      <StaffFrame desk={desk}>
        <ErrorView language="nl" home={desk.home} />
      </StaffFrame>
    </WordsProvider>
  )
}

/** The frame of a desk without counts: an error page and the account page ask nothing of the rooms. */
export function StaffFrame({ desk, children }: { desk: Desk; children: ReactNode }) {
  const { role, who, organisation } = desk
  const quiet = { who, done: null, refused: false }
  if (role === 'employer')
    return (
      <EmployerFrame frame={{ ...quiet, org: organisation, waiting: 0, mayPublish: false }} current={null}>
        {children}
      </EmployerFrame>
    )
  if (role === 'municipality' || role === 'officer')
    return (
      <MunicipalityFrame desk={role} who={who} municipality={organisation} current={null}>
        {children}
      </MunicipalityFrame>
    )
  if (role === 'platform' || role === 'auditor')
    return (
      <OversightFrame desk={role} who={who} current={null}>
        {children}
      </OversightFrame>
    )
  return (
    <CoachFrame frame={{ ...quiet, place: organisation, newProposals: 0 }} current={null}>
      {children}
    </CoachFrame>
  )
}
