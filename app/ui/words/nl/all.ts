import { coach } from './coach.ts'
import { common, fieldErrors, refusals } from './common.ts'
import { demands } from './demands.ts'
import { employer } from './employer.ts'
import { enums } from './enums.ts'
import { changes, match } from './match.ts'
import { municipality } from './municipality.ts'
import { newcomer } from './newcomer.ts'
import { news } from './news.ts'
import { clash, duration, reasons } from './reasons.ts'
import { runs } from './runs.ts'
import { safeguards } from './safeguards.ts'
import { visitor } from './visitor.ts'

/** Dutch: the source of all words. Staff pages (employer, coach, municipality, safeguards) are Dutch only. */
export const nl = {
  common,
  error: fieldErrors,
  refusal: refusals,
  enum: enums,
  reason: reasons,
  clash,
  duration,
  visitor,
  newcomer,
  safeguard: safeguards,
  employer,
  coach,
  municipality,
  match,
  change: changes,
  demands,
  runs,
  news,
} as const
