import type { ScreenLanguage } from '#db/values/language.ts'

type Text = { subject: string; text(one: { organisation: string; link: string; code: string; days: number }): string }

const nl: Text = {
  subject: 'Uitnodiging voor Instroom',
  text: ({ organisation, link, code, days }) =>
    `U bent uitgenodigd om mee te werken in Instroom${organisation === '' ? '' : ` voor ${organisation}`}.\n\nOpen deze link:\n${link}\n\nUw code is ${code}\n\nLink en code werken ${days} dagen, één keer, en alleen voor dit e-mailadres.\nKent u ons niet? Dan hoeft u niets te doen. Geef de code aan niemand.\n`,
}
const en: Text = {
  subject: 'Invitation for Instroom',
  text: ({ organisation, link, code, days }) =>
    `You are invited to work in Instroom${organisation === '' ? '' : ` for ${organisation}`}.\n\nOpen this link:\n${link}\n\nYour code is ${code}\n\nLink and code work for ${days} days, once, and only for this e-mail address.\nDo you not know us? Then you need not do anything. Give the code to nobody.\n`,
}

/** The mail of an invitation. Whoever is invited works in Dutch or English. */
export const invitationText = (language: ScreenLanguage): Text => (language === 'nl' ? nl : en)
