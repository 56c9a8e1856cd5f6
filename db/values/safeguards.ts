/** The words of the safeguards room. */

/** The worst outcome of all rules is the outcome of a verdict. Unknown input on a blocking rule gives `human`, never `ok`. */
export const OUTCOMES = ['ok', 'warn', 'human', 'block'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** When a rule is asked (ruling 1). */
export const MOMENTS = ['publish', 'propose', 'disclose', 'start', 'extend'] as const
export type Moment = (typeof MOMENTS)[number]

/** L law, P published policy, D our own design default: configurable, dated, shown as policy and never as law. */
const RULE_BASES = ['law', 'policy', 'own'] as const
export type RuleBasis = (typeof RULE_BASES)[number]

export const DECISION_OUTCOMES = ['approved', 'rejected'] as const
export type DecisionOutcome = (typeof DECISION_OUTCOMES)[number]

/**
 * What lets a reason pass: the decision of an officer, or what two of them decided about a block. The person is a role: who it was stands with the decision.
 */
export type PassedBy = { kind: 'decision' | 'override'; id: string; role: 'officer' | 'two-officers'; on: string }

/** What an employer states of an establishment once, so that it need not be asked for each position. */
export const FACT_QUESTIONS = [
  'ended-contracts',
  'open-vacancies',
  'industrial-action',
  'dismissal-requests',
  'collective-dismissal',
  'employees',
  'paid-hours',
  'quarter-hours',
  'works-council',
  'staff-informed',
  'cao',
  'liability-insured',
  'accident-insured',
  'recognition',
  'volunteer-declaration',
  'lender',
] as const
export type FactQuestion = (typeof FACT_QUESTIONS)[number]
/** An answer as it is stored; its shape is that of its question (server/cases/rules-facts.ts). */
export type FactAnswer = boolean | number | string | null | Record<string, boolean | number | string | null>

/** What a statement rests on: the employer's own word, somebody who can be asked, or a public register. Never a copy of a paper. */
export const EVIDENCE_KINDS = ['declaration', 'reference', 'register'] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

/** A profile of a municipality is proposed by one person and comes into force by another. */
export const PROFILE_STATES = ['proposed', 'in-force', 'rejected'] as const
export type ProfileState = (typeof PROFILE_STATES)[number]

/** An override of a block is asked by one person and confirmed or refused by another. */
export const OVERRIDE_STATES = ['asked', 'confirmed', 'refused'] as const
export type OverrideState = (typeof OVERRIDE_STATES)[number]

/** `answer` and `objection` are the employer's, `question` is the officer's. */
export const CASE_MESSAGE_KINDS = ['answer', 'objection', 'question'] as const
export type CaseMessageKind = (typeof CASE_MESSAGE_KINDS)[number]

/** What a row of the case log is about. */
export const CASE_SUBJECTS = [
  'statement',
  'profile',
  'override',
  'message',
  'signal',
  'report',
  'group',
  'contract',
  'audit',
  'fact',
] as const
export type CaseSubject = (typeof CASE_SUBJECTS)[number]
export const CASE_STEPS = [
  'state',
  'propose',
  'confirm',
  'reject',
  'ask',
  'refuse',
  'write',
  'answer',
  'close',
  'report',
  'weigh',
  'record',
  'draw',
  'find',
  'end',
] as const
export type CaseStep = (typeof CASE_STEPS)[number]

/** Whom a monitor looks at: one workplace, one company, or a group of companies. */
export const SIGNAL_SUBJECTS = ['establishment', 'employer', 'group'] as const
export type SignalSubject = (typeof SIGNAL_SUBJECTS)[number]

/** A signal is no finding: `new` was shown to the employer, who may answer first; an officer closes it. */
export const SIGNAL_STATES = ['new', 'answered', 'closed'] as const
export type SignalState = (typeof SIGNAL_STATES)[number]

/** Who may report without an account; a role, never a name. */
export const REPORTER_ROLES = ['worker', 'works-council', 'union', 'candidate', 'coach'] as const
export type ReporterRole = (typeof REPORTER_ROLES)[number]
export const REPORT_STATES = ['new', 'taken-up', 'unfounded'] as const
export type ReportState = (typeof REPORT_STATES)[number]

export const AUDIT_FILE_STATES = ['drawn', 'asked', 'answered', 'closed'] as const
export type AuditFileState = (typeof AUDIT_FILE_STATES)[number]
export const AUDIT_FINDINGS = ['in-order', 'minor', 'serious'] as const
export type AuditFinding = (typeof AUDIT_FINDINGS)[number]
/** What follows from a finding, from light to heavy. */
export const AUDIT_CONSEQUENCES = ['none', 'talk', 'decision-each-time', 'pause'] as const
export type AuditConsequence = (typeof AUDIT_CONSEQUENCES)[number]

/**
 * What came of an answer that is kept: `taken` = a step was taken on it, or a person is asked; `again` = asked again about a place that did not change,
 * so what people decided before goes on; `refused` = the step was refused, and nobody is asked anything.
 */
export const VERDICT_KINDS = ['taken', 'again', 'refused'] as const
export type VerdictKind = (typeof VERDICT_KINDS)[number]
