import { plusDays } from '#db/seed/days.ts'
import { drawAudit } from '#server/cases/draw-audit.ts'
import { lookAtMonitors } from '#server/cases/look-at-monitors.ts'
import { proposeProfile } from '#server/cases/propose-profile.ts'
import { reportSignal } from '#server/cases/report-signal.ts'
import { quarterToState } from '#server/cases/rules-facts.ts'
import { stateFacts } from '#server/cases/state-facts.ts'
import type { Stage } from './stage.ts'

/**
 * What waits on the officer's other pages: a report that nobody weighed yet, the audit of this year with the files that were drawn, numbers that wait for a
 * second person, and whatever the monitors see today, which the employers may answer first. Played last: none of it changes what went before.
 */
export async function playOversight(stage: Stage): Promise<void> {
  const { cast, desk } = stage
  const { officer } = cast
  const here = cast.employers.filter(({ made }) => made.municipality.code === officer.municipalityCode)
  // The first employer is a persona: somebody who looks around as that employer meets the others.
  const [, reported = here[0]] = here
  if (reported)
    await reportSignal(
      { db: desk.db, now: desk.at(-3) },
      {
        establishmentId: reported.made.establishment.id,
        concern: 'no-guidance',
        reporterRole: 'worker',
        body: 'De begeleider is al twee weken met verlof. Niemand anders legt het werk uit. De mensen die hier leren, staan er alleen voor.',
        contact: null,
      },
      'demo',
    )
  await stateShrinkingHours(stage)
  const year = Number(desk.today.slice(0, 4))
  await drawAudit(desk.as(officer, -2), { year })
  await proposeProfile(desk.as(officer, -1), {
    fromOn: plusDays(desk.today, 30),
    numbers: { trialNormalMonths: 1, supervisorLeastHours: 5, stackingPersonDays: 270 },
    source: 'Voorbeeld: beleidsregel werken met behoud van uitkering, artikel 4',
    isVerified: false,
  })
  await lookAtMonitors(desk.worker(0))
  await desk.settle(null)
}

/** Of one role the paid hours went down three quarters in a row while unpaid hours rose: the monitor asks the employer how that came. */
async function stateShrinkingHours({ cast, desk, published }: Stage): Promise<void> {
  const isHere = ({ employer }: Stage['published'][number]) =>
    cast.employers[employer]?.made.municipality.code === cast.officer.municipalityCode
  // Of a persona where there is one: then both sides of the question can be seen.
  const isPersona = ({ employer }: Stage['published'][number]) => cast.employers[employer]?.account.demo === true
  const here = published.filter(isHere).sort((one, other) => Number(other.unpaid) - Number(one.unpaid))
  const role = here.find(isPersona) ?? here[0]
  if (!role) return
  const { made, account } = desk.known(cast.employers[role.employer])
  const stated: string[] = []
  for (const [paid, unpaid] of [
    [420, 0],
    [396, 20],
    [372, 44],
  ] as const) {
    const quarter = quarterToState(stated, desk.today)
    if (quarter === null) return
    stated.push(quarter)
    const evidence = { kind: 'declaration' as const, ref: '', by: 'Personeelszaken', on: plusDays(desk.today, -12) }
    await stateFacts(desk.as(account, -12), {
      establishmentId: made.establishment.id,
      occupationUri: role.place.occupationUri,
      facts: [{ question: 'quarter-hours', answer: { quarter, paid, unpaid }, evidence }],
    })
  }
}
