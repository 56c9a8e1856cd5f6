import { languageOfPath } from '#app/request/language.ts'
import { safePath } from '#app/request/safe-path.ts'
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
    'Kennen wij je e-mailadres? Dan staat er nu een bericht met een code en een link in je mailbox. Ze werken tien minuten, en alleen in deze browser.',
  code: 'Code van zes cijfers',
  codeWrong: 'Deze code klopt niet. Kijk nog eens in je e-mail.',
  codeShape: 'De code heeft zes cijfers.',
  codeEnded: 'Deze code werkt niet meer. Vraag een nieuwe code.',
  newCode: 'Geen bericht gekregen? Vraag een nieuwe code.',
  outwardUnknown:
    'Deze inlogdienst is nog niet aan een account gekoppeld. Log eerst op een andere manier in. Koppel haar daarna bij Mijn account.',
  outwardFailed: 'Het inloggen is niet gelukt. Probeer het nog eens.',
  otherWay: 'Log op een andere manier in',
  cardLink: 'Ik heb een toegangskaart',
  cardTitle: 'Inloggen met je kaart',
  cardNumber: 'Nummer van de kaart',
  cardNumberHint: 'Het staat onder het vierkant. Kleine letters mogen ook.',
  cardCode: 'Je code van zes cijfers',
  cardWrong:
    'Het nummer of de code klopt niet. Na vijf keer een foute code gaat de kaart op slot. Vraag dan een nieuwe kaart.',
  cardShape: 'Het nummer heeft zestien letters en cijfers.',
  linkTitle: 'Inloggen met de link',
  linkText: 'Druk op de knop om in te loggen.',
  linkEnded: 'Deze link werkt niet meer. Vraag een nieuwe code.',
  linkElsewhere:
    'Je vroeg om deze link in een andere browser of op een ander apparaat. Ga daarheen terug en typ daar de code uit het bericht.',
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
    'Do we know your e-mail address? Then there is a message with a code and a link in your mailbox now. They work for ten minutes, and only in this browser.',
  code: 'Code of six digits',
  codeWrong: 'This code is not right. Look in your e-mail again.',
  codeShape: 'The code has six digits.',
  codeEnded: 'This code no longer works. Ask for a new code.',
  newCode: 'No message? Ask for a new code.',
  outwardUnknown:
    'This sign-in service is not linked to an account yet. Sign in another way first. Then link it at My account.',
  outwardFailed: 'Signing in did not work. Try again.',
  otherWay: 'Sign in another way',
  cardLink: 'I have an access card',
  cardTitle: 'Sign in with your card',
  cardNumber: 'Number of the card',
  cardNumberHint: 'It is below the square. Small letters are fine too.',
  cardCode: 'Your code of six digits',
  cardWrong: 'The number or the code is not right. After five wrong codes the card is locked. Then ask for a new card.',
  cardShape: 'The number has sixteen letters and digits.',
  linkTitle: 'Sign in with the link',
  linkText: 'Press the button to sign in.',
  linkEnded: 'This link no longer works. Ask for a new code.',
  linkElsewhere:
    'You asked for this link in another browser or on another device. Go back there and type the code from the message.',
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
  outwardUnknown: 'خدمة الدخول هذه ليست مرتبطة بحساب بعد. سجل الدخول أولًا بطريقة أخرى، ثم اربطها في حسابي.',
  outwardFailed: 'لم ينجح تسجيل الدخول. حاول مرة أخرى.',
  otherWay: 'سجل الدخول بطريقة أخرى',
  cardLink: 'لدي بطاقة دخول',
  cardTitle: 'الدخول ببطاقتك',
  cardNumber: 'رقم البطاقة',
  cardNumberHint: 'هو تحت المربع. يمكنك كتابة حروف صغيرة أيضًا.',
  cardCode: 'رمزك من ستة أرقام',
  cardWrong: 'الرقم أو الرمز غير صحيح. بعد خمسة رموز خاطئة تقفل البطاقة. عندها اطلب بطاقة جديدة.',
  cardShape: 'الرقم مكون من ستة عشر حرفًا ورقمًا.',
  linkTitle: 'الدخول بالرابط',
  linkText: 'اضغط على الزر لتسجيل الدخول.',
  linkEnded: 'هذا الرابط لم يعد يعمل. اطلب رمزًا جديدًا.',
  linkElsewhere: 'طلبت هذا الرابط في متصفح آخر أو على جهاز آخر. عد إليه واكتب هناك الرمز من الرسالة.',
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
  platform: 'Beheer van Instroom',
  auditor: 'Controle',
}

/** The language of a sign-in page: of the page that the person came for, else what this browser chose before, else Dutch. */
export const signInLanguage = (request: Request, wanted: string | null, publicOrigin: string): ScreenLanguage =>
  (wanted === null ? null : languageOfPath(wanted)) ?? rememberedLanguage(request, publicOrigin) ?? 'nl'

/**
 * The address of a sign-in page that still knows where the person wanted to go. It forgets it when the whole would be no address of ours
 * any more, which is so for what is too long: signing in comes first.
 */
export function withWanted(path: string, wanted: string | null): string {
  if (wanted === null) return path
  const whole = `${path}${path.includes('?') ? '&' : '?'}naar=${encodeURIComponent(wanted)}`
  return safePath(whole) === null ? path : whole
}
