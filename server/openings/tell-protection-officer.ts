import { eq } from 'drizzle-orm'
import { fileOpenings } from '#db/schema/members.ts'
import { municipalities } from '#db/schema/reference.ts'
import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { protectionAddress } from '#server/platform/env.ts'
import { log } from '#server/platform/log.ts'
import type { Mailer } from '#server/platform/mail.ts'

/**
 * The effect of `file.opened`: the data protection officer reads that a file was opened in an emergency, where, why as a code, and until when.
 * Not of whom: the number of the opening leads there, for who may look.
 *
 * @param to the address in the settings (`DATA_PROTECTION_EMAIL`); null is said in the log, since somebody should be told
 * @throws Refusal `forbidden` for anybody but that worker; what the mail server throws: then the job comes back
 */
export async function tellProtectionOfficer(
  ctx: Ctx,
  input: { openingId: string },
  mailer: Mailer,
  to: string | null = protectionAddress(),
): Promise<void> {
  requireMay(ctx.actor, 'opening.tell')
  const [one] = await ctx.db
    .select({ why: fileOpenings.why, endsAt: fileOpenings.endsAt, municipality: municipalities.name })
    .from(fileOpenings)
    .innerJoin(municipalities, eq(municipalities.code, fileOpenings.municipalityCode))
    .where(eq(fileOpenings.id, input.openingId))
  if (!one) return
  if (to === null) {
    log.error({ opening: input.openingId }, 'a file was opened in an emergency and DATA_PROTECTION_EMAIL is not set')
    return
  }
  await mailer.send({
    to,
    subject: 'Noodinzage in Instroom',
    text: `Een tweede persoon keurde goed dat iemand in nood een dossier leest.\n\nGemeente: ${one.municipality}\nReden: ${one.why}\nOpen tot: ${one.endsAt?.toISOString() ?? ''}\nNummer: ${input.openingId}\n\nWie vroeg, wie goedkeurde en elke keer dat iemand keek, staat in het logboek.\n`,
    messageId: `opening-${input.openingId}`,
  })
}
