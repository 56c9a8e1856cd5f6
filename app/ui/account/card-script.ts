/**
 * Puts the number of an access card, which stands after the `#` of the address, into the form, and takes it out of the address: what a
 * borrowed phone remembers is the page without it. The only script of that page.
 */
const field = document.querySelector<HTMLInputElement>('input[name="number"]')
const number = decodeURIComponent(location.hash.slice(1))
if (field && /^[0-9A-Z-]{16,19}$/.test(number)) {
  field.value = number
  document.querySelector<HTMLInputElement>('input[name="code"]')?.focus()
}
if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search)

export {}
