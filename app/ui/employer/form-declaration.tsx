import { Check, CheckList, RadioList } from '#app/ui/form/choices.tsx'
import { DateInput, NumberInput, Select, TextInput } from '#app/ui/form/inputs.tsx'
import { Note } from '#app/ui/note.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { AGREEMENT_SIGNERS, FOLLOW_UP_OFFERS, POSITION_MOTIVES } from '#db/values/positions.ts'
import { type AskedGroup, RULES_OF_GROUP } from './asks.ts'
import type { Fields } from './fields.ts'
import { AskedOnly, FormPart, WhyAsked } from './form-part.tsx'
import { questionsAt } from './questions-at.ts'

/** Yes, no, or left open: an answer that is not known is never read as yes. */
function YesOrNo({ fields, name }: { fields: Fields; name: string }) {
  const { t } = useWords()
  return (
    <RadioList
      {...fields.of(name)}
      defaultValue={fields.text(name)}
      options={[
        { value: 'yes', label: t('common.yes') },
        { value: 'no', label: t('common.no') },
        { value: '', label: t('employer.form.noAnswer') },
      ]}
    />
  )
}

/**
 * The declaration against displacement: what the chosen type asks, and no more.
 *
 * @param away with scripts: what is not asked leaves the page
 */
export function DeclarationPart(props: {
  fields: Fields
  asks: (group: AskedGroup) => boolean
  typed: boolean
  away: boolean
}) {
  const { t } = useWords()
  const { fields, asks, away } = props
  const group = (name: AskedGroup, start: string) => ({
    asked: asks(name),
    away,
    wrong: fields.has(start),
    rules: RULES_OF_GROUP[name],
  })
  return (
    <FormPart name="declaration" intro={t('employer.form.intro.declaration')}>
      {!props.typed && <Note small>{t('employer.form.intro.allKinds')}</Note>}
      <AskedOnly title={t('employer.form.group.reason')} {...group('reason', 'declaration.motive')}>
        <Select
          {...fields.of('declaration.motive')}
          empty={t('employer.form.choose')}
          options={POSITION_MOTIVES.map((one) => ({ value: one, label: t(`enum.motive.${one}`) }))}
        />
        <YesOrNo fields={fields} name="declaration.linkedVacancy" />
        <TextInput {...fields.of('declaration.vacancyReference')} maxLength={160} />
      </AskedOnly>
      <AskedOnly title={t('employer.form.group.replaces')} {...group('replaces', 'declaration.replacesPerson')}>
        <YesOrNo fields={fields} name="declaration.replacesPerson" />
      </AskedOnly>
      <AskedOnly title={t('employer.form.group.extra')} {...group('extra', 'declaration.regularTaskShare')}>
        <YesOrNo fields={fields} name="declaration.supernumerary" />
        <NumberInput {...fields.of('declaration.regularTaskShare')} unit={t('employer.form.percentUnit')} />
      </AskedOnly>
      <AskedOnly title={t('employer.form.group.productive')} {...group('productive', 'declaration.productiveShare')}>
        <NumberInput {...fields.of('declaration.productiveShare')} unit={t('employer.form.percentUnit')} />
      </AskedOnly>
      <AskedOnly title={t('employer.form.group.intention')} {...group('intention', 'declaration.intent')}>
        <Check
          {...fields.of('declaration.intent.signed')}
          value="yes"
          defaultChecked={fields.text('declaration.intent.signed') === 'yes'}
        />
        <NumberInput {...fields.of('declaration.intent.months')} unit={t('employer.form.monthsUnit')} />
        <NumberInput {...fields.of('declaration.intent.hours')} unit={t('employer.form.hoursUnit')} decimal />
      </AskedOnly>
      <AskedOnly title={t('employer.form.group.followUp')} {...group('followUp', 'declaration.followUp')}>
        <Select
          {...fields.of('declaration.followUp.offer')}
          empty={t('employer.form.choose')}
          options={FOLLOW_UP_OFFERS.map((one) => ({ value: one, label: t(`enum.followUpOffer.${one}`) }))}
        />
        <div className="in-emp-pair">
          <NumberInput {...fields.of('declaration.followUp.hours')} unit={t('employer.form.hoursUnit')} decimal />
          <DateInput {...fields.of('declaration.followUp.expectedOn')} />
        </div>
        <TextInput {...fields.of('declaration.followUp.condition')} maxLength={300} />
      </AskedOnly>
      <AskedOnly title={t('employer.form.group.insurance')} {...group('insurance', 'declaration.liability')}>
        <YesOrNo fields={fields} name="declaration.liabilityInsured" />
        <YesOrNo fields={fields} name="declaration.accidentInsured" />
      </AskedOnly>
      <AskedOnly title={t('employer.form.group.decision')} {...group('decision', 'declaration.decision')}>
        <TextInput {...fields.of('declaration.decision.reference')} maxLength={60} />
        <TextInput {...fields.of('declaration.decision.body')} maxLength={80} />
        <div className="in-emp-pair">
          <DateInput {...fields.of('declaration.decision.from')} />
          <DateInput {...fields.of('declaration.decision.until')} />
        </div>
      </AskedOnly>
      <AskedOnly title={t('employer.form.group.contract')} {...group('contract', 'declaration.probationDays')}>
        <NumberInput {...fields.of('declaration.probationDays')} unit={t('employer.form.daysUnit')} />
        <YesOrNo fields={fields} name="declaration.afterTrial" />
      </AskedOnly>
      <AskedOnly title={t('employer.form.group.subsidised')} {...group('subsidised', 'declaration.wageSubsidy')}>
        <YesOrNo fields={fields} name="declaration.wageSubsidy" />
      </AskedOnly>
      <AskedOnly title={t('employer.form.group.subsidy')} {...group('subsidy', 'declaration.otherWageSubsidy')}>
        <YesOrNo fields={fields} name="declaration.otherWageSubsidy" />
      </AskedOnly>
      <AskedOnly title={t('employer.form.group.agreement')} {...group('agreement', 'declaration.agreementSignedBy')}>
        <CheckList
          {...fields.of('declaration.agreementSignedBy')}
          defaultValue={fields.list('declaration.agreementSignedBy')}
          options={AGREEMENT_SIGNERS.map((one) => ({ value: one, label: t(`safeguard.part.${one}`) }))}
        />
      </AskedOnly>
      <div className="in-stack in-gap-2">
        <WhyAsked rules={['DSP-23']} />
        <NumberInput {...fields.of('declaration.campaignPlaces')} />
      </div>
      <div className="in-stack in-gap-2">
        <WhyAsked rules={['DSP-26']} />
        <YesOrNo fields={fields} name="declaration.repaymentClause" />
      </div>
      <NumberInput {...fields.of('declaration.candidateFee')} unit={t('employer.form.euro')} decimal />
      <Note small>
        {t('employer.form.onceAsked')}{' '}
        <a href={questionsAt(fields)} target="_blank" rel="noopener">
          {t('employer.verdict.goToQuestions')}
        </a>
      </Note>
    </FormPart>
  )
}
