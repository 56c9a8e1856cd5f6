import type { PlaceText } from './place-text.ts'
import { PEOPLE_TEXTS } from './texts-people.ts'
import { TRADE_TEXTS } from './texts-trades.ts'

const PLACE_TEXTS = [...TRADE_TEXTS, ...PEOPLE_TEXTS]

/** The words for an occupation: the longest prefix of its ISCO code. */
export const textFor = (isco: string): PlaceText => {
  const [first, ...rest] = PLACE_TEXTS.filter((text) => isco.startsWith(text.isco))
  if (first === undefined) throw new Error('the last text fits every code')
  return rest.reduce((best, text) => (text.isco.length > best.isco.length ? text : best), first)
}

export const EARNS_PAID = [
  'Loon volgens de cao',
  'Betaalde scholing',
  'Reiskosten vergoed',
  'Kans op een vast contract',
]
export const EARNS_UNPAID = ['Een getuigschrift', 'Reiskosten vergoed', 'Werkervaring met een vaste begeleider']

export const ACTIVITIES = 'Meelopen, samen doen, dan zelf doen; elke week een gesprek met de begeleider.'
export const START_LEVEL = 'Geen ervaring nodig; zin om te leren.'
export const targetLevel = (learns: readonly string[]): string => `Zelfstandig: ${learns.join(', ').toLowerCase()}.`
