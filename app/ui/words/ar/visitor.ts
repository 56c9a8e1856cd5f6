import type { visitor as source } from '../nl/visitor.ts'
import type { Translated } from '../translated.ts'

export const visitor: Translated<typeof source> = {
  title: 'Instroom',
}
