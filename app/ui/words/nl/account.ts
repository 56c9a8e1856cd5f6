import type { Proof } from '#db/values/accounts.ts'

const proofs: Record<Proof, string> = {
  code: 'met een code uit een e-mail',
  link: 'met een link uit een e-mail',
  card: 'met een toegangskaart',
  passkey: 'met een passkey',
  totp: 'met een code uit de app',
  recovery: 'met een herstelcode',
  outward: 'via een andere inlogdienst',
  demo: 'als demo',
}

/** The own account, the second step and the access card. Not part of the dictionary: these pages have no script that speaks. */
export const account = {
  title: 'Mijn account',
  back: 'Naar mijn account',
  proofs,

  done: {
    ended: 'Je bent daar uitgelogd.',
    others: 'Je bent overal anders uitgelogd.',
    linked: 'De app is gekoppeld.',
    unlinked: 'De app is ontkoppeld.',
    outward: 'De koppeling is bewaard.',
    'card-code': 'Je eigen code is bewaard.',
    address: 'Je nieuwe e-mailadres is bewaard. Overal anders ben je uitgelogd.',
    'passkey-added': 'De passkey is bewaard.',
    'passkey-removed': 'De passkey is verwijderd.',
  },

  here: 'Hier ben je ingelogd',
  hereText: 'Zie je iets dat je niet kent? Log daar uit.',
  thisDevice: 'Dit apparaat',
  unknownDevice: 'Een apparaat dat wij niet kennen',
  device: (browser: string, system: string) =>
    system === '' ? browser : browser === '' ? system : `${browser} op ${system}`,
  signedIn: (moment: string) => `Ingelogd op ${moment}`,
  seen: (moment: string) => `Het laatst gebruikt op ${moment}`,
  end: 'Log hier uit',
  endOthers: 'Log overal anders uit',
  nowhereElse: 'Je bent nergens anders ingelogd.',

  second: 'Tweede stap bij het inloggen',
  secondWhy: 'Met een tweede stap kan niemand anders bij je account, ook niet wie je e-mail kan lezen.',
  secondMust: 'Voor jouw werk is een tweede stap verplicht: je ziet gegevens van andere mensen.',
  appSince: (day: string) => `Er is een app gekoppeld, sinds ${day}.`,
  noApp: 'Er is geen app gekoppeld.',
  linkApp: 'Koppel een app',
  replaceApp: 'Koppel een andere app',
  unlinkApp: 'Ontkoppel de app',
  recoveryLeft: (count: number) =>
    count === 0
      ? 'Je hebt geen herstelcodes.'
      : count === 1
        ? 'Je hebt nog 1 herstelcode.'
        : `Je hebt nog ${count} herstelcodes.`,
  newRecovery: 'Maak nieuwe herstelcodes',

  secureTitle: 'Beveilig je account',
  secureLead: 'Hierna heb je bij het inloggen twee dingen nodig: je e-mail en je telefoon.',
  withApp: 'Met een app op je telefoon',
  withAppText:
    'Je hebt een app nodig die codes maakt. Bijvoorbeeld Google Authenticator, Microsoft Authenticator, FreeOTP of Aegis.',
  begin: 'Ik heb zo een app',
  scan: 'Open de app en scan dit vierkant.',
  qr: 'QR-code om in de app te scannen',
  typeSecret: 'Lukt scannen niet? Typ dan dit in de app:',
  appCode: 'De code van zes cijfers in de app',
  link: 'Koppel de app',
  beginAgain: 'Maak een ander vierkant',
  appCodeWrong: 'Deze code klopt niet. Wacht tot de app een nieuwe code laat zien en vul die in.',
  codeShape: 'De code heeft zes cijfers.',

  stepTitle: 'Bevestig dat jij het bent',
  stepText: 'Open de app op je telefoon en vul de code in die je daar ziet.',
  againText: 'Je bent al een tijdje ingelogd. Log voor de zekerheid opnieuw in. Daarna ga je hier verder.',
  againGo: 'Log opnieuw in',
  go: 'Verder',
  lostPhone: 'Je telefoon niet bij de hand?',
  recovery: 'Herstelcode',
  recoveryHint: 'Een van de tien codes die je op papier hebt. Elke code werkt één keer.',
  recoveryWrong: 'Deze herstelcode klopt niet, of is al gebruikt.',
  recoveryShape: 'Een herstelcode heeft tien letters en cijfers.',
  useRecovery: 'Gebruik de herstelcode',
  lostAll: 'Ook geen herstelcodes meer? Vraag de beheerder van Instroom in jouw organisatie om hulp.',

  codesTitle: 'Herstelcodes',
  codesText: 'Met een herstelcode kom je binnen als je telefoon kwijt is. Elke code werkt één keer.',
  codesMake: 'Maak tien herstelcodes',
  codesReplace: 'Maak je nieuwe codes? Dan werken de codes van eerder niet meer.',
  codesOnce: 'Schrijf deze codes op of print ze. Je ziet ze alleen nu.',
  codesKept: 'Ik heb ze bewaard',

  passkeys: 'Passkeys',
  passkeyWhat:
    'Een passkey is een sleutel op je telefoon of computer. Je opent hem met je vinger, je gezicht of je pincode.',
  passkeySince: (day: string) => `Bewaard op ${day}`,
  passkeyRemove: 'Verwijder deze passkey',
  passkeyAdd: 'Maak een passkey op dit apparaat',
  passkeyUse: 'Gebruik een passkey',
  passkeyFailed: 'Dat lukte niet. Probeer het nog eens, of kies een andere manier.',
  passkeyNoScript: 'Passkeys werken alleen met JavaScript. De andere manieren werken ook zonder.',

  address: {
    title: 'Ander e-mailadres',
    lead: 'We sturen een code naar je oude en naar je nieuwe adres. Je hebt ze allebei nodig.',
    email: 'Je nieuwe e-mailadres',
    send: 'Stuur de codes',
    same: 'Dit is je adres al.',
    proofNeeded: 'Bevestig eerst dat jij het bent. Stuur daarna dit formulier nog een keer.',
    prove: 'Bevestig dat jij het bent (opent een nieuw tabblad)',
    sent: 'Er zijn twee berichten onderweg. Geen bericht op het nieuwe adres? Dan kan dat adres hier niet gebruikt worden.',
    oldCode: 'De code op je oude adres',
    newCode: 'De code op je nieuwe adres',
    save: 'Bewaar het nieuwe adres',
    wrong: 'Een van de codes klopt niet. Kijk ze allebei na.',
    ended: 'Deze codes werken niet meer. Begin opnieuw.',
    lost: 'Kun je niet meer bij je oude adres? Vraag de beheerder van Instroom in jouw organisatie om hulp.',
  },

  role: {
    title: 'Als wie wilt u verder?',
    lead: 'Op dit mailadres staat meer dan één account. U werkt steeds met één tegelijk: niets uit het ene account is te zien in het andere.',
    admin: 'Beheerder van een werkgever',
    now: 'Nu',
    stay: 'Ga verder',
    choose: 'Hiermee verder',
    link: 'Verder als iemand anders',
  },

  rights: {
    copy: 'Alles wat over jou bewaard is',
    erase: 'Wis mijn account',
    without:
      'Dit staat er niet bij: wat je in je werk besloot. Dat staat bij je organisatie, onder het nummer van je account. Vraag het daar.',
    eraseLead: 'Werk je hier niet meer mee? Dan kun je je account laten wissen. Dat kan niet ongedaan worden gemaakt.',
    goes: 'Dit gaat weg',
    goesList: [
      'Je naam en je e-mailadres',
      'De app, passkeys en herstelcodes waarmee je inlogt',
      'Alle plekken waar je bent ingelogd',
      'De berichten aan jou',
    ],
    stays: 'Dit blijft',
    staysList: [
      'Wat je in je werk besloot. Daar staat dan alleen nog wat je werk was, bijvoorbeeld “een coach van Utrecht”.',
    ],
    eraseNow: 'Ja, wis mijn account',
    hasCaseload: 'Je bent nog coach van deelnemers. Vraag je organisatie om eerst een andere coach voor hen te kiezen.',
    lastOne: 'Je bent de enige beheerder van je organisatie. Maak eerst iemand anders beheerder.',
  },

  outward: {
    title: (name: string) => `Inloggen met ${name}`,
    link: (name: string) => `Koppel ${name} aan je account`,
  },

  card: {
    title: 'Toegangskaart',
    link: 'Toegangskaart zonder e-mail',
    lead: (name: string) => `Hiermee logt ${name} in zonder e-mailadres.`,
    none: 'Er is nog geen kaart.',
    since: (day: string, until: string) => `Er is een kaart, gemaakt op ${day}. Ze werkt tot ${until}.`,
    used: (moment: string) => `Het laatst gebruikt op ${moment}.`,
    unused: 'Nog niet gebruikt.',
    locked: 'De kaart zit op slot: de code is vijf keer fout ingevuld. Maak een nieuwe kaart.',
    make: 'Maak een kaart',
    remake: 'Maak een nieuwe kaart',
    remakeText: 'De oude kaart werkt dan niet meer, en wie ermee is ingelogd, wordt uitgelogd.',
    revoke: 'Maak de kaart ongeldig',
    revoked: 'De kaart is ongeldig.',
    noAccount: 'Het account wordt nog gemaakt. Kijk over een minuut opnieuw.',
    once: 'Print dit nu. Je ziet de kaart en de code alleen deze keer.',
    front: (name: string) => `Toegangskaart van ${name}`,
    how: 'Scan het vierkant met je telefoon, of ga naar dit adres en typ het nummer:',
    number: 'Nummer van de kaart',
    code: 'Code',
    codeText: 'Bewaar de code niet bij de kaart. De eerste keer kies je een eigen code, die alleen jij kent.',
    own: 'Kies je eigen code',
    ownText:
      'Wie de kaart printte, kent de code op papier. Kies een code die alleen jij kent. Daarna werkt de oude code niet meer.',
    ownCode: 'Nieuwe code van zes cijfers',
    ownSave: 'Bewaar mijn code',
    ownSkip: 'Niet nu',
    ownEasy: 'Deze code is te makkelijk te raden. Kies een andere.',
    until: (day: string) => `Geldig tot ${day}`,
    back: (name: string) => `Terug naar ${name}`,
  },
}

export type AccountWords = typeof account
