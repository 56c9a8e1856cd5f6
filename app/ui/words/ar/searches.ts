import type { searches as source } from '../nl/searches.ts'
import type { Translated } from '../translated.ts'

export const searches: Translated<typeof source> = {
  title: 'اختياراتك المحفوظة',
  lead: 'ننظر كل يوم إن كان هناك شيء جديد. عندها تصلك رسالة.',
  save: 'احفظ هذا الاختيار',
  signIn: 'سجّل الدخول واحفظ هذا الاختيار',
  own: 'اختياراتي المحفوظة',
  look: 'انظر إلى الأماكن',
  remove: 'احذف',
  restore: 'أعِده',
  removed: 'حُذف قبل قليل',
  removedText: 'يمكنك إعادته خلال يوم واحد.',
  none: 'لم تحفظ شيئًا بعد',
  noneText: 'ابحث عن مكان واختر ما يناسبك. بعدها يمكنك حفظ اختيارك.',
  find: 'ابحث عن أماكن',
  news: 'أماكن جديدة في {{day}}',
  noNews: 'لا جديد حتى الآن',
  until: 'نبحث لك حتى {{day}}. احفظ الاختيار من جديد إذا كنت تريد البحث مدة أطول.',
  near: 'حتى {{km}} كيلومتر من {{postcode}}',
  dutch: '{{skill}}: {{level}}',
  word: '“{{word}}”',
  done: {
    saved: 'حُفظ اختيارك. تصلك رسالة عندما تكون هناك أماكن جديدة.',
    removed: 'حُذف. لن تصلك رسائل عنه بعد الآن.',
    restored: 'أُعيد. ستصلك الرسائل من جديد.',
    full: 'لديك {{most}} اختيارات محفوظة. احذف واحدًا أولًا.',
  },
  wrong: 'لا يمكننا حفظ هذا الاختيار.',
}
