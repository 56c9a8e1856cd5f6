import { wordsFor } from '#app/ui/words/words.tsx'
import type { ScreenLanguage } from '#db/values/language.ts'
import type { RefusalCode } from '#server/platform/refusal.ts'

/** What an error page can say beside the refusals of commands. It names what the person can do, never what went wrong inside. */
const EDGE_FAULTS = ['sign-in', 'foreign-form', 'method', 'too-slow', 'too-large', 'wrong-kind', 'closing'] as const
type EdgeFault = (typeof EDGE_FAULTS)[number]

/** The codes of the server as a browser may know them: adding one there stops the compiler here. */
const REFUSALS = {
  'not-found': true,
  forbidden: true,
  stale: true,
  'seats-taken': true,
  'already-placed': true,
  'consent-missing': true,
  'safeguard-blocks': true,
  'key-reused': true,
  unverified: true,
  busy: true,
  'too-many': true,
} satisfies Record<RefusalCode, true>

export type Fault = RefusalCode | EdgeFault | 'bad-request' | 'broken'

export const isRefusalCode = (code: unknown): code is RefusalCode =>
  typeof code === 'string' && Object.hasOwn(REFUSALS, code)

type Sentences = { title: string; text: string }

/** Said by the edge only, before there is a page; the other sentences are in `app/ui/words`. */
const EDGE_WORDS: Record<ScreenLanguage, Record<EdgeFault, Sentences>> = {
  nl: {
    'sign-in': {
      title: 'Log eerst in',
      text: 'Dit is alleen voor wie is ingelogd. Log in en probeer het nog een keer.',
    },
    'foreign-form': {
      title: 'We hebben dit tegengehouden',
      text: 'Dit formulier kwam niet van onze eigen pagina. Er is niets veranderd. Open de pagina opnieuw en probeer het nog een keer.',
    },
    method: { title: 'Dit kan hier niet', text: 'Ga terug en gebruik de knoppen op de pagina.' },
    'too-slow': {
      title: 'Het duurde te lang',
      text: 'De verbinding was te langzaam. Er is niets veranderd. Probeer het nog een keer.',
    },
    'too-large': { title: 'Dit is te veel', text: 'Maak de tekst korter en probeer het nog een keer.' },
    'wrong-kind': { title: 'Dit konden we niet lezen', text: 'Gebruik het formulier op de pagina.' },
    closing: { title: 'We zijn zo terug', text: 'De site start opnieuw. Probeer het over een minuut nog een keer.' },
  },
  en: {
    'sign-in': { title: 'Sign in first', text: 'This is only for people who are signed in. Sign in and try again.' },
    'foreign-form': {
      title: 'We stopped this',
      text: 'This form did not come from our own page. Nothing was changed. Open the page again and try once more.',
    },
    method: { title: 'This is not possible here', text: 'Go back and use the buttons on the page.' },
    'too-slow': { title: 'It took too long', text: 'The connection was too slow. Nothing was changed. Try again.' },
    'too-large': { title: 'This is too much', text: 'Make the text shorter and try again.' },
    'wrong-kind': { title: 'We could not read this', text: 'Use the form on the page.' },
    closing: { title: 'We will be right back', text: 'The site is starting again. Try again in a minute.' },
  },
  ar: {
    'sign-in': { title: 'سجّل الدخول أولًا', text: 'هذا متاح فقط لمن سجّل الدخول. سجّل الدخول وحاول مرة أخرى.' },
    'foreign-form': {
      title: 'لقد أوقفنا هذا',
      text: 'لم يأت هذا النموذج من صفحتنا. لم يتغير شيء. افتح الصفحة من جديد وحاول مرة أخرى.',
    },
    method: { title: 'هذا غير ممكن هنا', text: 'ارجع واستخدم الأزرار الموجودة في الصفحة.' },
    'too-slow': { title: 'استغرق الأمر وقتًا طويلًا', text: 'كان الاتصال بطيئًا جدًا. لم يتغير شيء. حاول مرة أخرى.' },
    'too-large': { title: 'هذا كثير جدًا', text: 'اجعل النص أقصر وحاول مرة أخرى.' },
    'wrong-kind': { title: 'لم نتمكن من قراءة هذا', text: 'استخدم النموذج الموجود في الصفحة.' },
    closing: { title: 'سنعود حالًا', text: 'الموقع يعيد التشغيل. حاول مرة أخرى بعد دقيقة.' },
  },
}

/**
 * The sentences of an error page, and the words and address of its way on: the sign-in page or the start page.
 *
 * @param waitSeconds for `too-many`: after how long it can be tried again, when that is known
 */
export function kindWords(
  fault: Fault,
  language: ScreenLanguage,
  waitSeconds?: number,
): Sentences & { onward: string; href: string } {
  const { t } = wordsFor(language)
  const way =
    fault === 'sign-in'
      ? { onward: t('common.signIn'), href: '/inloggen' }
      : { onward: t('refusal.toStart'), href: '/' }
  const edge = EDGE_FAULTS.find((one) => one === fault)
  if (edge !== undefined) return { ...EDGE_WORDS[language][edge], ...way }
  if (fault === 'too-many' && waitSeconds !== undefined) {
    const minutes = Math.ceil(waitSeconds / 60)
    const text =
      minutes < 60 ? t('refusal.wait', { count: minutes }) : t('refusal.waitHours', { count: Math.ceil(minutes / 60) })
    return { title: t('refusal.title'), text, ...way }
  }
  return { title: t('refusal.title'), text: t(`refusal.${fault as Exclude<typeof fault, EdgeFault>}`), ...way }
}

/** The fault that a status says when nothing more is known. */
export function faultOfStatus(status: number): Fault {
  switch (status) {
    case 401:
      return 'sign-in'
    case 403:
      return 'forbidden'
    case 404:
    case 410:
      return 'not-found'
    case 405:
      return 'method'
    case 408:
      return 'too-slow'
    case 409:
      return 'stale'
    case 413:
    case 414:
    case 431:
      return 'too-large'
    case 415:
      return 'wrong-kind'
    case 429:
      return 'too-many'
    case 503:
      return 'closing'
    default:
      return status < 500 ? 'bad-request' : 'broken'
  }
}
