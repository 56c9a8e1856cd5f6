import { type Fault, kindWords } from './kind-words.ts'
import { directionOf, languageOfPath } from './language.ts'

/**
 * An error page without React, for what happens before or instead of a page: a refused request, a body too large, a fault in rendering.
 * Nothing of the request comes back in it but the language of its path.
 *
 * @param fault what to say
 * @param pathname to know the language
 * @param styles addresses of the style sheets
 * @param waitSeconds for `too-many`: after how long it can be tried again
 * @returns a whole HTML document without scripts
 */
export function kindPage(fault: Fault, pathname: string, styles: readonly string[], waitSeconds?: number): string {
  const language = languageOfPath(pathname) ?? 'nl'
  const { title, text, onward, href } = kindWords(fault, language, waitSeconds)
  const links = styles.map((href) => `<link rel="stylesheet" href="${href}">`).join('')
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title} - Instroom</title>${links}</head>
<body><main class="in-main" id="inhoud"><div class="in-wrap in-wrap--narrow in-stack"><h1>${title}</h1><p>${text}</p><p><a class="in-button" href="${href}">${onward}</a></p></div></main></body>
</html>
`
}
