import { access, algorithm, fieldSteps } from './access.ts'
import { audits } from './audits.ts'
import { cards } from './cards.ts'
import { cases } from './cases.ts'
import { coach } from './coach.ts'
import { common, fieldErrors, refusals } from './common.ts'
import { demands } from './demands.ts'
import { employer } from './employer.ts'
import { enums } from './enums.ts'
import { imports } from './imports.ts'
import { changes, match } from './match.ts'
import { monitors } from './monitors.ts'
import { municipality } from './municipality.ts'
import { newcomer } from './newcomer.ts'
import { news } from './news.ts'
import { caseloads, openings, organisations, oversight } from './oversight.ts'
import { people } from './people.ts'
import { profile } from './profile.ts'
import { clash, duration, reasons } from './reasons.ts'
import { record } from './record.ts'
import { report } from './report.ts'
import { rights } from './rights.ts'
import { rules } from './rules.ts'
import { runs } from './runs.ts'
import { safeguards } from './safeguards.ts'
import { searches } from './searches.ts'
import { signals } from './signals.ts'
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
  rules,
  access,
  fieldSteps,
  algorithm,
  report,
  record,
  newcomer,
  card: cards,
  rights,
  searches,
  safeguard: safeguards,
  monitor: monitors,
  employer,
  coach,
  municipality,
  cases,
  profile,
  signals,
  audits,
  imports,
  match,
  change: changes,
  demands,
  runs,
  news,
  oversight,
  organisations,
  caseloads,
  openings,
  people,
} as const
