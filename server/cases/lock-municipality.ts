import { eq } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { municipalities } from '#db/schema/reference.ts'

/** Keeps others who change something of the whole municipality away until the end of the transaction: versions and draws have an order. */
export async function lockMunicipality(tx: Tx, code: string): Promise<void> {
  await tx
    .select({ code: municipalities.code })
    .from(municipalities)
    .where(eq(municipalities.code, code))
    .for('no key update')
}
