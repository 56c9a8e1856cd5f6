import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newcomers } from '#db/schema/newcomers.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { placementChecks } from '#db/schema/placements.ts'
import type { WorkRight } from '#db/values/newcomers.ts'
import { stateFacts } from '#server/cases/state-facts.ts'
import { newcomerFactsOf } from '#server/newcomers/reads.ts'
import { updateProfile } from '#server/newcomers/update-profile.ts'
import { placementsOfEmployer } from '#server/placements/reads.ts'
import { recordChecks } from '#server/placements/record-checks.ts'
import { StartPlacementInput, startPlacement } from '#server/placements/start-placement.ts'
import type { Actor } from '#server/platform/context.ts'
import { askStartDecision } from '#server/positions/ask-start-decision.ts'
import { decideStart } from '#server/positions/decide-start.ts'
import { verdictsOf } from '#server/positions/reads.ts'
import { anAcceptedProposal, aRunningPlacement, setRight } from '#tests/make/placed.ts'
import { codeOf } from '#tests/make/proposals.ts'
import { anAccount, ctxOf, DECLARED, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const paid = { startsOn: '2026-12-07', endsOn: '2027-03-05', mentor: 'Anneke', learningGoals: ['Brood bakken'] }
/** A start as the form sends it, so that what the schema drops is dropped. */
const start = (coach: Actor, proposalId: string, checks: Record<string, unknown> = {}) =>
  startPlacement(ctxOf(home.db, coach), StartPlacementInput.parse({ proposalId, ...paid, ...checks }))
const saidBy = (
  ruleId: string,
  { verdict }: { verdict: { reasons: readonly { ruleId: string; outcome: string; code: string }[] } },
) => verdict.reasons.filter((one) => one.ruleId === ruleId).map(({ outcome, code }) => `${outcome} ${code}`)
const rowOf = async (placementId: string) =>
  (await home.db.select().from(placementChecks).where(eq(placementChecks.placementId, placementId)))[0]

describe('notice to UWV before a displaced person starts (DSP-21)', () => {
  const displaced = { workRight: 'displaced-person' as const, workRightUntil: '2027-12-31' }

  test('not told: a person decides; too late or no contract of employment: block; in time: in order', async () => {
    const { proposalId, coach } = await anAcceptedProposal(home.db, { newcomer: displaced })
    const said = async (checks: object) => saidBy('DSP-21', await start(coach, proposalId, { ...checks }))
    expect(await said({})).toEqual(['human notice-unknown', 'human contract-kind-unknown'])
    expect(await said({ noticeOn: '2026-11-23' })).toEqual(['human contract-kind-unknown'])
    expect(await said({ noticeOn: '2026-11-23', contract: 'other' })).toEqual(['block contract-kind-other'])
    // The notice has to come; a day to come is not known.
    expect(await said({ noticeOn: '2026-12-01', contract: 'employment' })).toEqual(['human notice-unknown'])
    const started = await start(coach, proposalId, { noticeOn: '2026-11-23', contract: 'employment' })
    expect(started).toMatchObject({ ok: true })
    expect(saidBy('DSP-21', started)).toEqual(['ok in-order'])
    expect(await rowOf(started.ok ? started.placementId : '')).toMatchObject({
      noticeOn: '2026-11-23',
      contract: 'employment',
      permitUntil: null,
      is27: null,
      recordedBy: coach.accountId,
    })
  })

  test('the day before the start is too late', async () => {
    const { proposalId, coach } = await anAcceptedProposal(home.db, { newcomer: displaced })
    const late = await startPlacement(
      ctxOf(home.db, coach),
      StartPlacementInput.parse({
        proposalId,
        ...paid,
        startsOn: '2026-11-24',
        noticeOn: TODAY,
        contract: 'employment',
      }),
    )
    expect(late.ok).toBe(false)
    expect(saidBy('DSP-21', late)).toEqual(['block notice-late'])
  })

  test('what was approved while nobody knew can be filled in later, by the own coach alone', async () => {
    const { proposalId, coach, position } = await anAcceptedProposal(home.db, { newcomer: displaced })
    const officer = await anAccount(home.db, { role: 'officer' })
    const terms = { proposalId, ...paid }
    const { verdictId } = await askStartDecision(ctxOf(home.db, coach), terms)
    await decideStart(ctxOf(home.db, officer), { verdictId, outcome: 'approved', motivation: 'Bellen met UWV' })
    const started = await start(coach, proposalId)
    if (!started.ok) throw new Error('held up')
    const { placementId } = started
    expect(await rowOf(placementId)).toBeUndefined()
    const told = { placementId, noticeOn: '2026-11-20', contract: 'employment' as const }
    expect(await codeOf(recordChecks(ctxOf(home.db, await anAccount(home.db, { role: 'coach' })), told))).toBe(
      'not-found',
    )
    expect(await codeOf(recordChecks(ctxOf(home.db, position.employer), told))).toBe('forbidden')
    expect(await codeOf(recordChecks(ctxOf(home.db, coach), { ...told, noticeOn: '2026-11-24' }))).toBe('stale')
    await recordChecks(ctxOf(home.db, coach), { ...told, is27: true, permitUntil: '2027-01-01' })
    // Of what nobody asks, nothing is kept.
    expect(await rowOf(placementId)).toMatchObject({ noticeOn: '2026-11-20', is27: null, permitUntil: null })
  })
})

describe('an asylum seeker (DSP-19, DSP-20)', () => {
  const seeks = { workRight: 'asylum-seeker' as const, workRightUntil: '2027-12-31' }
  const checked = { ...seeks, workRightCheckedOn: '2026-11-01', asylumWaitedMonths: 6 }

  test('wait and card unchecked: a person; too short a wait or no permit: block; all recorded: in order', async () => {
    const { proposalId, coach, newcomer } = await anAcceptedProposal(home.db, {
      newcomer: { ...seeks, workRightCheckedOn: null },
    })
    const said = async (checks: object = {}) => saidBy('DSP-19', await start(coach, proposalId, { ...checks }))
    const permit = { permitUntil: '2027-03-05' }
    expect(await said()).toEqual([
      'human asylum-wait-unknown',
      'block asylum-permit-missing',
      'human asylum-card-unchecked',
    ])
    expect(await said(permit)).toEqual(['human asylum-wait-unknown', 'human asylum-card-unchecked'])
    await setRight(home.db, newcomer.newcomerId, { ...checked, asylumWaitedMonths: 4 })
    // Four whole months on 1 November and one more on the first day.
    expect(await said(permit)).toEqual(['block asylum-wait'])
    await setRight(home.db, newcomer.newcomerId, { ...checked, asylumWaitedMonths: 5 })
    expect(await said({ permitUntil: '2026-12-06' })).toEqual(['block asylum-permit-ended'])
    const started = await start(coach, proposalId, permit)
    expect(started).toMatchObject({ ok: true })
    expect(saidBy('DSP-19', started)).toEqual(['ok in-order'])
    expect(saidBy('DSP-18', started)).toEqual([])
    expect(started.verdict.inputs['DSP-19']).toEqual({
      start: '2026-12-07',
      waitedMonths: 6,
      permitUntil: '2027-03-05',
      isCardChecked: true,
      isLowChance: false,
      mayWork: { known: true, allowed: true, from: null, until: '2027-03-05' },
    })
  })

  test('a permit that ends before the work does gives a warning, and no refusal (DSP-22)', async () => {
    const { proposalId, coach } = await anAcceptedProposal(home.db, { newcomer: checked })
    const started = await start(coach, proposalId, { permitUntil: '2027-02-01' })
    expect(started).toMatchObject({ ok: true })
    expect(saidBy('DSP-22', started)).toEqual(['warn permit-ends-early'])
  })

  test('a volunteer needs the declaration of the organisation, which its employer states', async () => {
    const volunteer = { type: 'VOLUNTEER' as const, hourlyWageCents: null, declaration: DECLARED }
    const { proposalId, coach, owner } = await anAcceptedProposal(home.db, { newcomer: checked, position: volunteer })
    const said = async () => saidBy('DSP-20', await start(coach, proposalId))
    let minutes = 0
    const states = (given: boolean, until: string | null) =>
      stateFacts(ctxOf(home.db, owner.actor, new Date(NOW.getTime() + 60_000 * ++minutes)), {
        establishmentId: owner.establishmentId,
        occupationUri: null,
        facts: [
          {
            question: 'volunteer-declaration',
            answer: { given, until },
            evidence: { kind: 'register', ref: 'UWV', by: 'UWV', on: TODAY },
          },
        ],
      })
    expect(await said()).toEqual(['human volunteer-declaration-unknown'])
    await states(false, null)
    expect(await said()).toEqual(['block volunteer-declaration-missing'])
    await states(true, '2026-12-06')
    expect(await said()).toEqual(['block volunteer-declaration-ended'])
    await states(true, '2026-12-07')
    expect(await said()).toEqual(['ok in-order'])
  })

  test('the profile keeps the months of an asylum seeker, and of nobody else', async () => {
    const { newcomer, coach } = await anAcceptedProposal(home.db)
    const save = (version: number, workRight: WorkRight, workRightCheckedOn: string | null = TODAY) =>
      updateProfile(ctxOf(home.db, coach), {
        section: 'practical',
        newcomerId: newcomer.newcomerId,
        version,
        slots: [],
        travelMeans: [],
        workRight,
        workRightCheckedOn,
        asylumWaitedMonths: 5,
      })
    const monthsOf = async () =>
      (await home.db.select().from(newcomers).where(eq(newcomers.id, newcomer.newcomerId)))[0]?.asylumWaitedMonths
    await save(1, 'asylum-seeker')
    expect(await monthsOf()).toBe(5)
    await save(2, 'free')
    expect(await monthsOf()).toBeNull()
    await expect(save(3, 'asylum-seeker', null)).rejects.toThrow()
  })
})

describe('27 or older, for a participation placement (DSP-31)', () => {
  const position = { type: 'PARTICIPATION_PLACEMENT' as const, hourlyWageCents: null }

  test('not checked: a person decides; younger: block; older: in order, kept as a yes', async () => {
    const { proposalId, coach } = await anAcceptedProposal(home.db, { position })
    const said = async (checks: object) => saidBy('DSP-31', await start(coach, proposalId, { ...checks }))
    expect(await said({})).toEqual(['human age-27-unknown'])
    expect(await said({ is27: 'no' })).toEqual(['block age-below-27'])
    expect(await said({ is27: 'yes' })).toEqual(['ok in-order'])
  })
})

describe('what was checked', () => {
  test('is not for an employer, the engine or an event', async () => {
    const { placementId, coach, newcomer, position } = await aRunningPlacement(home.db, {
      newcomer: { workRight: 'asylum-seeker', workRightCheckedOn: '2026-11-01', asylumWaitedMonths: 57 },
      position: { type: 'PARTICIPATION_PLACEMENT', hourlyWageCents: null },
    })
    await recordChecks(ctxOf(home.db, coach), { placementId, permitUntil: '2028-02-29', is27: true })
    const seen = [
      await placementsOfEmployer(ctxOf(home.db, position.employer)),
      await verdictsOf(home.db, position.positionId),
      await newcomerFactsOf(home.db, [newcomer.newcomerId]),
      await home.db.select().from(outboxEvents),
    ]
    expect(JSON.stringify(seen)).not.toMatch(/2028-02-29|permit|is27|asylum|waited/i)
  })
})
