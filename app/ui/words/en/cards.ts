import type { cards as source } from '../nl/cards.ts'
import type { Translated } from '../translated.ts'

export const cards: Translated<typeof source> = {
  level: { 'up-to-A1': 'up to A1', 'A2-to-B1': 'A2 or B1' },
  years: { 'up-to-2': 'up to 2 years', '3-or-more': '3 years or more' },
  hours: { 'up-to-20': 'up to 20 hours a week', '21-or-more': '21 hours a week or more' },
  education: {
    'up-to-primary': 'Up to primary school',
    secondary: 'Secondary school or vocational training',
    higher: 'Bachelor, university or master',
  },
  licences: { all: 'All that the place asks for', 'not-all': 'Not all that the place asks for' },
  moreSkills: 'Not everything the place asks for is told here.',
  later: 'later',
  leftOut: 'After a yes',
  general:
    'This card says little on purpose, so that nobody can tell from it who it is. After a yes everything is on it.',
  heldTitle: 'The employer does not see anything of you yet',
  heldText:
    'There are too few people here who look like you. From a card {{employer}} could tell who you are. So {{employer}} sees something only when you say yes. This is what it will say:',
  seen: {
    title: 'Who sees what of you now?',
    details: 'Sees your details',
    card: 'Sees your card, without a name',
    ended: 'Sees nothing any more',
    fields: 'Sees: {{fields}}.',
    cardFields: 'Sees: what you can do, your Dutch, your experience and your times, in rough words. No name.',
    onlyCard: 'your card, without a name',
    fieldsBefore: 'Saw: {{fields}}.',
    since: 'Since {{day}}',
    until: 'Up to and including {{day}}',
    untilAnswer: 'Until you answer, at the latest {{day}}',
    whileWorking: 'As long as you work there',
    looked: 'Who looked?',
    nobodyLooked: 'Nobody of this employer has looked yet.',
    what: { card: 'looked at your card', identity: 'looked at your details' },
    stop: 'Stop this',
    none: 'No employer sees anything of you now.',
  },
}
