/** The site map: one line for each address, in the order in which a person meets them. */
type Page = { path: string; file: string } | { index: true; file: string }

const page = (path: string, name: string): Page => ({ path, file: `routes/${name}.tsx` })

/** Open to everybody. */
const visitor = [page('inloggen', 'visitor.sign-in'), page('inloggen/code', 'visitor.sign-in-code')]

/** `/nl`, `/en`, `/ar`: pages without scripts. */
const newcomer: Page[] = []

/** `/werkgever`. */
const employer: Page[] = []

/** `/coach`. */
const coach: Page[] = []

/** `/gemeente`: the municipality. `/toets`: the officer who decides on safeguards. */
const municipality: Page[] = [
  page('gemeente', 'municipality.overview'),
  page('gemeente.csv', 'municipality.overview-csv'),
  page('toets', 'municipality.cases'),
  page('toets/:id', 'municipality.case'),
]

/** No desk of their own. */
const system = [page('uitloggen', 'system.sign-out'), page('*', 'system.not-found')]

export default [...visitor, ...newcomer, ...employer, ...coach, ...municipality, ...system]
