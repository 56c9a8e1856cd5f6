import { Badge, type Tone } from '#app/ui/badge.tsx'
import type { IconName } from '#app/ui/icon.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { PositionState } from '#db/values/positions.ts'

const LOOK: Record<PositionState, { tone?: Tone; icon: IconName }> = {
  draft: { icon: 'pen' },
  'awaiting-decision': { tone: 'warn', icon: 'clock' },
  published: { tone: 'ok', icon: 'check' },
  paused: { tone: 'info', icon: 'clock' },
  closed: { icon: 'lock' },
  expired: { tone: 'warn', icon: 'calendar' },
}

/** The state of a position: word, icon and colour. */
export function PositionBadge({ state }: { state: PositionState }) {
  const { t } = useWords()
  return (
    <Badge tone={LOOK[state].tone} icon={LOOK[state].icon}>
      {t(`enum.positionState.${state}`)}
    </Badge>
  )
}
