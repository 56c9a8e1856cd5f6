import type { Db } from '#db/client.ts'
import {
  labourMarketRegions,
  municipalities,
  occupationSkills,
  occupations,
  places,
  skillBroader,
  skills,
} from '#db/schema/reference.ts'

export const UTRECHT = 'GM0344'
export const AMERSFOORT = 'GM0307'

const ESCO = 'http://data.europa.eu/esco'
/** Occupations that exist after `someReference`. */
export const COOK = `${ESCO}/occupation/test-cook`
export const BAKER = `${ESCO}/occupation/test-baker`
export const CARER = `${ESCO}/occupation/test-carer`
/** Skills that exist after `someReference`; kneading and baking share a broader skill. */
export const KNEADING = `${ESCO}/skill/test-kneading`
export const BAKING = `${ESCO}/skill/test-baking`
export const HYGIENE = `${ESCO}/skill/test-hygiene`
const LIFTING = `${ESCO}/skill/test-lifting`
const PREPARING_FOOD = `${ESCO}/skill/test-preparing-food`

const filled = new WeakMap<Db, Promise<void>>()

/** One region, two municipalities, four places, three occupations, four skills. Once per database; the makers call it themselves. */
export function someReference(db: Db): Promise<void> {
  const running = filled.get(db) ?? fillReference(db)
  filled.set(db, running)
  return running
}

async function fillReference(db: Db): Promise<void> {
  const source = 'starter' as const
  await db.insert(labourMarketRegions).values({ code: 'AM18', name: 'Midden-Utrecht' }).onConflictDoNothing()
  await db
    .insert(municipalities)
    .values([
      { code: UTRECHT, name: 'Utrecht', province: 'Utrecht', regionCode: 'AM18' },
      { code: AMERSFOORT, name: 'Amersfoort', province: 'Utrecht', regionCode: 'AM18' },
    ])
    .onConflictDoNothing()
  await db
    .insert(places)
    .values([
      { postcode4: '3511', name: 'Utrecht', municipalityCode: UTRECHT, lat: 52.0894, lon: 5.1136, source },
      { postcode4: '3526', name: 'Utrecht', municipalityCode: UTRECHT, lat: 52.0669, lon: 5.0948, source },
      { postcode4: '3811', name: 'Amersfoort', municipalityCode: AMERSFOORT, lat: 52.1554, lon: 5.3872, source },
      { postcode4: '3824', name: 'Amersfoort', municipalityCode: AMERSFOORT, lat: 52.1987, lon: 5.3933, source },
    ])
    .onConflictDoNothing()
  await db
    .insert(occupations)
    .values([
      { uri: COOK, isco: '5120', labels: { nl: 'kok', en: 'cook' }, searchText: 'kok cook', source },
      { uri: BAKER, isco: '7512', labels: { nl: 'bakker', en: 'baker' }, searchText: 'bakker baker', source },
      { uri: CARER, isco: '5321', labels: { nl: 'verzorgende', en: 'carer' }, searchText: 'verzorgende carer', source },
    ])
    .onConflictDoNothing()
  const kind = 'skill/competence'
  await db
    .insert(skills)
    .values([
      { uri: KNEADING, kind, labels: { nl: 'deeg kneden', en: 'knead dough' }, searchText: 'deeg kneden', source },
      { uri: BAKING, kind, labels: { nl: 'brood bakken', en: 'bake bread' }, searchText: 'brood bakken', source },
      {
        uri: HYGIENE,
        kind,
        labels: { nl: 'hygiënisch werken', en: 'hygiene' },
        searchText: 'hygienisch werken handhygiene',
        source,
      },
      { uri: LIFTING, kind, labels: { nl: 'tillen', en: 'lift' }, searchText: 'tillen lift', source },
    ])
    .onConflictDoNothing()
  await db
    .insert(skillBroader)
    .values([
      { skillUri: KNEADING, broaderUri: PREPARING_FOOD },
      { skillUri: BAKING, broaderUri: PREPARING_FOOD },
    ])
    .onConflictDoNothing()
  await db
    .insert(occupationSkills)
    .values([
      { occupationUri: BAKER, skillUri: KNEADING, relation: 'essential' },
      { occupationUri: BAKER, skillUri: BAKING, relation: 'essential' },
      { occupationUri: BAKER, skillUri: HYGIENE, relation: 'optional' },
    ])
    .onConflictDoNothing()
}
