import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readForm } from '#app/request/form.ts'
import { run } from '#app/request/refusal.ts'
import { LoginCode, LoginEmail, networkOf } from '#server/accounts/rules.ts'
import { REFUSAL_CODES, Refusal } from '#server/platform/refusal.ts'

const posted = (body: string) => new Request('https://app.example/x', { method: 'POST', body })
const Seats = z.object({
  title: z.string().min(1).max(10),
  seats: z.number().int().min(1).max(20),
  startsOn: z.iso.date().optional(),
  sector: z.enum(['care', 'food']),
  skills: z.array(z.string()).min(1),
  hours: z.array(z.object({ day: z.number() })).optional(),
  remote: z.boolean().optional(),
})

describe('a form', () => {
  test('becomes the value of the schema', async () => {
    const key = '0b7c2a54-9a57-4f3e-8a0e-2f9d0c1b2a3d'
    const form = await readForm(
      posted(`key=${key}&title=Bakker&seats=3&sector=food&skills=a&skills=b&hours[0].day=2&remote=on&startsOn=`),
      Seats,
    )
    expect(form).toMatchObject({
      ok: true,
      key,
      value: { title: 'Bakker', seats: 3, sector: 'food', skills: ['a', 'b'], hours: [{ day: 2 }], remote: true },
    })
  })

  test('that is wrong keeps what was typed and says a code for each field', async () => {
    const form = await readForm(posted('title=&seats=drie&sector=x&skills=a&startsOn=31-02-2026'), Seats)
    expect(form).toEqual({
      ok: false,
      key: null,
      values: { title: '', seats: 'drie', sector: 'x', skills: 'a', startsOn: '31-02-2026' },
      errors: { title: ['required'], seats: ['not-a-number'], sector: ['invalid'], startsOn: ['not-a-date'] },
    })
    const short = await readForm(posted(`title=${'a'.repeat(11)}&seats=0`), Seats)
    expect(short.ok ? {} : short.errors).toEqual({
      title: ['too-long'],
      seats: ['too-low'],
      sector: ['choose-one'],
      skills: ['choose-one'],
    })
  })

  test('cannot bring fields of its own, nor reach a prototype', async () => {
    const form = await readForm(
      posted(
        'title=a&seats=1&sector=care&skills=a&role=officer&__proto__.polluted=1&constructor.prototype.polluted=1&a[__proto__][polluted]=1&toString=1&__intent__=reset',
      ),
      Seats,
    )
    expect(form).toMatchObject({ ok: true, value: { title: 'a', seats: 1, sector: 'care', skills: ['a'] } })
    expect(form.ok && Object.keys(form.value).sort()).toEqual(['seats', 'sector', 'skills', 'title'])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test.each(['a[a][a][a][a][a][a][a]=1', `${'a'.repeat(200)}=1`])('with the name %s is refused', async (body) => {
    await expect(readForm(posted(body), Seats)).rejects.toMatchObject({ status: 400 })
  })

  test('has a key only when it is one of ours', async () => {
    for (const body of ['', 'key=', 'key=1', "key=' or 1=1", 'key=0B7C2A54-9A57-4F3E-8A0E-2F9D0C1B2A3D']) {
      expect((await readForm(posted(body), Seats)).key).toBeNull()
    }
  })
})

describe('what is typed at sign-in', () => {
  test.each([
    ['  Fatima@Voorbeeld.NL ', 'fatima@voorbeeld.nl'],
    ['a+tag@b.co', 'a+tag@b.co'],
  ])('%j is the address %s', (typed, email) => {
    expect(LoginEmail.parse(typed)).toBe(email)
  })
  test.each([
    'a@b.nl,evil@x.nl',
    '"a" <evil@x.nl>',
    'a@b.nl\nBcc: x@y.nl',
    '"a@b"@c.nl',
    'a@b',
    'a@b.nl.',
    'a@@b.nl',
    '@b.nl',
    'a@аpp.nl',
    `a@${'b'.repeat(260)}.nl`,
    `${'"'.repeat(50_000)}@b.nl`,
    '',
    'a b@c.nl',
  ])('%j is no address', (typed) => {
    expect(LoginEmail.safeParse(typed).success).toBe(false)
  })
  test.each([
    ['123456', '123456'],
    [' 123 456 ', '123456'],
    ['123-456', '123456'],
    ['١٢٣٤٥٦', '123456'],
    ['۱۲۳۴۵۶', '123456'],
  ])('%j is the code %s', (typed, code) => {
    expect(LoginCode.parse(typed)).toBe(code)
  })
  test.each(['12345', '1234567', 'abcdef', '', '１２３４５６', '1'.repeat(50_000)])('%j is no code', (typed) => {
    expect(LoginCode.safeParse(typed).success).toBe(false)
  })
  test('a network is what one house shares', () => {
    expect(networkOf('192.0.2.7')).toBe('192.0.2')
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2')
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1')
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0')
    expect(networkOf('::1')).toBe('0:0:0')
    expect(networkOf('2001:0DB8:0001::7')).toBe('2001:db8:1')
    expect(networkOf('::ffff:c000:207')).toBe('192.0.2')
    expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0')
  })
})

test('each refusal is an answer of its own, and a bug stays a bug', async () => {
  const statuses: Record<string, number> = {}
  for (const code of REFUSAL_CODES) {
    const thrown = await run(() => Promise.reject(new Refusal(code, { retryAfterSeconds: 61 }))).catch((error) => error)
    expect(await thrown.json()).toEqual({ refusal: code, params: { retryAfterSeconds: 61 } })
    statuses[code] = thrown.status
    expect(thrown.headers.get('retry-after')).toBe(code === 'too-many' ? '61' : null)
  }
  expect(statuses).toMatchObject({ 'not-found': 404, forbidden: 403, stale: 409, 'key-reused': 422, 'too-many': 429 })
  await expect(run(() => Promise.reject(new RangeError('x')))).rejects.toBeInstanceOf(RangeError)
})
