import type { ScreenLanguage } from '#db/values/language.ts'

const nl = {
  title: 'Uitnodiging',
  for: (role: string, organisation: string) =>
    organisation === ''
      ? `U bent uitgenodigd om mee te werken in Instroom. Uw rol: ${role}.`
      : `${organisation} nodigt u uit om mee te werken in Instroom. Uw rol: ${role}.`,
  lead: 'Vul in wat in de mail staat. Daarna is uw account klaar.',
  name: 'Uw naam',
  nameHint: 'Zoals uw collega’s u kennen.',
  email: 'Uw e-mailadres',
  emailHint: 'Het adres waarop u de uitnodiging kreeg.',
  code: 'Code uit de mail',
  codeHint: 'Zes cijfers.',
  take: 'Neem de uitnodiging aan',
  nameWrong: 'Vul uw naam in.',
  emailWrong: 'Vul het e-mailadres in waarop u de mail kreeg.',
  codeShape: 'De code heeft zes cijfers.',
  wrong: 'De code of het e-mailadres hoort niet bij deze uitnodiging. Kijk ze allebei na.',
  over: 'Deze uitnodiging werkt niet meer',
  locked: 'Er is te vaak een foute code ingevuld. Vraag om een nieuwe mail.',
  used: 'Deze uitnodiging is al gebruikt. Had u dat zelf gedaan? Log dan in met uw e-mailadres.',
  withdrawn: 'Deze uitnodiging is ingetrokken. Vraag het na bij wie u uitnodigde.',
  expired: 'Deze uitnodiging is verlopen. Vraag om een nieuwe mail.',
  unknown: 'Deze link klopt niet. Open de link uit de nieuwste mail, helemaal.',
  signIn: 'Naar inloggen',
}
type InvitationWords = typeof nl

const en: InvitationWords = {
  title: 'Invitation',
  for: (role, organisation) =>
    organisation === ''
      ? `You are invited to work in Instroom. Your role: ${role}.`
      : `${organisation} invites you to work in Instroom. Your role: ${role}.`,
  lead: 'Fill in what is in the mail. Then your account is ready.',
  name: 'Your name',
  nameHint: 'As your colleagues know you.',
  email: 'Your e-mail address',
  emailHint: 'The address at which you got the invitation.',
  code: 'Code from the mail',
  codeHint: 'Six digits.',
  take: 'Take the invitation',
  nameWrong: 'Fill in your name.',
  emailWrong: 'Fill in the e-mail address at which you got the mail.',
  codeShape: 'The code has six digits.',
  wrong: 'The code or the e-mail address does not belong to this invitation. Check both.',
  over: 'This invitation no longer works',
  locked: 'A wrong code was filled in too often. Ask for a new mail.',
  used: 'This invitation was used already. Did you do that yourself? Then sign in with your e-mail address.',
  withdrawn: 'This invitation was withdrawn. Ask who invited you.',
  expired: 'This invitation has expired. Ask for a new mail.',
  unknown: 'This link is not right. Open the whole link of the newest mail.',
  signIn: 'To sign in',
}

/** The words of the page behind an invitation. Whoever is invited works in Dutch or English. */
export const invitationWords = (language: ScreenLanguage): InvitationWords => (language === 'nl' ? nl : en)
