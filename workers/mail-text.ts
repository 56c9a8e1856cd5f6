import type { Compose } from '#server/notices/send-mail.ts'

const WORDS = {
  nl: {
    subject: 'Er is nieuws voor je op Instroom',
    text: 'Er is nieuws voor je op Instroom. Log in om het te lezen:',
    why: 'Je krijgt dit bericht omdat je een account hebt. Uit voorzorg staat er niets persoonlijks in deze mail.',
  },
  en: {
    subject: 'There is news for you on Instroom',
    text: 'There is news for you on Instroom. Sign in to read it:',
    why: 'You get this message because you have an account. To be safe, there is nothing personal in this mail.',
  },
  ar: {
    subject: 'هناك خبر جديد لك على Instroom',
    text: 'هناك خبر جديد لك على Instroom. سجّل الدخول لقراءته:',
    why: 'تصلك هذه الرسالة لأن لديك حسابًا. حرصًا على سلامتك، لا تحتوي هذه الرسالة على أي معلومات شخصية.',
  },
} as const

/**
 * The mail of a notice: that there is news, never what it is, since a mailbox may be read by others. It leads to the sign-in
 * page.
 *
 * @param origin the public address of the site
 */
export const mailText =
  (origin: string): Compose =>
  (_code, language) => {
    const words = WORDS[language]
    return { subject: words.subject, text: `${words.text}\n${origin}/inloggen\n\n${words.why}\n` }
  }
