import { openDatabase } from '#db/client.ts'
import { WORKER } from '#server/platform/context.ts'
import { sealRing } from '#server/platform/seal-ring.ts'
import { lostLines, resealFields } from '#server/privacy/reseal-fields.ts'

/**
 * Seals contact data that still stands plain in a database that is older than the seal, or that a seed just filled, and turns what an older key sealed to
 * the newest key.
 *
 * @returns what was done, in lines for a terminal; one line when there is no key
 */
export async function sealWhatIsPlain(databaseUrl: string): Promise<string[]> {
  if (sealRing().current === null)
    return ['Contact data are sealed when the site or its workers run: this command was given no SEAL_KEYS.']
  const database = openDatabase(databaseUrl, { max: 2, name: 'instroom-seal', statementTimeoutMs: 300_000 })
  try {
    const done = await resealFields({ db: database.db, actor: WORKER, now: new Date() }, { dry: false })
    const sealed = done.flatMap((one) => (one.sealed > 0 ? [`Sealed ${one.sealed} rows of ${one.field}.`] : []))
    const left = done.flatMap((one) =>
      one.left > 0 ? [`${one.left} rows of ${one.field} were held; run this again.`] : [],
    )
    return [...sealed, ...left, ...lostLines(done)]
  } finally {
    await database.close()
  }
}
