import type { Sql } from 'postgres'
import { randomOf } from './random.ts'

/**
 * The towns over which a seed of a whole country spreads its people when nobody imported the real places: the starter set only knows those round
 * Utrecht, and a hundred thousand people there would all be neighbours. The first postcode, the middle of the town (0.01 degree) and its people are
 * rounded general knowledge; the middle of each postcode area round it is made up, and so are the municipality codes, told by their nines, and the labour
 * market regions, one of each province: without one no figure of tension reaches a place, and every unpaid one would wait for a person (DSP-35). For
 * made-up people only: `npm run reference:import` brings the real ones.
 */
const TOWNS: readonly (readonly [
  name: string,
  province: string,
  firstPostcode: number,
  lat: number,
  lon: number,
  thousands: number,
])[] = [
  ['Amsterdam', 'Noord-Holland', 1011, 52.37, 4.9, 930],
  ['Rotterdam', 'Zuid-Holland', 3011, 51.92, 4.48, 665],
  ['Den Haag', 'Zuid-Holland', 2491, 52.08, 4.31, 560],
  ['Utrecht', 'Utrecht', 3511, 52.09, 5.12, 370],
  ['Eindhoven', 'Noord-Brabant', 5611, 51.44, 5.48, 245],
  ['Groningen', 'Groningen', 9711, 53.22, 6.57, 240],
  ['Tilburg', 'Noord-Brabant', 5011, 51.56, 5.09, 228],
  ['Almere', 'Flevoland', 1311, 52.37, 5.22, 223],
  ['Breda', 'Noord-Brabant', 4811, 51.59, 4.78, 186],
  ['Nijmegen', 'Gelderland', 6511, 51.84, 5.86, 182],
  ['Apeldoorn', 'Gelderland', 7311, 52.21, 5.97, 168],
  ['Arnhem', 'Gelderland', 6811, 51.98, 5.91, 167],
  ['Haarlem', 'Noord-Holland', 2011, 52.38, 4.64, 165],
  ['Enschede', 'Overijssel', 7511, 52.22, 6.9, 161],
  ['Haarlemmermeer', 'Noord-Holland', 2131, 52.3, 4.69, 163],
  ['Amersfoort', 'Utrecht', 3811, 52.16, 5.39, 160],
  ['Zaanstad', 'Noord-Holland', 1501, 52.44, 4.83, 159],
  ["'s-Hertogenbosch", 'Noord-Brabant', 5211, 51.69, 5.3, 160],
  ['Zwolle', 'Overijssel', 8011, 52.52, 6.09, 133],
  ['Zoetermeer', 'Zuid-Holland', 2711, 52.06, 4.49, 127],
  ['Leeuwarden', 'Friesland', 8911, 53.2, 5.8, 127],
  ['Leiden', 'Zuid-Holland', 2311, 52.16, 4.49, 128],
  ['Maastricht', 'Limburg', 6211, 50.85, 5.69, 124],
  ['Dordrecht', 'Zuid-Holland', 3311, 51.81, 4.67, 122],
  ['Ede', 'Gelderland', 6711, 52.05, 5.67, 123],
  ['Alkmaar', 'Noord-Holland', 1811, 52.63, 4.75, 112],
  ['Emmen', 'Drenthe', 7811, 52.79, 6.9, 109],
  ['Delft', 'Zuid-Holland', 2611, 52.01, 4.36, 107],
  ['Venlo', 'Limburg', 5911, 51.37, 6.17, 104],
  ['Deventer', 'Overijssel', 7411, 52.26, 6.16, 103],
  ['Sittard-Geleen', 'Limburg', 6131, 51.0, 5.87, 92],
  ['Helmond', 'Noord-Brabant', 5701, 51.48, 5.66, 96],
  ['Oss', 'Noord-Brabant', 5341, 51.77, 5.52, 95],
  ['Hilversum', 'Noord-Holland', 1211, 52.22, 5.17, 94],
  ['Heerlen', 'Limburg', 6411, 50.89, 5.98, 87],
  ['Purmerend', 'Noord-Holland', 1441, 52.5, 4.96, 95],
  ['Hengelo', 'Overijssel', 7551, 52.27, 6.79, 83],
  ['Lelystad', 'Flevoland', 8211, 52.51, 5.47, 84],
  ['Schiedam', 'Zuid-Holland', 3111, 51.92, 4.39, 82],
  ['Hoorn', 'Noord-Holland', 1621, 52.64, 5.06, 76],
  ['Vlaardingen', 'Zuid-Holland', 3131, 51.91, 4.34, 76],
  ['Almelo', 'Overijssel', 7601, 52.36, 6.66, 74],
  ['Gouda', 'Zuid-Holland', 2801, 52.01, 4.71, 76],
  ['Roosendaal', 'Noord-Brabant', 4701, 51.53, 4.46, 78],
  ['Assen', 'Drenthe', 9401, 53.0, 6.56, 70],
  ['Bergen op Zoom', 'Noord-Brabant', 4611, 51.49, 4.29, 69],
  ['Capelle aan den IJssel', 'Zuid-Holland', 2901, 51.93, 4.58, 68],
  ['Veenendaal', 'Utrecht', 3901, 52.03, 5.56, 69],
  ['Katwijk', 'Zuid-Holland', 2221, 52.2, 4.41, 67],
  ['Doetinchem', 'Gelderland', 7001, 51.96, 6.29, 59],
  ['Den Helder', 'Noord-Holland', 1781, 52.96, 4.76, 57],
  ['Smallingerland', 'Friesland', 9201, 53.11, 6.1, 57],
  ['Terneuzen', 'Zeeland', 4531, 51.34, 3.83, 55],
  ['Hoogeveen', 'Drenthe', 7901, 52.72, 6.48, 56],
  ['Kampen', 'Overijssel', 8261, 52.56, 5.91, 56],
  ['Heerenveen', 'Friesland', 8441, 52.96, 5.92, 51],
  ['Middelburg', 'Zeeland', 4331, 51.5, 3.61, 50],
  ['Weert', 'Limburg', 6001, 51.25, 5.71, 51],
  ['Roermond', 'Limburg', 6041, 51.19, 5.99, 60],
  ['Waalwijk', 'Noord-Brabant', 5141, 51.68, 5.07, 50],
  ['Zutphen', 'Gelderland', 7201, 52.14, 6.2, 48],
  ['Harderwijk', 'Gelderland', 3841, 52.34, 5.62, 49],
  ['Tiel', 'Gelderland', 4001, 51.89, 5.43, 42],
  ['Vlissingen', 'Zeeland', 4381, 51.45, 3.57, 45],
  ['Goes', 'Zeeland', 4461, 51.5, 3.89, 39],
  ['Sneek', 'Friesland', 8601, 53.03, 5.66, 34],
  ['Veendam', 'Groningen', 9641, 53.11, 6.88, 27],
  ['Delfzijl', 'Groningen', 9931, 53.33, 6.92, 24],
  ['Meppel', 'Drenthe', 7941, 52.7, 6.19, 35],
  ['Winterswijk', 'Gelderland', 7101, 51.97, 6.72, 29],
]

/** People of one postcode area, in thousands, and the most areas of a town: the numbers of the next town come after. */
const PER_AREA = 5.5
const MOST_AREAS = 80
/** Kilometres from the middle of a town of a thousand people to where most of them live; a larger town's grow with the root of its people. */
const SPREAD = 0.22
/** Below this many municipalities the places are no country. */
const COUNTRY = 50

/**
 * Adds the towns where the database has only a few municipalities; postcodes that are known stay as they are.
 * @returns how many places were added
 */
export async function addCountryTowns(sql: Sql): Promise<number> {
  const [known] = await sql<{ municipalities: number }[]>`select count(*)::int as municipalities from municipalities`
  if ((known?.municipalities ?? 0) >= COUNTRY) return 0
  const random = randomOf('towns')
  const spread = (): number => random.next() + random.next() + random.next() - 1.5
  const regionOf = (province: string): string => `provincie-${province.toLowerCase()}`
  const regions = [...new Set(TOWNS.map(([, province]) => province))].map((name) => ({ code: regionOf(name), name }))
  const owners = TOWNS.map(([name, province], at) => ({
    code: `GM99${String(at).padStart(2, '0')}`,
    name,
    province,
    region_code: regionOf(province),
  }))
  const areas = TOWNS.flatMap(([name, , first, lat, lon, thousands], at) =>
    Array.from({ length: Math.min(MOST_AREAS, Math.round(thousands / PER_AREA)) }, (_, n) => {
      const kilometres = SPREAD * Math.sqrt(thousands) * 1.5
      return {
        postcode4: String(first + n),
        name,
        municipality_code: owners[at]?.code ?? '',
        lat: Number((lat + (spread() * kilometres) / 111).toFixed(3)),
        lon: Number((lon + (spread() * kilometres) / 68).toFixed(3)),
        source: 'starter',
      }
    }),
  )
  return sql.begin(async (tx) => {
    await tx`insert into labour_market_regions ${tx(regions)} on conflict do nothing`
    await tx`insert into municipalities ${tx(owners)} on conflict do nothing`
    const added = await tx`insert into places ${tx(areas)} on conflict do nothing`
    return added.count
  })
}
