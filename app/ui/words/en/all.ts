import { common, fieldErrors, refusals } from './common.ts'
import { enums } from './enums.ts'
import { newcomer } from './newcomer.ts'
import { clash, duration, reasons } from './reasons.ts'
import { visitor } from './visitor.ts'

/** English */
export const en = {
  common,
  error: fieldErrors,
  refusal: refusals,
  enum: enums,
  reason: reasons,
  clash,
  duration,
  visitor,
  newcomer,
}
