import type { NewcomerField } from './fields.ts'
import type { Title } from './titles.ts'

/** Field, Dutch, English. A list, since some of these are names that no field of ours may have: they say what is never stored. */
const ROWS = [
  ['card-code', 'Code van de kaart', 'Code of the card'],
  ['proposal-state', 'Hoe het met het voorstel staat', 'How the proposal stands'],
  ['fit', 'Of het past: goed, deels of niet', 'Whether it fits: well, partly or not'],
  ['fit-reasons', 'Waarom het wel of niet past', 'Why it fits or does not'],
  ['score', 'Punten', 'Points'],
  ['given-name', 'Voornaam', 'Given name'],
  ['family-name', 'Achternaam', 'Family name'],
  ['phone', 'Telefoonnummer', 'Phone number'],
  ['email', 'Mailadres', 'Mail address'],
  ['work-history', 'Waar iemand eerder werkte', 'Where somebody worked before'],
  ['postcode', 'Postcode', 'Postcode'],
  ['municipality', 'Gemeente', 'Municipality'],
  ['region', 'Regio', 'Region'],
  ['travel-time', 'Reistijd naar het werk', 'Travel time to the work'],
  ['dutch', 'Niveau van het Nederlands', 'Level of Dutch'],
  ['other-languages', 'Andere talen', 'Other languages'],
  ['mother-tongue', 'Moedertaal', 'Mother tongue'],
  ['skills', 'Wat iemand kan, voor deze plek', 'What somebody can do, for this place'],
  ['other-skills', 'Wat iemand nog meer kan', 'What else somebody can do'],
  ['experience', 'Jaren ervaring', 'Years of experience'],
  ['education', 'Opleiding', 'Education'],
  ['licences', 'Rijbewijs en certificaten', 'Driving licence and certificates'],
  ['hours', 'Uren per week', 'Hours a week'],
  ['days', 'Dagen', 'Days'],
  ['start-month', 'Vanaf wanneer', 'From when'],
  ['week', 'De week met lessen en tijden', 'The week with lessons and times'],
  ['courses', 'Taallessen', 'Language lessons'],
  ['wishes', 'Gewenst werk', 'Wanted work'],
  ['no-gos', 'Ongewenst werk en bedrijven', 'Unwanted work and companies'],
  ['needs-at-work', 'Wat iemand op het werk nodig heeft', 'What somebody needs at work'],
  ['work-right', 'Of iemand mag werken, en tot wanneer', 'Whether somebody may work, and until when'],
  ['childcare', 'Opvang van kinderen', 'Childcare'],
  ['decline-answer', 'Waarom iemand nee zei', 'Why somebody said no'],
  ['coach-words', 'Wat de klantmanager opschrijft', 'What the coach writes down'],
  ['who-looked', 'Wie er keek', 'Who looked'],
  ['birth-date', 'Geboortedatum', 'Date of birth'],
  ['gender', 'Geslacht', 'Gender'],
  ['origin', 'Nationaliteit en land van herkomst', 'Nationality and country of origin'],
  ['religion', 'Geloof', 'Religion'],
  ['politics', 'Politieke mening', 'Political opinion'],
  ['health-file', 'Gegevens over gezondheid', 'Data about health'],
  ['asylum-file', 'Het dossier van de asielaanvraag', 'The file of the asylum request'],
  ['photo', 'Foto of video', 'Photo or video'],
  ['identity-copy', 'Kopie van een identiteitsbewijs', 'Copy of an identity document'],
  ['bsn', 'Burgerservicenummer (BSN)', 'Citizen service number (BSN)'],
  ['v-number', 'V-nummer', 'V-number'],
  ['iban', 'Rekeningnummer', 'Bank account number'],
] as const satisfies readonly (readonly [NewcomerField, string, string])[]

/** A field without a title does not compile. */
type Named = Record<(typeof ROWS)[number][0], Title>

/** What a field is called on the public page. Other screen languages read the English. */
export const FIELD_TITLES: Readonly<Record<NewcomerField, Title>> = Object.fromEntries(
  ROWS.map(([field, nl, en]) => [field, { nl, en }]),
) as Named
