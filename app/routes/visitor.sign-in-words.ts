import { languageOfPath } from '#app/request/language.ts'
import { rememberedLanguage } from '#app/request/session.ts'
import type { Role } from '#db/values/accounts.ts'
import type { ScreenLanguage } from '#db/values/language.ts'

const nl = {
  title: 'Inloggen',
  email: 'Je e-mailadres',
  emailHint: 'We sturen je een code. Een wachtwoord is niet nodig.',
  sendCode: 'Stuur mij een code',
  demo: 'Demo: kijk rond als',
  demoHint: 'Deze mensen en bedrijven zijn verzonnen.',
  codeTitle: 'Vul de code in',
  codeSent:
    'Kennen wij je e-mailadres? Dan staat er nu een bericht met een code in je mailbox. De code werkt tien minuten, en alleen in deze browser.',
  code: 'Code van zes cijfers',
  codeWrong: 'Deze code klopt niet. Kijk nog eens in je e-mail.',
  codeShape: 'De code heeft zes cijfers.',
  codeEnded: 'Deze code werkt niet meer. Vraag een nieuwe code.',
  newCode: 'Geen bericht gekregen? Vraag een nieuwe code.',
}

type SignInWords = typeof nl

const en: SignInWords = {
  title: 'Sign in',
  email: 'Your e-mail address',
  emailHint: 'We send you a code. You do not need a password.',
  sendCode: 'Send me a code',
  demo: 'Demo: look around as',
  demoHint: 'These people and companies are invented.',
  codeTitle: 'Fill in the code',
  codeSent:
    'Do we know your e-mail address? Then there is a message with a code in your mailbox now. The code works for ten minutes, and only in this browser.',
  code: 'Code of six digits',
  codeWrong: 'This code is not right. Look in your e-mail again.',
  codeShape: 'The code has six digits.',
  codeEnded: 'This code no longer works. Ask for a new code.',
  newCode: 'No message? Ask for a new code.',
}

const ar: SignInWords = {
  title: 'تسجيل الدخول',
  email: 'عنوان بريدك الإلكتروني',
  emailHint: 'سنرسل إليك رمزًا. لا تحتاج إلى كلمة مرور.',
  sendCode: 'أرسل لي رمزًا',
  demo: 'عرض تجريبي: تصفح بصفة',
  demoHint: 'هؤلاء الأشخاص والشركات غير حقيقيين.',
  codeTitle: 'اكتب الرمز',
  codeSent: 'إذا كنا نعرف عنوان بريدك، فستجد الآن رسالة فيها رمز. يعمل الرمز لمدة عشر دقائق، وفي هذا المتصفح فقط.',
  code: 'رمز من ستة أرقام',
  codeWrong: 'هذا الرمز غير صحيح. انظر مرة أخرى في بريدك.',
  codeShape: 'الرمز مكون من ستة أرقام.',
  codeEnded: 'هذا الرمز لم يعد يعمل. اطلب رمزًا جديدًا.',
  newCode: 'لم تصلك رسالة؟ اطلب رمزًا جديدًا.',
}

const WORDS: Record<ScreenLanguage, SignInWords> = { nl, en, ar }
/** The words of the sign-in pages. */
export const signInWords = (language: ScreenLanguage): SignInWords => WORDS[language]

/** The demo is for visitors who look behind all desks: their names stay Dutch, as staff pages are. */
export const DESKS: Record<Role, string> = {
  newcomer: 'Nieuwkomers',
  employer: 'Werkgevers',
  coach: 'Klantmanagers',
  municipality: 'Gemeente',
  officer: 'Toets op verdringing',
}

/** The language of a sign-in page: of the page that the person came for, else what this browser chose before, else Dutch. */
export const signInLanguage = (request: Request, wanted: string | null, publicOrigin: string): ScreenLanguage =>
  (wanted === null ? null : languageOfPath(wanted)) ?? rememberedLanguage(request, publicOrigin) ?? 'nl'

/** The address of a sign-in page that still knows where the person wanted to go. */
export const withWanted = (path: string, wanted: string | null): string =>
  wanted === null ? path : `${path}?naar=${encodeURIComponent(wanted)}`
