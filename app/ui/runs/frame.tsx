import type { ComponentProps, ReactNode } from 'react'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import type { Who } from '#app/ui/shell-staff.tsx'

export type RunsFrameData =
  | { desk: 'coach'; frame: ComponentProps<typeof CoachFrame>['frame'] }
  | { desk: 'municipality' | 'officer'; who: Who; municipality: string }

/** The same pages at three desks: each with its own menu. */
export function RunsFrame({ at, children }: { at: RunsFrameData; children: ReactNode }) {
  return at.desk === 'coach' ? (
    <CoachFrame frame={at.frame} current="runs">
      {children}
    </CoachFrame>
  ) : (
    <MunicipalityFrame desk={at.desk} who={at.who} municipality={at.municipality} current="runs">
      {children}
    </MunicipalityFrame>
  )
}
