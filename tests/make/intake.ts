import type { UpdateProfileInput } from '#server/newcomers/profile-sections.ts'
import { TODAY, weekBlocks } from './rooms.ts'

/** The form of the part "practical", filled in. */
export const practical = (newcomerId: string, version = 1): UpdateProfileInput & { section: 'practical' } => ({
  newcomerId,
  version,
  section: 'practical',
  slots: [...weekBlocks('available', 8, 18), ...weekBlocks('lesson', 9, 12, [2])],
  hoursMin: 16,
  hoursMax: 32,
  travelMeans: ['bicycle'],
  maxTravelMinutes: 45,
  workRight: 'free',
  workRightCheckedOn: TODAY,
})
