import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { and, eq } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { establishments } from '#db/schema/employers.ts'
import { positions, positionVerdicts } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { places } from '#db/schema/reference.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** Fills an empty database with the demo, by the command that people use. Takes some seconds. */
async function seedDemo(databaseUrl: string): Promise<void> {
  await promisify(execFile)(process.execPath, ['build/seed.js', '--size', 'demo', '--seed', '1'], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: databaseUrl },
  })
}

/** The demo and a start that waits for the officer of Utrecht: the only page that the demo has no example of. */
export async function seedDemoWithStart(database: { url: string; db: Db }): Promise<void> {
  await seedDemo(database.url)
  const { db } = database
  const [accepted] = await db
    .select({ newcomerId: proposals.newcomerId, positionId: proposals.positionId })
    .from(proposals)
    .innerJoin(positions, eq(positions.id, proposals.positionId))
    .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .where(and(eq(proposals.state, 'accepted'), eq(places.municipalityCode, 'GM0344')))
  const [asked] = await db.select().from(positionVerdicts).where(eq(positionVerdicts.outcome, 'human'))
  if (!accepted || !asked) throw new Error('The demo has no accepted proposal in Utrecht, or no case.')
  await db
    .insert(positionVerdicts)
    .values({ ...asked, ...accepted, id: crypto.randomUUID(), moment: 'start', askedAt: new Date() })
}
