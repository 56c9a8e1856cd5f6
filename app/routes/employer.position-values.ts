import type { Typed } from '#app/request/form.ts'
import { MOST_OTHER_ROWS, weekName } from '#app/ui/employer/fields.ts'
import { WEEKDAYS } from '#db/values/newcomers.ts'
import type { PositionForEditing } from '#server/positions/reads.ts'

const DUTCH = 'nld'
const PAY_SUPPORTS: readonly string[] = ['travel-costs', 'work-clothes']

const number = (value: number | null): string => (value === null ? '' : String(value).replace('.', ','))
const euros = (cents: number | null): string =>
  cents === null ? '' : `${Math.floor(cents / 100)},${String(cents % 100).padStart(2, '0')}`
const answer = (value: boolean | null): string => (value === null ? '' : value ? 'yes' : 'no')
const time = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** A stored position as the fields of the form show it. */
export function valuesOf(position: PositionForEditing): Typed {
  const { declaration, learningPlan } = position
  const { intent, followUp, decision, cao } = declaration
  const others = position.languages.filter(({ language }) => language !== DUTCH).slice(0, MOST_OTHER_ROWS)
  return {
    positionId: position.id,
    version: String(position.version),
    title: position.title,
    occupationUri: position.occupationUri,
    type: position.type,
    startsOn: position.startsOn,
    endsOn: position.endsOn ?? '',
    establishmentId: position.establishmentId,
    seats: String(position.seats),
    hoursPerWeek: number(position.hoursPerWeek),
    tasks: position.tasks.join('\n'),
    learns: position.learns.join('\n'),
    earns: position.earns.join('\n'),
    hourlyWage: euros(position.hourlyWageCents),
    licences: position.licences,
    supports: position.supports.filter((one) => !PAY_SUPPORTS.includes(one)),
    paySupports: position.supports.filter((one) => PAY_SUPPORTS.includes(one)),
    supervisorName: position.supervisorName,
    supervisorHours: number(position.supervisorHours),
    traineesPerSupervisor: number(position.traineesPerSupervisor),
    neededSkills: position.neededSkills.map(({ skillUri }) => skillUri),
    requiredSkills: position.requiredSkills.map(({ skillUri }) => skillUri),
    taughtSkills: position.taughtSkills.map(({ skillUri }) => skillUri),
    'learningPlan.goals': learningPlan.goals.join('\n'),
    'learningPlan.startLevel': learningPlan.startLevel,
    'learningPlan.targetLevel': learningPlan.targetLevel,
    'learningPlan.activities': learningPlan.activities,
    'learningPlan.assessmentOn': learningPlan.assessmentOn ?? '',
    'declaration.motive': declaration.motive ?? '',
    'declaration.supernumerary': answer(declaration.supernumerary),
    'declaration.replacesPerson': answer(declaration.replacesPerson),
    'declaration.regularTaskShare': number(declaration.regularTaskShare),
    'declaration.linkedVacancy': answer(declaration.linkedVacancy),
    'declaration.vacancyReference': declaration.vacancyReference ?? '',
    'declaration.intent.signed': intent?.signed ? 'yes' : '',
    'declaration.intent.months': number(intent?.months ?? null),
    'declaration.intent.hours': number(intent?.hours ?? null),
    'declaration.followUp.offer': followUp?.offer ?? '',
    'declaration.followUp.hours': number(followUp?.hours ?? null),
    'declaration.followUp.expectedOn': followUp?.expectedOn ?? '',
    'declaration.followUp.condition': followUp?.condition ?? '',
    'declaration.liabilityInsured': answer(declaration.liabilityInsured),
    'declaration.accidentInsured': answer(declaration.accidentInsured),
    'declaration.candidateFee': euros(declaration.candidateFeeCents),
    'declaration.decision.reference': decision?.reference ?? '',
    'declaration.decision.body': decision?.body ?? '',
    'declaration.decision.from': decision?.from ?? '',
    'declaration.decision.until': decision?.until ?? '',
    'declaration.cao.code': cao?.code ?? '',
    'declaration.cao.scale': cao?.scale ?? '',
    'declaration.cao.scaleEuros': euros(cao?.scaleCents ?? null),
    'declaration.productiveShare': number(declaration.productiveShare ?? null),
    'declaration.repaymentClause': answer(declaration.repaymentClause ?? null),
    'declaration.probationDays': number(declaration.probationDays ?? null),
    'declaration.afterTrial': answer(declaration.afterTrial ?? null),
    'declaration.wageSubsidy': answer(declaration.wageSubsidy ?? null),
    'declaration.wageForAge': number(declaration.wageForAge ?? null),
    'declaration.otherWageSubsidy': answer(declaration.otherWageSubsidy ?? null),
    'declaration.agreementSignedBy': declaration.agreementSignedBy ?? [],
    'declaration.campaignPlaces': number(declaration.campaignPlaces ?? null),
    ...dutchOf(position),
    ...Object.fromEntries(
      others.flatMap((row, at) =>
        (['language', 'skill', 'level', 'task'] as const).map((part) => [`other[${at}].${part}`, row[part]]),
      ),
    ),
    ...weekOf(position),
  }
}

const dutchOf = ({ languages }: PositionForEditing): Typed =>
  Object.fromEntries(
    languages
      .filter(({ language }) => language === DUTCH)
      .flatMap(({ skill, level, task }) => [
        [`dutch.${skill}.level`, level],
        [`dutch.${skill}.task`, task],
      ]),
  )

const weekOf = ({ slots }: PositionForEditing): Typed =>
  Object.fromEntries(
    WEEKDAYS.flatMap((weekday) =>
      slots
        .filter((slot) => slot.weekday === weekday)
        .flatMap((slot, block) => [
          [weekName(weekday, block, 'kind'), slot.kind],
          [weekName(weekday, block, 'from'), time(slot.fromMinute)],
          [weekName(weekday, block, 'to'), time(slot.toMinute)],
        ]),
    ),
  )
