import type { Bilingual, RuleId } from './titles.ts'

const both = (nl: string, en: string): Bilingual => ({ nl, en })

/**
 * What each rule asks and why, for everybody. Numbers are those of the base policy: a municipality may set them otherwise, and a page that shows
 * them next to a municipality reads them from its policy.
 */
export const RULE_EXPLANATIONS: Readonly<Record<RuleId, Bilingual>> = {
  'DSP-01': both(
    'Wie betaald werkt, krijgt minstens het wettelijk minimumloon, op elke dag van de plek. Is het loon lager dan de cao-schaal, of kennen wij die schaal niet, dan kijkt een mens.',
    'Whoever works for pay gets at least the legal minimum wage, on every day of the place. Is the wage below the scale of the collective agreement, or do we not know that scale? Then a person looks at it.',
  ),
  'DSP-02': both(
    'Werken zonder loon mag alleen binnen een regeling. De gemeente of UWV heeft daarover besloten, en dat besluit geldt op de eerste dag.',
    'Work without a wage is allowed only inside a scheme. The municipality or UWV has decided on it, and that decision holds on the first day.',
  ),
  'DSP-03a': both(
    'Een proefplaats van UWV duurt gewoonlijk 2 maanden en nooit langer dan 6. Voor meer dan 2 maanden is een besluit nodig.',
    'A UWV trial placement normally lasts 2 months and never more than 6. More than 2 months needs a decision.',
  ),
  'DSP-03b': both(
    'Een proefplaats van de gemeente duurt gewoonlijk 2 maanden en nooit langer dan 6. Een gemeente kan een kortere tijd kiezen.',
    'A municipal trial placement normally lasts 2 months and never more than 6. A municipality may choose a shorter time.',
  ),
  'DSP-03c': both(
    'Onbetaald werken om de loonwaarde te meten duurt hooguit 3 maanden.',
    'Unpaid work to measure the wage value lasts 3 months at most.',
  ),
  'DSP-03d': both(
    'Een participatieplaats duurt hooguit 2 jaar. Eerdere maanden tellen mee. Een derde en vierde jaar kan alleen met een besluit, op een andere plek en met ander werk.',
    'A participation placement lasts 2 years at most. Earlier months count. A third and fourth year are possible only with a decision, in another place and with other work.',
  ),
  'DSP-03e': both(
    'Een werkervaringsplaats duurt gewoonlijk 3 maanden en nooit langer dan 6. Dit zijn onze getallen. Een gemeente kan zelf kiezen.',
    'A work-experience place normally lasts 3 months and never more than 6. These are our numbers. A municipality may choose its own.',
  ),
  'DSP-04': both(
    'Bij een proefplaats staat op papier dat u iemand wilt aannemen: voor minstens 6 maanden en voor minstens evenveel uren. Er staat een handtekening onder.',
    'With a trial it says on paper that you want to hire somebody: for at least 6 months and at least the same hours. It is signed.',
  ),
  'DSP-05': both(
    'Wie al op proef heeft gewerkt, krijgt in het contract daarna geen proeftijd meer.',
    'Whoever has worked on trial gets no probation in the contract that follows.',
  ),
  'DSP-06': both(
    'Een proefplaats is niet voor werk dat iemand hier al deed. Alleen na ziekte kan dat wel.',
    'A trial is not for work that somebody already did here. Only after illness is that possible.',
  ),
  'DSP-07': both(
    'Bij één werkgever werkt iemand in totaal hooguit een half jaar onbetaald. Is het overal samen meer dan een jaar in twee jaar, dan kijkt een mens.',
    'With one employer nobody works unpaid for more than half a year in all. Is it more than a year in two years, everywhere together? Then a person looks at it.',
  ),
  'DSP-08': both(
    'Een onbetaalde plek is extra. Niemand wordt vervangen, en de plek vult geen gewone functie. Bij een proefplaats kijken wij alleen of er iemand wordt vervangen.',
    'An unpaid place is extra. Nobody is replaced, and it does not fill an ordinary job. For a trial we only look whether somebody is replaced.',
  ),
  'DSP-09': both(
    'Stopte hier in het laatste jaar een betaald contract in dezelfde functie? Dan komt daar geen onbetaalde plek voor in de plaats. Bij een plek met subsidie kijkt een mens.',
    'Did a paid contract in the same role end here in the last year? Then no unpaid place takes over. For a place with a subsidy a person looks at it.',
  ),
  'DSP-10': both(
    'Staat er een vacature open voor hetzelfde werk, dan mag dat werk niet onbetaald. Bij een proefplaats hoort juist een vacature, die u eraan koppelt.',
    'While a vacancy is open for the same work, that work may not be done unpaid. A trial is different: it leads to a vacancy that you link to it.',
  ),
  'DSP-11': both(
    'Is er in het laatste half jaar ontslag aangevraagd in dezelfde functie? Dan krijgt wie weg moest de plek eerst aangeboden. Dat geldt ook voor betaald werk. Is er collectief ontslag gemeld, of is niet bekend of er ontslag was, dan kijkt een mens.',
    'Was dismissal asked for in the same role in the last half year? Then whoever had to go is offered the place first. This holds for paid work too. If a collective dismissal was announced, or if we do not know whether there were dismissals, a person looks at it.',
  ),
  'DSP-12': both(
    'Is er een staking of uitsluiting, dan wordt niemand voorgesteld en begint niemand. Is dat niet bekend, dan kijkt een mens.',
    'During a strike or a lockout nobody is proposed and nobody starts. If we do not know, a person looks at it.',
  ),
  'DSP-13': both(
    'Een onbetaalde plek is niet om een zieke te vervangen. En ook niet voor drukte, vakantie of een seizoen.',
    'An unpaid place is not for replacing somebody who is ill. Nor is it for a busy time, a holiday or a season.',
  ),
  'DSP-14': both(
    'Een leerplek heeft een plan. Daarin staan de doelen, waar iemand begint, waar iemand wil komen, wat iemand doet, en wanneer u kijkt of het is gelukt.',
    'A learning place has a plan. It says the goals, where somebody begins, where it leads, what somebody does, and when you look whether it worked.',
  ),
  'DSP-15': both(
    'Er is een begeleider met een naam, minstens 2 uur per week, voor hooguit 3 mensen tegelijk.',
    'There is a supervisor with a name, for at least 2 hours a week and at most 3 people at a time.',
  ),
  'DSP-16': both(
    'Doet iemand meer dan de helft van de tijd gewoon productief werk? Dan is het waarschijnlijk een baan, en daar hoort minimumloon bij. Een mens kijkt ernaar.',
    'Does somebody do ordinary productive work for more than half of the time? Then it is probably a job, which has a minimum wage. A person looks at it.',
  ),
  'DSP-17': both(
    'Bij een leerbaan of praktijkleren is het bedrijf erkend voor die opleiding. Bij de start hebben school, bedrijf en student getekend.',
    'For an apprenticeship or practical learning the company is recognised for that training. At the start school, company and student have signed.',
  ),
  'DSP-18': both(
    'Op de eerste dag mag iemand hier werken, en de coach heeft dat nagekeken. Wij bewaren geen kopie van een document.',
    'On the first day the person may work here, and the coach has checked it. We keep no copy of a document.',
  ),
  'DSP-19': both(
    'Wie nog wacht op een besluit over asiel, mag werken na een wachttijd en met een vergunning. De werkgever vraagt die aan. De grens van 24 weken geldt niet meer.',
    'Whoever still waits for an asylum decision may work after a waiting time and with a permit. The employer asks for it. The limit of 24 weeks no longer holds.',
  ),
  'DSP-20': both(
    'Wie in de asielprocedure zit, kan vrijwilligerswerk doen bij een organisatie met een vrijwilligersverklaring van UWV.',
    'Whoever is in the asylum procedure can volunteer at an organisation that has a volunteer declaration of UWV.',
  ),
  'DSP-21': both(
    'Voor iemand uit Oekraïne is geen vergunning nodig. De werkgever meldt de start wel bij UWV, minstens 2 werkdagen ervoor. Ook is er een arbeidscontract.',
    'Somebody from Ukraine needs no permit. The employer does tell UWV of the start, at least 2 working days before it. There is also an employment contract.',
  ),
  'DSP-22': both(
    'Loopt een vergunning eerder af dan de plek, dan krijgt de coach een taak. Verlengen is gewoon. Het is nooit een reden om iemand af te wijzen.',
    'If a permit ends before the place does, the coach gets a task. Renewal is usual. It is never a reason to refuse somebody.',
  ),
  'DSP-23': both(
    'Werken er 50 mensen of meer, en komen er 5 plekken of meer tegelijk? Dan geeft de ondernemingsraad eerst advies.',
    'Do 50 people or more work there, and are there 5 places or more at once? Then the works council gives its advice first.',
  ),
  'DSP-24': both(
    'In een bedrijf van 10 tot 50 mensen vertelt de werkgever het personeel over een onbetaalde plek.',
    'In a company of 10 to 50 people the employer tells the staff about an unpaid place.',
  ),
  'DSP-25': both(
    'Wie mensen uitleent, staat ingeschreven en betaalt wat het bedrijf zelf betaalt. Vanaf 2027 is ook een toelating nodig.',
    'Whoever hires people out is registered and pays what the company itself pays. From 2027 on an admission is needed too.',
  ),
  'DSP-26': both(
    'Bemiddeling en scholing kosten de deelnemer niets, ook later niet.',
    'Finding work and training cost the newcomer nothing, not later either.',
  ),
  'DSP-27': both(
    'Na 3 tijdelijke contracten of 36 maanden is een contract volgens de wet vast. Dat zeggen wij vooraf. Het houdt niets tegen.',
    'After 3 fixed-term contracts or 36 months a contract is permanent by law. We say so beforehand. It stops nothing.',
  ),
  'DSP-28': both(
    'Bij een onbetaalde plek of een leerbaan staat wat er daarna kan komen. Bij een proefplaats is dat een baan.',
    'With an unpaid place or an apprenticeship it says what can come afterwards. With a trial that is a job.',
  ),
  'DSP-29': both(
    'Wie onbetaald werkt, is bij de start verzekerd voor schade en ongevallen.',
    'Whoever works unpaid is insured for liability and accidents at the start.',
  ),
  'DSP-30': both(
    'Het werk valt niet samen met lessen. De reis tussen les en werk telt mee. Werk en lessen zijn samen hooguit 40 uur per week.',
    'Work and lessons do not overlap. The way between lesson and work counts. Work and lessons together are 40 hours a week at most.',
  ),
  'DSP-31': both(
    'Een participatieplaats is volgens de wet niet voor mensen onder de 27. Wij bewaren alleen ja of nee, nooit een leeftijd.',
    'By law a participation placement is not for people below 27. We keep only yes or no, never an age.',
  ),
  'DSP-32': both(
    'Na 6 maanden zijn er scholing en een premie. Na 9 maanden komt er een beoordeling. Voor het eind van jaar 2 en jaar 3 kijkt de gemeente of de plek nog past.',
    'After 6 months there is training and a premium. After 9 months there is an assessment. Before the end of years 2 and 3 the municipality looks whether the placement still fits.',
  ),
  'DSP-33': both(
    'Een werkgever ziet pas een naam als de deelnemer ja zegt tegen deze werkgever.',
    'An employer sees a name only after the newcomer says yes to this employer.',
  ),
  'DSP-34': both(
    'Een taaleis hoort bij een taak. Is er geen taak genoemd, dan kijkt een mens of de eis nodig is.',
    'A language demand belongs to a task. If no task is named, a person looks whether the demand is needed.',
  ),
  'DSP-35': both(
    'Onbetaald werk en werk met subsidie passen bij beroepen met te weinig mensen. Het cijfer komt van UWV: per beroepsgroep, regio en kwartaal.',
    'Unpaid work and work with a subsidy fit occupations that are short of people. The figure comes from UWV: per occupation group, region and quarter.',
  ),
  'DSP-36': both('Voor één baan is er hooguit één loonkostensubsidie.', 'One job has one wage-cost subsidy at most.'),
  'DSP-37': both(
    'Bij een contract van een half jaar of korter is er geen proeftijd. Korter dan 2 jaar: hooguit 1 maand. Anders: hooguit 2 maanden. Een langere proeftijd geldt niet.',
    'A contract of half a year or less has no probation. Below 2 years it is 1 month at most, otherwise 2 months at most. A longer probation does not hold.',
  ),
  'MON-12': both(
    'Meldde iemand dat er iets niet goed ging op deze vestiging, dan kijkt eerst een mens. Een melding is nog geen oordeel.',
    'If somebody told us that something went wrong at this workplace, a person looks at it first. A report is not a judgement.',
  ),
  MON: both(
    'Wijzen de cijfers van deze vestiging op verdringing, dan wachten nieuwe onbetaalde plekken op een besluit. Bij een ernstig signaal wachten alle nieuwe plekken. Na een ernstige steekproef kan de gemeente een tijd lang over elke nieuwe plek beslissen.',
    'If the figures of this workplace point at displacement, new unpaid places wait for a decision. With a serious signal all new places wait. After a serious finding in an audit the municipality may decide on every new place for a while.',
  ),
}
