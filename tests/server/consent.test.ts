import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consents, proposalLog, type StoredFit } from '#db/schema/proposals.ts'
import { CONSENT_FIELDS } from '#db/values/proposals.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import { changeAvailability } from '#server/newcomers/change-availability.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { baseOn } from '#server/positions/rules-policy.ts'
import { acceptCandidate } from '#server/proposals/accept-candidate.ts'
import { askToDisclose } from '#server/proposals/ask-to-disclose.ts'
import { declineProposal } from '#server/proposals/decline-proposal.ts'
import { GiveConsentInput, giveConsent } from '#server/proposals/give-consent.ts'
import { proposalForNewcomer, proposalsForNewcomer } from '#server/proposals/reads.ts'
import { cardForEmployer, cardPreview, cardsForEmployer } from '#server/proposals/reads-cards.ts'
import { revealedCandidate } from '#server/proposals/reads-revealed.ts'
import { seenByOf } from '#server/proposals/reads-seen-by.ts'
import { refuseCandidate } from '#server/proposals/refuse-candidate.ts'
import { CONSENT_TEXTS, PROPOSAL_POLICY } from '#server/proposals/rules.ts'
import { withdrawConsent } from '#server/proposals/withdraw-consent.ts'
import { aProposal, codeOf, eventsAbout, stateOf, stepsOf } from '#tests/make/proposals.ts'
import { BAKING, HYGIENE, KNEADING } from '#tests/make/reference.ts'
import { aNewcomer, anEmployer, ctxOf, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

/** Strings that stand nowhere else: one of them in an answer to an employer is a leak. */
const CANARY = {
  givenName: 'Kanariegeel',
  familyName: 'Vogelzang',
  phone: '0699887766',
  email: 'kanarie@voorbeeld.example',
}
const NEED = 'Liever een rustige werkplek KANARIENOOD'
const canaries = [...Object.values(CANARY), 'KANARIENOOD', '3526']
const leaksOf = (answer: unknown) => canaries.filter((canary) => JSON.stringify(answer).includes(canary))

const withCanary = async (given: Parameters<typeof aProposal>[1] = {}) =>
  aProposal(home.db, {
    newcomer: await aNewcomer(home.db, { identity: CANARY, needsAtWork: NEED, workRight: 'permit-needed' }),
    ...given,
  })
const textVersion = PROPOSAL_POLICY.consentTextVersion
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000)

describe('before the yes', () => {
  test('no employer read holds a name, a contact, a need, a postcode or the person’s id', async () => {
    const { proposalId, newcomer, position } = await withCanary({ state: 'shortlisted' })
    const ctx = ctxOf(home.db, position.employer)
    const cards = await cardsForEmployer(ctx, position.positionId)
    expect(cards).toHaveLength(1)
    const card = await cardForEmployer(ctx, proposalId)
    expect(leaksOf([cards, card])).toEqual([])
    expect(JSON.stringify([cards, card])).not.toContain(newcomer.newcomerId)
    expect(JSON.stringify([cards, card])).not.toContain('may-work')
    expect(await codeOf(revealedCandidate(ctx, proposalId))).toBe('consent-missing')
  })

  test('a proposal that no coach shortlisted is not there for employer and newcomer', async () => {
    const { proposalId, newcomer, position } = await withCanary()
    expect(await cardsForEmployer(ctxOf(home.db, position.employer), position.positionId)).toEqual([])
    expect(await codeOf(revealedCandidate(ctxOf(home.db, position.employer), proposalId))).toBe('not-found')
    expect(await proposalsForNewcomer(ctxOf(home.db, newcomer.actor))).toEqual([])
    expect(await codeOf(proposalForNewcomer(ctxOf(home.db, newcomer.actor), proposalId))).toBe('not-found')
  })

  test('the newcomer’s preview is exactly what the employer gets', async () => {
    const { proposalId, newcomer, position } = await withCanary({ state: 'shortlisted' })
    const [card] = await cardsForEmployer(ctxOf(home.db, position.employer), position.positionId)
    const seen = { card, isShown: true, isHeld: false }
    expect(await cardPreview(ctxOf(home.db, newcomer.actor), proposalId)).toEqual(seen)
    expect(await cardPreview(ctxOf(home.db, newcomer.coach), proposalId)).toEqual(seen)
    expect(card?.dutch.find((one) => one.skill === 'speaking')).toEqual({
      skill: 'speaking',
      band: 'A2',
      tested: true,
      expected: null,
    })
    expect(card?.hours).toBe('29-40')
    // The field table: how far somebody lives from the place, and how many skills more, only after the yes.
    expect(card).toMatchObject({ travel: null, leftOut: ['fit', 'other-skills', 'travel'] })
    expect(card?.skills.every((one) => one.needed)).toBe(true)
    expect(card?.experience).toEqual([{ sector: 'bakery', years: '1-2' }])
  })

  test.each(['shortlisted', 'consented', 'accepted'] as const)(
    'and it stays the same card while it is %s, with its fit after the yes',
    async (state) => {
      const against = (code: string) => [{ code, params: {} }]
      const fit: StoredFit = {
        can: { state: 'part', for: [], against: against('skill-missing') },
        // Only the coach may know of a no-go: it does not colour the card of either.
        wants: { state: 'part', for: [], against: against('no-go-work') },
        practical: { state: 'open', for: [], against: against('travel-unknown') },
        support: { state: 'full', for: [], against: [] },
      }
      const { proposalId, newcomer, position } = await withCanary({ state, fit })
      const ctx = ctxOf(home.db, position.employer)
      const { positionId: _own, ...card } = await cardForEmployer(ctx, proposalId)
      expect((await cardPreview(ctxOf(home.db, newcomer.actor), proposalId)).card).toEqual(card)
      expect(await cardsForEmployer(ctx, position.positionId)).toEqual([card])
      expect(card.travel).toBe(state === 'shortlisted' ? null : 'up-to-15')
      const drawn = { can: 'part', wants: 'full', practical: 'open', support: 'full' }
      expect(card.fit).toEqual(state === 'shortlisted' ? null : drawn)
      expect(card.revealed).toBe(state !== 'shortlisted')
      expect(leaksOf(card)).toEqual([])
    },
  )

  test('of the skills only those that the position needs or teaches, and after the yes how many more there are', async () => {
    const of = (skillUri: string) => ({ skillUri, evidence: 'observed' as const, updatedOn: '2026-10-01' })
    const newcomer = await aNewcomer(home.db, { skills: [KNEADING, BAKING, HYGIENE].map(of) })
    const { proposalId, position } = await withCanary({ state: 'shortlisted', newcomer })
    const card = await cardForEmployer(ctxOf(home.db, position.employer), proposalId)
    expect(card.skills.map(({ uri, needed }) => ({ uri, needed }))).toEqual([
      { uri: KNEADING, needed: true },
      { uri: BAKING, needed: false },
    ])
    expect(card.otherSkills).toBe(0)
    expect(JSON.stringify(card)).not.toContain(HYGIENE)
    const input = GiveConsentInput.parse({ proposalId, fields: [], language: 'nl', textVersion })
    await giveConsent(ctxOf(home.db, newcomer.actor), input)
    const after = await cardForEmployer(ctxOf(home.db, position.employer), proposalId)
    expect(after.otherSkills).toBe(1)
    expect(JSON.stringify(after)).not.toContain(HYGIENE)
  })

  test('an expected level is marked as expected, and there after the yes', async () => {
    for (const state of ['shortlisted', 'consented'] as const) {
      const { proposalId, newcomer } = await withCanary({ state, expectedLevel: 'speaking:B1' })
      const { card } = await cardPreview(ctxOf(home.db, newcomer.actor), proposalId)
      expect(card.dutch.map((one) => one.expected)).toEqual([null, state === 'consented' ? 'B1' : null, null, null])
    }
  })
})

describe('the yes', () => {
  test('reveals the given name and what was ticked, and nothing else', async () => {
    const { proposalId, newcomer, position } = await withCanary({ state: 'shortlisted' })
    const input = GiveConsentInput.parse({ proposalId, fields: ['phone'], language: 'ar', textVersion })
    const given = await giveConsent(ctxOf(home.db, newcomer.actor), input)
    expect(given).toMatchObject({ ok: true, expiresOn: '2026-12-23' })
    const ctx = ctxOf(home.db, position.employer)
    const revealed = await revealedCandidate(ctx, proposalId)
    expect(revealed).toMatchObject({
      givenName: CANARY.givenName,
      familyName: null,
      phone: CANARY.phone,
      email: null,
      fields: ['given-name', 'phone'],
    })
    expect(leaksOf(revealed)).toEqual([CANARY.givenName, CANARY.phone])
    expect(leaksOf(await cardsForEmployer(ctx, position.positionId))).toEqual([])
    const [row] = await home.db.select().from(consents).where(eq(consents.proposalId, proposalId))
    expect(row).toMatchObject({ language: 'ar', textVersion, employerId: position.employerId, withdrawnAt: null })
    expect(await eventsAbout(home.db, proposalId, 'consent.given')).toHaveLength(1)
    expect(await stepsOf(home.db, proposalId)).toEqual(['shortlisted>consent>consented by newcomer'])
  })

  test('only to this employer', async () => {
    const { proposalId, position } = await withCanary({ state: 'consented' })
    const other = await anEmployer(home.db)
    const ctx = ctxOf(home.db, other.actor)
    expect(await codeOf(revealedCandidate(ctx, proposalId))).toBe('not-found')
    expect(await codeOf(cardsForEmployer(ctx, position.positionId))).toBe('not-found')
    expect(await codeOf(cardForEmployer(ctx, proposalId))).toBe('not-found')
    expect(await codeOf(acceptCandidate(ctx, { proposalId }))).toBe('not-found')
    expect(await codeOf(refuseCandidate(ctx, { proposalId, reason: 'skills' }))).toBe('not-found')
    expect(await codeOf(revealedCandidate(ctx, 'no-id'))).toBe('not-found')
  })

  test('an old text, an unknown field or another newcomer give no consent', async () => {
    const { proposalId } = await withCanary({ state: 'shortlisted' })
    const good = { proposalId, fields: [], language: 'nl', textVersion }
    expect(GiveConsentInput.safeParse({ ...good, textVersion: 'consent-2020' }).success).toBe(false)
    expect(GiveConsentInput.safeParse({ ...good, fields: ['address'] }).success).toBe(false)
    const stranger = await aNewcomer(home.db)
    const input = GiveConsentInput.parse(good)
    expect(await codeOf(giveConsent(ctxOf(home.db, stranger.actor), input))).toBe('not-found')
    expect(await codeOf(giveConsent(ctxOf(home.db, stranger.coach), input))).toBe('forbidden')
  })

  test('an older yes keeps its text and its ticks, and gives nothing that its text did not name', async () => {
    expect(CONSENT_TEXTS[textVersion]).toEqual(CONSENT_FIELDS)
    const older = 'consent-2026-11'
    const { proposalId, newcomer, position } = await withCanary({ state: 'consented', fields: ['phone'] })
    await home.db.update(consents).set({ textVersion: older }).where(eq(consents.proposalId, proposalId))
    const ctx = ctxOf(home.db, position.employer)
    const given = { fields: ['given-name', 'phone'], phone: CANARY.phone, email: null, workHistory: null }
    expect(await revealedCandidate(ctx, proposalId)).toMatchObject(given)
    const own = await proposalForNewcomer(ctxOf(home.db, newcomer.actor), proposalId)
    expect(own.consentFields).toEqual(['given-name', 'phone'])
    // Nobody could tick it under that text: a row that says so was not written by a yes.
    const forged = [...given.fields, 'work-history'] as (typeof CONSENT_FIELDS)[number][]
    await home.db.update(consents).set({ fields: forged }).where(eq(consents.proposalId, proposalId))
    expect(await revealedCandidate(ctx, proposalId)).toMatchObject(given)
    await home.db.update(consents).set({ textVersion }).where(eq(consents.proposalId, proposalId))
    expect((await revealedCandidate(ctx, proposalId)).workHistory).toHaveLength(1)
    // The older text is not the one that is read today: no new yes under it.
    const again = { proposalId, fields: [], language: 'nl', textVersion: older }
    expect(GiveConsentInput.safeParse(again).success).toBe(false)
  })

  test('lapses after its last day, for reading and for answering', async () => {
    const { proposalId, position } = await withCanary({ state: 'consented' })
    const lastDay = ctxOf(home.db, position.employer, new Date('2026-12-23T20:00:00Z'))
    expect(await codeOf(revealedCandidate(lastDay, proposalId))).toBe('ok')
    const after = ctxOf(home.db, position.employer, new Date('2026-12-23T23:30:00Z')) // already the 24th in the Netherlands
    expect(await codeOf(revealedCandidate(after, proposalId))).toBe('consent-missing')
    expect(await codeOf(acceptCandidate(after, { proposalId }))).toBe('consent-missing')
    expect(await codeOf(refuseCandidate(after, { proposalId, reason: 'hours' }))).toBe('consent-missing')
  })
})

describe('the last door before disclosure', () => {
  test('a strike at the establishment holds the yes up; when it is over the yes is kept with what was asked', async () => {
    const { proposalId, newcomer, position } = await withCanary({ state: 'shortlisted' })
    const { establishmentId, employer } = position
    const strike = { establishmentId, kind: 'industrial-action' as const, happenedOn: '2026-11-20' }
    await recordStaffingFact(ctxOf(home.db, employer), { ...strike, endedOn: '2026-11-25' })
    const input = GiveConsentInput.parse({ proposalId, fields: [], language: 'nl', textVersion })
    expect(await giveConsent(ctxOf(home.db, newcomer.actor), input)).toMatchObject({
      ok: false,
      verdict: { outcome: 'block' },
    })
    expect(await stateOf(home.db, proposalId)).toBe('shortlisted')
    expect(await home.db.select().from(consents).where(eq(consents.proposalId, proposalId))).toEqual([])
    expect(await codeOf(revealedCandidate(ctxOf(home.db, employer), proposalId))).toBe('consent-missing')

    await giveConsent(ctxOf(home.db, newcomer.actor, later(3)), input)
    const [step] = await home.db.select().from(proposalLog).where(eq(proposalLog.proposalId, proposalId))
    expect(step?.reasons.map((one) => `${one.ruleId} ${one.outcome}`)).toEqual(['DSP-12 ok', 'DSP-33 ok'])
    expect(step?.policyVersion).toBe(`${PROPOSAL_POLICY.version} ${baseOn(TODAY).version}`)
  })

  test('without a yes the answer is block (ruling 9)', async () => {
    const { position } = await withCanary({ state: 'shortlisted' })
    const verdict = await askToDisclose(home.db, { positionId: position.positionId, consentOn: null }, '2026-11-23')
    expect(verdict).toMatchObject({ moment: 'disclose', outcome: 'block' })
    expect(verdict?.reasons.map((one) => one.code)).toContain('consent-missing')
  })
})

describe('after a no', () => {
  test('taken back: the employer loses card and identity at once, in consented and in accepted', async () => {
    for (const state of ['consented', 'accepted'] as const) {
      const { proposalId, newcomer, position } = await withCanary({ state, fields: ['phone', 'email', 'family-name'] })
      const ctx = ctxOf(home.db, position.employer)
      expect(leaksOf(await revealedCandidate(ctx, proposalId))).toHaveLength(4)
      await withdrawConsent(ctxOf(home.db, newcomer.actor, later(1)), { proposalId })
      expect(await codeOf(revealedCandidate(ctx, proposalId))).toBe('not-found')
      expect(await cardsForEmployer(ctx, position.positionId)).toEqual([])
      expect(await stateOf(home.db, proposalId)).toBe('declined')
      const [row] = await home.db.select().from(consents).where(eq(consents.proposalId, proposalId))
      expect(row?.withdrawnAt).toEqual(later(1))
      expect(await eventsAbout(home.db, proposalId, 'consent.withdrawn')).toHaveLength(1)
    }
  })

  test('the newcomer stopped altogether: unnamed, unseen and not to be accepted with that commit, before any worker', async () => {
    const terms = { startsOn: '2026-12-07', endsOn: null, mentor: 'Anneke', learningGoals: ['Brood bakken'] }
    for (const state of ['shortlisted', 'consented', 'accepted'] as const) {
      const { proposalId, newcomer, position, coach } = await withCanary({ state, fields: ['phone', 'email'] })
      const ctx = ctxOf(home.db, position.employer)
      expect(await cardsForEmployer(ctx, position.positionId)).toHaveLength(1)
      await changeAvailability(ctxOf(home.db, newcomer.actor), { newcomerId: newcomer.newcomerId, step: 'withdraw' })
      expect(await codeOf(revealedCandidate(ctx, proposalId))).toBe('stale')
      expect(await codeOf(cardForEmployer(ctx, proposalId))).toBe('not-found')
      expect(await cardsForEmployer(ctx, position.positionId)).toEqual([])
      const { card: own, isShown } = await cardPreview(ctxOf(home.db, newcomer.actor), proposalId)
      expect([own.revealed, isShown]).toEqual([false, false])
      expect(await codeOf(acceptCandidate(ctx, { proposalId }))).toBe('stale')
      expect(await codeOf(refuseCandidate(ctx, { proposalId, reason: 'skills' }))).toBe('stale')
      const input = GiveConsentInput.parse({ proposalId, fields: [], language: 'nl', textVersion })
      expect(await codeOf(giveConsent(ctxOf(home.db, newcomer.actor), input))).toBe('stale')
      expect(await codeOf(startPlacement(ctxOf(home.db, coach), { proposalId, ...terms }))).toBe('stale')
      expect((await seenByOf(ctxOf(home.db, newcomer.actor))).some((one) => one.sees !== 'ended')).toBe(false)
      expect(await stateOf(home.db, proposalId)).toBe(state)
    }
  })

  test('a stop that commits while the employer accepts is waited for, and wins', async () => {
    const { proposalId, newcomer, position } = await withCanary({ state: 'consented' })
    const ctx = ctxOf(home.db, position.employer)
    const accepted = await home.db.transaction(async (tx) => {
      const inside = { ...ctxOf(home.db, newcomer.actor), db: tx }
      await changeAvailability(inside, { newcomerId: newcomer.newcomerId, step: 'withdraw' })
      const answer = codeOf(acceptCandidate(ctx, { proposalId }))
      expect(await Promise.race([answer, new Promise((later) => setTimeout(later, 200, 'waits'))])).toBe('waits')
      return { answer }
    })
    expect(await accepted.answer).toBe('stale')
    expect(await stateOf(home.db, proposalId)).toBe('consented')
  })

  test('refused: the employer side closes at once', async () => {
    const { proposalId, position } = await withCanary({ state: 'consented' })
    const ctx = ctxOf(home.db, position.employer)
    await refuseCandidate(ctx, { proposalId, reason: 'start-date' })
    expect(await codeOf(revealedCandidate(ctx, proposalId))).toBe('consent-missing')
    expect(await cardsForEmployer(ctx, position.positionId)).toEqual([])
    expect(await codeOf(acceptCandidate(ctx, { proposalId }))).toBe('stale')
  })

  test('no stays no; to talk first leaves the proposal as it is and tells the coach', async () => {
    const { proposalId, newcomer } = await withCanary({ state: 'shortlisted' })
    const ctx = ctxOf(home.db, newcomer.actor)
    await declineProposal(ctx, { proposalId, choice: 'talk-first' })
    expect(await stateOf(home.db, proposalId)).toBe('shortlisted')
    await declineProposal(ctx, { proposalId, choice: 'no' })
    expect(await stateOf(home.db, proposalId)).toBe('declined')
    const events = await eventsAbout(home.db, proposalId, 'proposal.declined')
    expect(events.map((event) => event.payload)).toMatchObject([{ choice: 'talk-first' }, { choice: 'no' }])
    expect(await codeOf(declineProposal(ctx, { proposalId, choice: 'no' }))).toBe('stale')
  })
})
