import type { searches as source } from '../nl/searches.ts'
import type { Translated } from '../translated.ts'

export const searches: Translated<typeof source> = {
  title: 'Saved choices',
  lead: 'We check every day whether there is anything new. Then you get a message.',
  save: 'Save this choice',
  signIn: 'Sign in and save this choice',
  own: 'My saved choices',
  look: 'Look at the places',
  remove: 'Remove',
  restore: 'Put back',
  removed: 'Just removed',
  removedText: 'You can put this back for one day.',
  none: 'You have not saved anything yet',
  noneText: 'Search for a place and choose what fits you. Then you can save your choice.',
  find: 'Search places',
  news: 'New places on {{day}}',
  noNews: 'Nothing new yet',
  until: 'We check until {{day}}. Save the choice again if you want to keep searching.',
  near: 'Up to {{km}} kilometres from {{postcode}}',
  dutch: '{{skill}}: {{level}}',
  word: '“{{word}}”',
  done: {
    saved: 'Your choice is saved. You get a message when there are new places.',
    removed: 'Removed. You get no more messages about it.',
    restored: 'Put back. You get messages again.',
    broad: 'Too many places fit this choice. Choose one thing more, and then save.',
    full: 'You have saved {{most}} choices already. Remove one first.',
  },
  wrong: 'We cannot save this choice.',
}
