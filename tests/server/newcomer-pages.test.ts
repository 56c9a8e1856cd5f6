import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { employers } from '#db/schema/employers.ts'
import { organisationStandings } from '#db/schema/members.ts'
import { consents } from '#db/schema/proposals.ts'
import type { ConsentField } from '#db/values/proposals.ts'
import { standingOf } from '#server/newcomers/reads-standing.ts'
import { municipalitiesWithPositions } from '#server/positions/reads-places.ts'
import { giveConsent } from '#server/proposals/give-consent.ts'
import { proposalForCoach, proposalForNewcomer, proposalsForNewcomer } from '#server/proposals/reads.ts'
import { dossierOf } from '#server/proposals/reads-dossier.ts'
import { fitForSelf } from '#server/proposals/reads-fit.ts'
import { seenByOf } from '#server/proposals/reads-seen-by.ts'
import { sharingOf } from '#server/proposals/reads-shared.ts'
import { PROPOSAL_POLICY } from '#server/proposals/rules.ts'
import { fitForNewcomer } from '#server/proposals/rules-fit.ts'
import { shortlistProposal } from '#server/proposals/shortlist-proposal.ts'
import { withdrawConsent } from '#server/proposals/withdraw-consent.ts'
import { aProposal, aReadyNewcomer, codeOf } from '#tests/make/proposals.ts'
import { aNewcomer, aPosition, ctxOf, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const minutesLater = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)

describe('the fit that a newcomer sees', () => {
  test('has the own levels and the four parts for open positions, and no reason of the legal check', async () => {
    const newcomer = await aNewcomer(home.db, { workRight: 'unknown' })
    const open = await aPosition(home.db)
    const closed = await aPosition(home.db, { state: 'closed' })
    const ctx = ctxOf(home.db, newcomer.actor)
    const fits = await fitForSelf(ctx, [open.positionId, closed.positionId, 'not-an-id'])
    expect([...fits.keys()]).toEqual([open.positionId])
    const fit = fits.get(open.positionId)
    expect(fit?.dutch.speaking).toBe('A2')
    expect(fit?.proposalId).toBeNull()
    expect(JSON.stringify(fit)).not.toContain('may-work')
    expect(Object.keys(fit?.parts ?? {})).toEqual(['can', 'wants', 'practical', 'support'])
  })

  test('names the proposal that was put to the person, not one that no coach looked at', async () => {
    const { newcomer, position, proposalId } = await aProposal(home.db, { state: 'shortlisted' })
    const hidden = await aProposal(home.db, { newcomer })
    const fits = await fitForSelf(ctxOf(home.db, newcomer.actor), [position.positionId, hidden.position.positionId])
    expect(fits.get(position.positionId)?.proposalId).toBe(proposalId)
    expect(fits.get(hidden.position.positionId)?.proposalId).toBeNull()
  })

  test('is for newcomers only', async () => {
    const { coach, position } = await aProposal(home.db)
    expect(await codeOf(fitForSelf(ctxOf(home.db, coach), [position.positionId]))).toBe('forbidden')
    expect(await codeOf(fitForSelf(ctxOf(home.db, position.employer), [position.positionId]))).toBe('forbidden')
  })

  test('a part whose only obstacle is the legal check fits', () => {
    const none = { for: [], against: [] }
    const practical = { for: [], against: [{ code: 'may-work-unknown', params: {} }] }
    const parts = fitForNewcomer({ can: none, wants: none, practical, support: none })
    expect(parts.practical).toEqual({ state: 'full', for: [], against: [] })
  })
})

describe('who could see what', () => {
  test('the log tells when card and name opened and closed; the yes can be taken back until then', async () => {
    const { proposalId, newcomer, coach } = await aProposal(home.db)
    const ctx = ctxOf(home.db, newcomer.actor)
    // Else the card would be held back, and the employer would see nothing before the yes.
    for (let more = 0; more < 4; more += 1) await aReadyNewcomer(home.db)
    expect([await sharingOf(ctx), await seenByOf(ctx)]).toEqual([[], []])
    await shortlistProposal(ctxOf(home.db, coach, minutesLater(1)), { proposalId, version: 1 })
    expect(await seenByOf(ctx)).toMatchObject([
      { proposalId, sees: 'card', fields: null, since: minutesLater(1), until: '2026-12-07', stop: 'decline' },
    ])
    const yes = { proposalId, fields: ['phone' as const], language: 'ar' as const }
    await giveConsent(ctxOf(home.db, newcomer.actor, minutesLater(2)), {
      ...yes,
      textVersion: PROPOSAL_POLICY.consentTextVersion,
    })
    expect(await seenByOf(ctx)).toMatchObject([
      {
        sees: 'details',
        fields: ['given-name', 'phone'],
        since: minutesLater(2),
        until: '2026-12-23',
        stop: 'withdraw',
      },
    ])
    // Lapsed: nothing more, whatever a sweep still has to do.
    const lapsed = await seenByOf(ctxOf(home.db, newcomer.actor, new Date('2026-12-24T09:00:00Z')))
    expect(lapsed).toMatchObject([{ sees: 'card', until: '2026-12-07' }])
    await withdrawConsent(ctxOf(home.db, newcomer.actor, minutesLater(3)), { proposalId })
    expect((await sharingOf(ctx)).map((row) => row.change)).toEqual(['name-hidden', 'name-shown', 'card-shown'])
    expect(await seenByOf(ctx)).toMatchObject([{ sees: 'ended', until: null, stop: null }])
  })

  test('shows nothing of somebody else', async () => {
    await aProposal(home.db, { state: 'consented' })
    const other = await aNewcomer(home.db)
    expect(await seenByOf(ctxOf(home.db, other.actor))).toEqual([])
    expect(await sharingOf(ctxOf(home.db, other.actor))).toEqual([])
    expect(await codeOf(sharingOf(ctxOf(home.db, other.coach)))).toBe('forbidden')
    expect(await codeOf(seenByOf(ctxOf(home.db, other.coach)))).toBe('forbidden')
  })
})

describe('what was said yes to', () => {
  test('is told to the newcomer and the coach as far as the text of that yes named it, as the employer gets it', async () => {
    const fields: ConsentField[] = ['phone', 'work-history']
    const { proposalId, newcomer, coach } = await aProposal(home.db, { state: 'consented', fields })
    const [own, ofCoach] = [ctxOf(home.db, newcomer.actor), ctxOf(home.db, coach)]
    const told = async () => [
      (await proposalForNewcomer(own, proposalId)).consentFields,
      (await proposalsForNewcomer(own)).find((one) => one.id === proposalId)?.consentFields,
      (await seenByOf(own)).find((one) => one.proposalId === proposalId)?.fields,
      (await dossierOf(ofCoach, newcomer.newcomerId))[0]?.consent?.fields,
      (await proposalForCoach(ofCoach, proposalId)).consent?.fields,
    ]
    expect(await told()).toEqual(Array(5).fill(['given-name', ...fields]))
    // Nobody could tick work history under the text before.
    await home.db.update(consents).set({ textVersion: 'consent-2026-11' }).where(eq(consents.proposalId, proposalId))
    expect(await told()).toEqual(Array(5).fill(['given-name', 'phone']))
  })
})

describe('small reads of the pages', () => {
  test('standing: availability, what can be done with it, and the first name of the coach', async () => {
    const newcomer = await aNewcomer(home.db)
    const standing = await standingOf(ctxOf(home.db, newcomer.actor))
    expect(standing.availability).toBe('available')
    expect(standing.steps).toEqual(['pause', 'withdraw'])
    expect(standing.coachName).not.toContain(' ')
    expect(await codeOf(standingOf(ctxOf(home.db, newcomer.coach)))).toBe('forbidden')
  })

  test('municipalities: only those with a position on the site', async () => {
    await aPosition(home.db)
    const rows = await municipalitiesWithPositions(home.db, TODAY)
    expect(rows.map((row) => row.name)).toEqual(['Utrecht'])
    expect(rows[0]?.positions).toBeGreaterThan(0)
    expect(await municipalitiesWithPositions(home.db, '2099-01-01')).toEqual([])
    // An employer that is suspended has nothing on the site from that moment.
    const all = await home.db.select({ employerId: employers.id }).from(employers)
    const suspended = { state: 'suspended', changedAt: NOW } as const
    await home.db.insert(organisationStandings).values(all.map((one) => ({ ...one, ...suspended })))
    expect(await municipalitiesWithPositions(home.db, TODAY)).toEqual([])
  })
})
