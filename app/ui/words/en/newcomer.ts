import type { newcomer as source } from '../nl/newcomer.ts'
import type { Translated } from '../translated.ts'

export const newcomer: Translated<typeof source> = {
  title: 'Instroom',
}
