/** The site map: one line for each address, in the order in which a person meets them. */
type Page = { path: string; file: string } | { index: true; file: string }

const page = (path: string, name: string): Page => ({ path, file: `routes/${name}.tsx` })

/** Open to everybody. */
const visitor: Page[] = [
  { index: true, file: 'routes/visitor.language.tsx' },
  page(':language', 'visitor.home'),
  page(':language/plekken', 'visitor.positions'),
  page(':language/plekken/:code', 'visitor.position'),
  page(':language/plekken/:code/interesse', 'visitor.interest'),
  page(':language/uitleg', 'visitor.explained'),
  page(':language/regels', 'visitor.rules'),
  page(':language/regels/voorbeelden', 'visitor.examples'),
  page(':language/wie-mag-wat', 'visitor.access'),
  page(':language/wie-ziet-wat', 'visitor.fields'),
  page(':language/algoritme', 'visitor.algorithm'),
  page(':language/melden', 'visitor.report'),
  page(':language/privacy', 'visitor.privacy'),
  page(':language/toegankelijkheid', 'visitor.accessibility'),
  page(':language/hulp', 'visitor.help'),
  page(':language/gewist', 'visitor.erased'),
  page('uitnodiging', 'visitor.invitation'),
  page('inloggen', 'visitor.sign-in'),
  page('inloggen/code', 'visitor.sign-in-code'),
  page('inloggen/link', 'visitor.sign-in-link'),
  page('inloggen/kaart', 'visitor.sign-in-card'),
  page('inloggen/passkey', 'visitor.sign-in-passkey'),
  page('inloggen/extern', 'visitor.sign-in-outward'),
  page('inloggen/extern/terug', 'visitor.sign-in-return'),
]

/** `/nl`, `/en`, `/ar`: pages without scripts. */
const newcomer: Page[] = [
  page(':language/mijn-reis', 'newcomer.journey'),
  page(':language/mijn-reis/voorstel/:id', 'newcomer.proposal'),
  page(':language/mijn-gegevens', 'newcomer.data'),
  page(':language/mijn-gegevens/stoppen', 'newcomer.stop'),
  page(':language/mijn-gegevens/kopie', 'newcomer.copy'),
  page(':language/mijn-gegevens/kopie.json', 'newcomer.copy-file'),
  page(':language/mijn-gegevens/wissen', 'newcomer.erase'),
  page(':language/mijn-gegevens/voorstel/:id/stoppen', 'newcomer.withdraw'),
]

/** `/werkgever`. */
const employer: Page[] = [
  page('werkgever', 'employer.positions'),
  page('werkgever/plekken/nieuw', 'employer.position-new'),
  page('werkgever/plekken/:id', 'employer.position'),
  page('werkgever/plekken/:id/bewerken', 'employer.position-edit'),
  page('werkgever/plekken/:id/eisen', 'employer.demands'),
  page('werkgever/plekken/:id/kandidaten', 'employer.candidates'),
  page('werkgever/kandidaten/:id', 'employer.candidate'),
  page('werkgever/bedrijf', 'employer.company'),
  page('werkgever/mensen', 'employer.people'),
  page('werkgever/dossier', 'employer.record'),
  page('werkgever/dossier/vragen', 'employer.questions'),
  page('werkgever/dossier/antwoorden/:id', 'employer.answer'),
]

/** `/coach`. */
const coach: Page[] = [
  page('coach', 'coach.today'),
  page('coach/voorstellen', 'coach.proposals'),
  page('coach/voorstellen/:id', 'coach.proposal'),
  page('coach/voorstellen/:id/start', 'coach.start-placement'),
  page('coach/deelnemers', 'coach.caseload'),
  page('coach/deelnemers.csv', 'coach.caseload-csv'),
  page('coach/deelnemers/nieuw', 'coach.newcomer-new'),
  page('coach/deelnemers/:id', 'coach.newcomer'),
  page('coach/deelnemers/:id/intake/:section', 'coach.intake'),
  page('coach/deelnemers/:id/kaart', 'coach.access-card'),
  page('coach/deelnemers/:id/plekken', 'coach.places'),
  page('coach/deelnemers/:id/plekken/:positionId', 'coach.match'),
  page('coach/gemeente', 'coach.profiles'),
  page('coach/plaatsingen', 'coach.placements'),
  page('coach/plaatsingen/:id', 'coach.placement'),
  page('coach/plaatsingen/:id/contract', 'coach.contract'),
  page('coach/vervolg/:id', 'coach.follow-up'),
]

/** `/gemeente`: the municipality. `/toets`: the officer who decides on safeguards. */
const municipality: Page[] = [
  page('gemeente', 'municipality.overview'),
  page('gemeente.csv', 'municipality.overview-csv'),
  page('gemeente/mensen', 'municipality.people'),
  page('gemeente/verdeling', 'municipality.caseloads'),
  page('gemeente/werkgevers', 'municipality.employers'),
  page('toets', 'municipality.cases'),
  page('toets/start/:id', 'municipality.start'),
  page('toets/zaken/:id', 'municipality.answer'),
  page('toets/signalen', 'municipality.signals'),
  page('toets/signalen/:id', 'municipality.signal'),
  page('toets/meldingen/:id', 'municipality.report'),
  page('toets/groepen', 'municipality.groups'),
  page('toets/steekproef', 'municipality.audits'),
  page('toets/steekproef/:id', 'municipality.audit'),
  page('toets/regels', 'municipality.profiles'),
  page('toets/regels/nieuw', 'municipality.profile-new'),
  page('toets/regels/:id', 'municipality.profile'),
  page('toets/invoer', 'municipality.import'),
  page('toets/logboek', 'municipality.log'),
  page('toets/:id', 'municipality.case'),
]

/** `/beheer`: who runs the site. `/controle`: who checks it. Neither reads of persons. `/inzage`: a file that is opened in an emergency. */
const oversight: Page[] = [
  page('inzage', 'oversight.openings'),
  page('inzage/:id', 'oversight.opening'),
  page('beheer', 'platform.organisations'),
  page('beheer/organisaties/:id', 'platform.organisation'),
  page('beheer/accounts', 'platform.accounts'),
  page('beheer/wachtrijen', 'platform.queues'),
  page('controle', 'auditor.audit'),
  page('controle/keten', 'auditor.chain'),
]

/** Every desk of staff but the employer's: runs of the engine. */
const staff = [page('rondes', 'staff.runs'), page('rondes/:id', 'staff.run')]

/** Of everybody who is signed in: the own account and the second step. */
const account = [
  page('account', 'account.home'),
  page('account/beveiligen', 'account.secure'),
  page('account/bevestigen', 'account.step'),
  page('account/herstelcodes', 'account.codes'),
  page('account/kaart', 'account.card-code'),
  page('account/rol', 'account.role'),
  page('account/adres', 'account.address'),
  page('account/zoekopdrachten', 'account.searches'),
  page('account/kopie', 'account.copy'),
  page('account/kopie.json', 'account.copy-file'),
  page('account/wissen', 'account.erase'),
]

/** No desk of their own. */
const system = [page('uitloggen', 'system.sign-out'), page('*', 'system.not-found')]

export default [
  ...visitor,
  ...newcomer,
  ...employer,
  ...coach,
  ...municipality,
  ...oversight,
  ...staff,
  ...account,
  ...system,
]
