import type { Bilingual, RuleId } from './titles.ts'

const both = (nl: string, en: string): Bilingual => ({ nl, en })

/**
 * What each rule asks and why, for everybody. Numbers are those of the base policy: a municipality may set them otherwise, and a page that shows
 * them next to a municipality reads them from its policy.
 */
export const RULE_EXPLANATIONS: Readonly<Record<RuleId, Bilingual>> = {
  'DSP-01': both(
    'Betaald werk krijgt minstens het wettelijk minimumloon op elke dag van de plek. Ligt het loon onder de schaal van de cao, of is die niet bekend, dan kijkt een mens.',
    'Paid work gets at least the legal minimum wage on every day of the term. Where the wage is below the agreed scale, or the scale is not known, a person looks.',
  ),
  'DSP-02': both(
    'Werken zonder loon mag alleen binnen een regeling, met een besluit van de gemeente of UWV dat geldt op de eerste dag.',
    'Work without a wage is allowed only inside a named scheme, with a decision of the municipality or UWV that holds on the first day.',
  ),
  'DSP-03a': both(
    'Een proefplaats van UWV duurt gewoonlijk 2 maanden en nooit langer dan 6. Langer dan 2 maanden vraagt een besluit.',
    'A UWV trial placement normally lasts 2 months and never more than 6. More than 2 needs a decision.',
  ),
  'DSP-03b': both(
    'Een proefplaats van de gemeente duurt gewoonlijk 2 maanden en nooit langer dan 6. Uw gemeente kan een kortere tijd kiezen.',
    'A municipal trial placement normally lasts 2 months and never more than 6. The municipality may choose less.',
  ),
  'DSP-03c': both(
    'Onbetaald werken om de loonwaarde te meten duurt hooguit 3 maanden.',
    'Unpaid work to measure the wage value lasts 3 months at most.',
  ),
  'DSP-03d': both(
    'Een participatieplaats duurt hooguit 2 jaar, met alles wat eerder was erbij. Een derde en vierde jaar kan alleen met een besluit, op een andere plek en met ander werk.',
    'A participation placement lasts 2 years at most, earlier ones included. A third and fourth year need a decision, another place and other work.',
  ),
  'DSP-03e': both(
    'Een werkervaringsplaats duurt gewoonlijk 3 maanden en nooit langer dan 6. Dit zijn onze getallen: elke gemeente kiest zelf.',
    'A work-experience place normally lasts 3 months and never more than 6. These are our numbers: each municipality sets its own.',
  ),
  'DSP-04': both(
    'Bij een proefplaats staat op papier, met een handtekening, dat u iemand wilt aannemen: minstens 6 maanden en minstens evenveel uren.',
    'With a trial there is a signed plan to hire: for at least 6 months and at least the same hours.',
  ),
  'DSP-05': both(
    'Wie al op proef heeft gewerkt, krijgt in het contract erna geen proeftijd meer.',
    'Whoever has been tried out gets no probation in the contract that follows.',
  ),
  'DSP-06': both(
    'Een proefplaats is niet voor werk dat iemand hier al deed. Alleen na ziekte kan dat wel.',
    'A trial is not for work that somebody already did here, except after illness.',
  ),
  'DSP-07': both(
    'Bij één werkgever werkt iemand in totaal niet langer dan een half jaar onbetaald. Is het meer dan een jaar in twee jaar, waar dan ook, dan kijkt een mens.',
    'With one employer nobody works unpaid for more than half a year in all. More than a year in two years, wherever it was, and a person looks.',
  ),
  'DSP-08': both(
    'Een onbetaalde plek is extra: niemand wordt vervangen en er is geen gewone functie mee gevuld. Bij een proefplaats telt alleen of er iemand wordt vervangen.',
    'An unpaid place is extra: nobody is replaced and no ordinary seat is filled. For a trial only the replacing counts.',
  ),
  'DSP-09': both(
    'Stopte hier het laatste jaar een betaald contract in dezelfde functie, dan komt er geen onbetaalde plek voor in de plaats. Bij een plek met subsidie kijkt een mens.',
    'Where a paid contract in the same role ended in the last year, no unpaid place takes over. For a subsidised place a person looks.',
  ),
  'DSP-10': both(
    'Staat er voor hetzelfde werk een vacature open, dan mag het niet onbetaald. Bij een proefplaats hoort juist een vacature die u eraan koppelt.',
    'Where a vacancy is open for the same work it may not be done unpaid. A trial on the contrary leads to a vacancy that you link to it.',
  ),
  'DSP-11': both(
    'Is er in het laatste half jaar ontslag gevraagd voor dezelfde functie, dan krijgt wie weg moest de plek eerst aangeboden. Dat geldt ook voor betaald werk.',
    'Where dismissal was asked for the same role in the last half year, whoever had to go is offered the place first. This holds for paid work too.',
  ),
  'DSP-12': both(
    'Waar gestaakt wordt of mensen zijn buitengesloten, wordt niemand voorgesteld en begint niemand.',
    'Where there is a strike or a lockout nobody is proposed and nobody starts.',
  ),
  'DSP-13': both(
    'Onbetaald werk vervangt geen zieke, vult geen drukte op en dekt geen vakantie of seizoen.',
    'Unpaid work covers no sickness, no peak, no holiday and no season.',
  ),
  'DSP-14': both(
    'Een leerplek heeft een plan: doelen, begin, einde, wat iemand doet en wanneer u kijkt of het gelukt is.',
    'A learning place has a plan: goals, where one begins and ends, what one does, and when you look whether it worked.',
  ),
  'DSP-15': both(
    'Er is een begeleider met een naam, minstens 2 uur per week, voor hooguit 3 mensen tegelijk.',
    'There is a supervisor with a name, at least 2 hours a week, for at most 3 people at a time.',
  ),
  'DSP-16': both(
    'Is meer dan de helft van de tijd gewoon productief, dan is het waarschijnlijk een baan waar minimumloon bij hoort. Dan kijkt een mens.',
    'Where more than half of the time is plainly productive it is probably a job with a minimum wage. Then a person looks.',
  ),
  'DSP-17': both(
    'Voor een leerbaan of praktijkleren is het bedrijf erkend voor die opleiding. Bij de start hebben school, bedrijf en student getekend.',
    'For an apprenticeship or practical learning the company is recognised for that training. At the start school, company and student have signed.',
  ),
  'DSP-18': both(
    'Op de eerste dag mag iemand hier werken, en de coach heeft dat nagekeken. Er wordt geen kopie van een document bewaard.',
    'On the first day the person may work here, and the coach has checked it. No copy of a document is kept.',
  ),
  'DSP-19': both(
    'Wie nog op een besluit over asiel wacht, mag werken na de wachttijd en met een vergunning die de werkgever vraagt. Een grens van 24 weken geldt niet meer.',
    'Whoever still waits for an asylum decision may work after the waiting time and with a permit that the employer asks for. There is no limit of 24 weeks any more.',
  ),
  'DSP-20': both(
    'Vrijwilligerswerk kan tijdens de asielprocedure bij een organisatie met een vrijwilligersverklaring van UWV.',
    'Volunteering during the asylum procedure is possible at an organisation with a volunteer declaration of UWV.',
  ),
  'DSP-21': both(
    'Voor iemand uit Oekraïne is geen vergunning nodig. Wel meldt de werkgever de start minstens 2 werkdagen ervoor bij UWV, en er is een arbeidscontract.',
    'Nobody from Ukraine needs a permit. The employer does tell UWV at least 2 working days before the start, and there is an employment contract.',
  ),
  'DSP-22': both(
    'Loopt een vergunning eerder af dan de plek, dan krijgt de coach een taak. Verlengen is gewoon: het is nooit een reden om iemand af te wijzen.',
    'Where a permit ends before the place does the coach gets a task. Renewal is usual: it is never a reason to refuse somebody.',
  ),
  'DSP-23': both(
    'Bij 50 mensen of meer en 5 plekken of meer tegelijk geeft de ondernemingsraad eerst advies.',
    'With 50 people or more and 5 places or more at once the works council gives its advice first.',
  ),
  'DSP-24': both(
    'In een bedrijf van 10 tot 50 mensen hoort het personeel van een onbetaalde plek.',
    'In a company of 10 to 50 people the staff hears of an unpaid place.',
  ),
  'DSP-25': both(
    'Wie mensen uitleent staat ingeschreven, betaalt wat het bedrijf zelf betaalt en is vanaf 2027 toegelaten.',
    'Whoever hires people out is registered, pays what the company itself pays, and is admitted from 2027 on.',
  ),
  'DSP-26': both(
    'Bemiddeling en scholing kosten de deelnemer niets, ook niet achteraf.',
    'Mediation and training cost the newcomer nothing, not afterwards either.',
  ),
  'DSP-27': both(
    'Na 3 tijdelijke contracten of 36 maanden is een contract volgens de wet vast. Dat zeggen we vooraf; het houdt niets tegen.',
    'After 3 fixed-term contracts or 36 months a contract is permanent by law. We say so beforehand; it stops nothing.',
  ),
  'DSP-28': both(
    'Bij een onbetaalde plek of een leerbaan staat wat erna kan komen. Bij een proefplaats is dat een baan.',
    'With an unpaid place or an apprenticeship it says what can come after. With a trial that is a job.',
  ),
  'DSP-29': both(
    'Bij de start is wie onbetaald werkt verzekerd voor schade en ongevallen.',
    'At the start whoever works unpaid is insured for liability and accidents.',
  ),
  'DSP-30': both(
    'Het werk valt niet samen met lessen, de reis meegerekend. Werk en lessen zijn samen hooguit 40 uur per week.',
    'Work does not fall together with lessons, the way there included. Work and lessons are 40 hours a week at most.',
  ),
  'DSP-31': both(
    'Een participatieplaats is er volgens de wet niet voor mensen onder de 27. Alleen ja of nee wordt bewaard, nooit een leeftijd.',
    'By law a participation placement is not for people below 27. Only yes or no is kept, never an age.',
  ),
  'DSP-32': both(
    'Na 6 maanden is er scholing en een premie, na 9 maanden een beoordeling, voor het eind van jaar 2 en 3 een nieuwe afweging.',
    'After 6 months there is training and a premium, after 9 months an assessment, before the end of years 2 and 3 a new weighing.',
  ),
  'DSP-33': both(
    'Niemand krijgt een naam te zien voordat de deelnemer zelf ja zegt, tegen deze werkgever.',
    'Nobody sees a name before the newcomer says yes, to this employer.',
  ),
  'DSP-34': both(
    'Een taaleis hoort bij een taak. Zonder taak kijkt een mens of de eis wel nodig is.',
    'A language level belongs to a task. Without a task a person looks whether it is needed.',
  ),
  'DSP-35': both(
    'Onbetaald of met subsidie werken hoort bij beroepen waar mensen tekort zijn. Het cijfer is van UWV, per beroepsgroep, regio en kwartaal.',
    'Unpaid or subsidised work belongs to occupations that are short of people. The figure is of UWV, per occupation group, region and quarter.',
  ),
  'DSP-36': both('Voor één baan is er één loonkostensubsidie.', 'One job has one wage-cost subsidy.'),
  'DSP-37': both(
    'Tot een half jaar is er geen proeftijd, tot 2 jaar hooguit 1 maand, anders hooguit 2. Wat langer is geldt niet.',
    'Up to half a year there is no probation, below 2 years 1 month at most, otherwise 2 at most. What is longer does not hold.',
  ),
  'MON-12': both(
    'Vertelde iemand dat er iets niet goed ging op deze vestiging, dan kijkt een mens eerst. Een signaal is nog geen oordeel.',
    'Where somebody told us that something went wrong at this establishment a person looks first. A signal is not a finding.',
  ),
  MON: both(
    'Wijzen de cijfers van deze vestiging op verdringing, dan wachten nieuwe onbetaalde plekken op een besluit. Bij een ernstig signaal wachten alle plekken.',
    'Where the figures of this establishment point at displacement new unpaid places wait for a decision. With a serious signal all places wait.',
  ),
}
