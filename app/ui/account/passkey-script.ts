import { startAuthentication, startRegistration } from '@simplewebauthn/browser'

/**
 * Makes or uses a passkey when a form with `data-passkey` is sent: asks the server what to sign, lets the device sign it, puts the answer
 * into the form and sends it. There is no way to do that without a script. The only script of those pages.
 */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) {
  const field = (name: string) => form.querySelector<HTMLInputElement>(`input[name="${name}"]`)
  const said = form.querySelector<HTMLElement>('[data-passkey-failed]')
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (said) said.hidden = true
    try {
      const asked = await fetch(form.dataset['ask'] ?? '', {
        method: 'POST',
        body: new URLSearchParams({ intent: 'passkey-ask' }),
      })
      if (!asked.ok) throw new Error('not asked')
      const { passkey } = await asked.json()
      const response =
        form.dataset['passkey'] === 'make'
          ? await startRegistration({ optionsJSON: passkey.options })
          : await startAuthentication({ optionsJSON: passkey.options })
      for (const [name, value] of [
        ['intent', 'passkey'],
        ['challenge', passkey.id],
        ['response', JSON.stringify(response)],
      ] as const) {
        const input = field(name)
        if (input) input.value = value
      }
      form.submit()
    } catch {
      if (said) said.hidden = false
    }
  })
}
