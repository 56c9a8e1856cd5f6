import type { cards as source } from '../nl/cards.ts'
import type { Translated } from '../translated.ts'

export const cards: Translated<typeof source> = {
  level: { 'up-to-A1': 'حتى A1', 'A2-to-B1': 'A2 أو B1' },
  years: { 'up-to-2': 'حتى سنتين', '3-or-more': '3 سنوات أو أكثر' },
  hours: { 'up-to-20': 'حتى 20 ساعة في الأسبوع', '21-or-more': '21 ساعة في الأسبوع أو أكثر' },
  education: {
    'up-to-primary': 'حتى المدرسة الابتدائية',
    secondary: 'مدرسة إعدادية أو ثانوية أو تعليم مهني',
    higher: 'بكالوريوس أو جامعة أو ماجستير',
  },
  licences: { all: 'كل ما يطلبه المكان', 'not-all': 'ليس كل ما يطلبه المكان' },
  moreSkills: 'لا يُذكر هنا كل ما يطلبه المكان.',
  later: 'لاحقاً',
  leftOut: 'بعد الموافقة',
  general: 'هذه البطاقة تقول القليل عن قصد، حتى لا يعرف أحد منها من هو الشخص. بعد الموافقة يظهر كل شيء.',
  heldTitle: 'صاحب العمل لا يرى عنك شيئاً بعد',
  heldText:
    'عدد الأشخاص الذين يشبهونك هنا قليل جداً. قد يعرف {{employer}} من البطاقة من أنت. لذلك لا يرى {{employer}} شيئاً إلا عندما تقول نعم. هذا ما سيظهر عندها:',
  seen: {
    title: 'من يرى ماذا عنك الآن؟',
    details: 'يرى بياناتك',
    card: 'يرى بطاقتك بدون اسم',
    ended: 'لم يعد يرى شيئاً',
    fields: 'يرى: {{fields}}.',
    cardFields: 'يرى بكلمات عامة: ما تستطيع عمله ولغتك الهولندية وخبرتك وأوقاتك. بدون اسم.',
    onlyCard: 'بطاقتك بدون اسم',
    fieldsBefore: 'كان يرى: {{fields}}.',
    since: 'منذ {{day}}',
    until: 'حتى نهاية يوم {{day}}',
    untilAnswer: 'حتى تجيب، وعلى الأكثر حتى {{day}}',
    whileWorking: 'ما دمت تعمل هناك',
    looked: 'من اطّلع؟',
    nobodyLooked: 'لم يطّلع أحد من عند صاحب العمل هذا بعد.',
    what: { card: 'اطّلع على بطاقتك', identity: 'اطّلع على بياناتك' },
    stop: 'أوقف هذا',
    none: 'لا يرى أي صاحب عمل شيئاً عنك الآن.',
  },
}
