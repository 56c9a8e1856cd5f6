import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROLES, type Role } from '#db/values/accounts.ts'
import { type Action, may } from '#server/access/may.ts'
import { answerAudit } from '#server/cases/answer-audit.ts'
import { answerSignal } from '#server/cases/answer-signal.ts'
import { askOverride } from '#server/cases/ask-override.ts'
import { closeAudit } from '#server/cases/close-audit.ts'
import { closeSignal } from '#server/cases/close-signal.ts'
import { decideGroup } from '#server/cases/decide-group.ts'
import { decideOverride } from '#server/cases/decide-override.ts'
import { decideProfile } from '#server/cases/decide-profile.ts'
import { drawAudit } from '#server/cases/draw-audit.ts'
import { findInAudit } from '#server/cases/find-in-audit.ts'
import { lookAtMonitors } from '#server/cases/look-at-monitors.ts'
import { proposeProfile } from '#server/cases/propose-profile.ts'
import { auditFilesFor } from '#server/cases/reads-audits.ts'
import { caseOf } from '#server/cases/reads-case.ts'
import { logOfMunicipality } from '#server/cases/reads-log.ts'
import { overridesWaiting } from '#server/cases/reads-overrides.ts'
import { overridesLookOf, regionReportOf } from '#server/cases/reads-oversight.ts'
import { profileVersions } from '#server/cases/reads-profiles.ts'
import { reportsFor } from '#server/cases/reads-reports.ts'
import { signalsFor } from '#server/cases/reads-signals.ts'
import { recordContract } from '#server/cases/record-contract.ts'
import { recordGroup } from '#server/cases/record-group.ts'
import { stateFacts } from '#server/cases/state-facts.ts'
import { tellAgingFacts } from '#server/cases/tell-aging-facts.ts'
import { weighReport } from '#server/cases/weigh-report.ts'
import { wipeReports } from '#server/cases/wipe-reports.ts'
import { writeMessage } from '#server/cases/write-message.ts'
import { importVacancies } from '#server/employers/import-vacancies.ts'
import { extendPlacement } from '#server/placements/extend-placement.ts'
import { recordChecks } from '#server/placements/record-checks.ts'
import { recordResults } from '#server/placements/record-results.ts'
import { recordReview } from '#server/placements/record-review.ts'
import { type Actor, type Ctx, WORKER } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { askExtensionDecision } from '#server/positions/ask-extension-decision.ts'
import { decideObjection } from '#server/positions/decide-objection.ts'
import { importTensions } from '#server/reference/import-tensions.ts'
import { aNewcomer, anAccount, anEmployer, ctxOf, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
const actors = new Map<Role | 'worker', Actor>([['worker', WORKER]])
beforeAll(async () => {
  home = await aDatabase()
  actors.set('newcomer', (await aNewcomer(home.db)).actor)
  actors.set('employer', (await anEmployer(home.db)).actor)
  for (const role of ['coach', 'municipality', 'officer', 'platform', 'auditor'] as const)
    actors.set(role, await anAccount(home.db, { role }))
})
afterAll(() => home.close())

const nobodys = crypto.randomUUID()
const motivation = 'Omdat'
const file = { file: 'x.csv', text: 'a,b', isDryRun: true }
const longer = { placementId: nobodys, endsOn: TODAY, extension: null }
const evidence = { kind: 'declaration' as const, by: 'HR', on: TODAY }

/** Every command of the room with what the table calls it, on things that are nobody's. */
const COMMANDS: [Action, string, (ctx: Ctx) => Promise<unknown>][] = [
  [
    'case.state-facts',
    'stateFacts',
    (ctx) =>
      stateFacts(ctx, {
        establishmentId: nobodys,
        facts: [{ question: 'employees', answer: 3, evidence }],
      }),
  ],
  [
    'case.propose-profile',
    'proposeProfile',
    (ctx) => proposeProfile(ctx, { fromOn: '2020-01-01', numbers: {}, source: 'x', isVerified: false }),
  ],
  [
    'case.decide-profile',
    'decideProfile',
    (ctx) => decideProfile(ctx, { profileId: nobodys, decision: 'confirm', motivation }),
  ],
  [
    'case.ask-override',
    'askOverride',
    (ctx) => askOverride(ctx, { verdictId: nobodys, motivation, validUntil: TODAY }),
  ],
  [
    'case.decide-override',
    'decideOverride',
    (ctx) => decideOverride(ctx, { overrideId: nobodys, decision: 'confirm', motivation }),
  ],
  [
    'position.decide-objection',
    'decideObjection',
    (ctx) => decideObjection(ctx, { verdictId: nobodys, outcome: 'approved', motivation, validUntil: null }),
  ],
  ['case.tell-aging-facts', 'tellAgingFacts', (ctx) => tellAgingFacts(ctx)],
  ['case.look-at-monitors', 'lookAtMonitors', (ctx) => lookAtMonitors(ctx)],
  ['case.answer-signal', 'answerSignal', (ctx) => answerSignal(ctx, { signalId: nobodys, answer: 'x' })],
  ['case.close-signal', 'closeSignal', (ctx) => closeSignal(ctx, { signalId: nobodys, reason: 'x' })],
  [
    'case.weigh-report',
    'weighReport',
    (ctx) => weighReport(ctx, { reportId: nobodys, weight: 'ordinary', motivation }),
  ],
  [
    'case.record-group',
    'recordGroup',
    (ctx) => recordGroup(ctx, { employerId: nobodys, groupName: 'x', source: 'x', sinceOn: TODAY }),
  ],
  ['case.decide-group', 'decideGroup', (ctx) => decideGroup(ctx, { requestId: nobodys, outcome: 'confirmed' })],
  ['case.wipe-reports', 'wipeReports', (ctx) => wipeReports(ctx)],
  ['case.record-contract', 'recordContract', (ctx) => recordContract(ctx, { placementId: nobodys, startedOn: TODAY })],
  ['case.draw-audit', 'drawAudit', (ctx) => drawAudit(ctx, { year: 2100 })],
  ['case.find-in-audit', 'findInAudit', (ctx) => findInAudit(ctx, { fileId: nobodys, finding: 'minor', motivation })],
  ['case.answer-audit', 'answerAudit', (ctx) => answerAudit(ctx, { fileId: nobodys, answer: 'x' })],
  [
    'case.close-audit',
    'closeAudit',
    (ctx) => closeAudit(ctx, { fileId: nobodys, finding: 'minor', consequence: 'none', reason: 'x' }),
  ],
  ['employer.import-vacancies', 'importVacancies', (ctx) => importVacancies(ctx, file)],
  ['reference.import-tensions', 'importTensions', (ctx) => importTensions(ctx, file)],
  ['placement.extend', 'extendPlacement', (ctx) => extendPlacement(ctx, longer)],
  ['placement.record', 'recordChecks', (ctx) => recordChecks(ctx, { placementId: nobodys })],
  [
    'placement.record',
    'recordReview',
    (ctx) => recordReview(ctx, { placementId: nobodys, kind: 'premium', heldOn: TODAY }),
  ],
  ['placement.record', 'recordResults', (ctx) => recordResults(ctx, { placementId: nobodys, goalsReached: 1 })],
  ['position.ask-start', 'askExtensionDecision', (ctx) => askExtensionDecision(ctx, longer)],
]

const isForbidden = (run: Promise<unknown>): Promise<boolean> =>
  run.then(
    () => false,
    (error) => {
      if (error instanceof Refusal) return error.code === 'forbidden'
      throw error
    },
  )

const whoMay = async (run: (ctx: Ctx) => Promise<unknown>): Promise<string[]> => {
  const found: string[] = []
  for (const role of [...ROLES, 'worker'] as const) {
    const actor = actors.get(role)
    if (!actor) throw new Error(`no ${role}`)
    if (!(await isForbidden(run(ctxOf(home.db, actor))))) found.push(role)
  }
  return found.sort()
}

test.each(COMMANDS)('%s is for whom the table says: %s', async (action, _name, run) => {
  const allowed = [...ROLES, 'worker' as const].filter((role) => may({ ...WORKER, role } as Actor, action))
  expect(await whoMay(run)).toEqual([...allowed].sort())
})

test('a message is of the role that writes it, and reads are for whom they are', async () => {
  const message = (kind: 'answer' | 'objection' | 'question') => (ctx: Ctx) =>
    writeMessage(ctx, { verdictId: nobodys, kind, body: 'x' })
  expect(await whoMay(message('answer'))).toEqual(['coach', 'employer'])
  expect(await whoMay(message('objection'))).toEqual(['employer'])
  expect(await whoMay(message('question'))).toEqual(['officer'])
  const both = ['employer', 'officer']
  expect(await whoMay((ctx) => caseOf(ctx, nobodys))).toEqual(both)
  expect(await whoMay(signalsFor)).toEqual(both)
  expect(await whoMay(auditFilesFor)).toEqual(both)
  for (const read of [overridesWaiting, profileVersions, reportsFor, logOfMunicipality, overridesLookOf])
    expect(await whoMay(read), read.name).toEqual(['officer'])
  expect(await whoMay(regionReportOf)).toEqual(['municipality', 'officer'])
})
