import { access, algorithm, fieldSteps } from './access.ts'
import { cards } from './cards.ts'
import { common, fieldErrors, refusals } from './common.ts'
import { enums } from './enums.ts'
import { newcomer } from './newcomer.ts'
import { clash, duration, reasons } from './reasons.ts'
import { report } from './report.ts'
import { rights } from './rights.ts'
import { rules } from './rules.ts'
import { searches } from './searches.ts'
import { visitor } from './visitor.ts'

/** Arabic: a draft that no speaker has checked yet; the pages say so */
export const ar = {
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
  newcomer,
  card: cards,
  rights,
  searches,
}
