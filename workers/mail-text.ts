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

/** The two about the account itself say what it is: whoever reads the mailbox may know that somebody changed how one signs in, and the owner must. */
const ABOUT_ACCOUNT = {
  nl: {
    'account-changed': {
      subject: 'Er is iets veranderd aan je account bij Instroom',
      text: 'Er is iets veranderd aan hoe je inlogt bij Instroom. Was jij dat? Dan hoef je niets te doen.\nWas jij dat niet? Log in, kijk bij Mijn account, en log overal anders uit:',
    },
    'account-ends': {
      subject: 'Je account bij Instroom wordt binnenkort gewist',
      text: 'Je account bij Instroom is lang niet gebruikt. Over 30 dagen wissen we het. Wil je dat niet? Log dan één keer in. Lukt dat niet? Vraag je organisatie om hulp.',
    },
  },
  en: {
    'account-changed': {
      subject: 'Something changed in your account at Instroom',
      text: 'Something changed in how you sign in to Instroom. Was it you? Then you need not do anything.\nWas it not you? Sign in, look at My account, and sign out everywhere else:',
    },
    'account-ends': {
      subject: 'Your account at Instroom will soon be erased',
      text: 'Your account at Instroom was not used for a long time. We erase it in 30 days. Do you not want that? Then sign in once. Does that not work? Ask your organisation for help.',
    },
  },
  ar: {
    'account-changed': {
      subject: 'تغيّر شيء في حسابك على Instroom',
      text: 'تغيّر شيء في طريقة تسجيل دخولك إلى Instroom. هل كنت أنت؟ إذن لا داعي لفعل أي شيء.\nلم تكن أنت؟ سجّل الدخول، وانظر في حسابي، وسجّل الخروج من كل مكان آخر:',
    },
    'account-ends': {
      subject: 'سيُمحى حسابك على Instroom قريبا',
      text: 'لم يُستخدم حسابك على Instroom منذ مدة طويلة. سنمحوه بعد 30 يوما. لا تريد ذلك؟ سجّل الدخول مرة واحدة. لا ينجح ذلك؟ اطلب المساعدة من مؤسستك.',
    },
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
  (code, language) => {
    const words = WORDS[language]
    const { subject, text } =
      code === 'account-changed' || code === 'account-ends' ? ABOUT_ACCOUNT[language][code] : words
    return { subject, text: `${text}\n${origin}/inloggen\n\n${words.why}\n` }
  }
