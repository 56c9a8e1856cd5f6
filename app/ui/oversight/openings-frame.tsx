import type { ReactNode } from 'react'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import type { Who } from '#app/ui/shell-staff.tsx'
import { OversightFrame } from './frame.tsx'

/** The frame round the pages of reading a file in an emergency: that of the municipality or of the platform, whose page it is. */
export function OpeningsFrame(props: {
  desk: 'municipality' | 'platform'
  who: Who
  municipality: string
  children: ReactNode
}) {
  if (props.desk === 'municipality')
    return (
      <MunicipalityFrame desk="municipality" who={props.who} municipality={props.municipality} current="openings">
        {props.children}
      </MunicipalityFrame>
    )
  return (
    <OversightFrame desk="platform" who={props.who} current="openings">
      {props.children}
    </OversightFrame>
  )
}
