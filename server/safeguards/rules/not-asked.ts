import type { Bilingual, RuleId } from './titles.ts'

const both = (nl: string, en: string): Bilingual => ({ nl, en })

const ONLY_HERE = both(
  'Wij kennen alleen plaatsingen die hier zijn vastgelegd. Werk van daarvoor of ergens anders tellen wij nog niet mee.',
  'We know only placements that are recorded here. Work from before or elsewhere is not counted yet.',
)

/**
 * What a rule of the catalogue would want to know and what nobody is asked yet, with the reason: something that we may not keep, or that nobody here can
 * answer. Said on the public page and in the README of the room; where such an answer would matter a person decides.
 */
export const NOT_ASKED: Readonly<Partial<Record<RuleId, Bilingual>>> = {
  'DSP-01': both(
    'Wij vragen niemand naar een leeftijd. Belooft een plek jeugdloon, dan kijkt een mens bij de start.',
    'We ask nobody for an age. Where a place promises a youth wage, a person looks at the start.',
  ),
  'DSP-03d': ONLY_HERE,
  'DSP-06': both(
    'Of iemand ziek is geweest mogen wij niet bewaren. Deed iemand dit werk hier al, dan gaat de proefplaats niet door. Twee mensen van de gemeente kunnen een uitzondering maken.',
    'We may not keep whether somebody has been ill. Where somebody did this work here before, the trial does not go on. Two people of the municipality can make an exception.',
  ),
  'DSP-07': ONLY_HERE,
  'DSP-19': both(
    'Hoeveel kans iemand heeft op asiel is een oordeel van de IND. Dat mogen wij niet bewaren en vragen wij niet. De datum van de aanvraag bewaren wij ook niet: alleen hoeveel maanden iemand wacht.',
    'How likely somebody is to get asylum is for the immigration service to judge. We may not keep it and do not ask. Nor do we keep the day of the application: only how many months somebody waits.',
  ),
  'DSP-27': ONLY_HERE,
  'DSP-30': both(
    'Waar iemand les heeft vragen wij niet. Wij rekenen met de reis van huis naar het werk.',
    'We do not ask where somebody has lessons. We count the way from home to work.',
  ),
}
