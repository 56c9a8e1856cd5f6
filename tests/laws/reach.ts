import { dirname, join } from 'node:path'
import ts from 'typescript'
import type { Source } from './sources.ts'

/** Something declared at the top of a file. */
export type Declared = { path: string; name: string }

type Import = { from: string; name: string }
type Parsed = {
  /** What is declared here, with every word that stands in its code; `` is what runs when the file is loaded. */
  words: Map<string, Set<string>>
  /** Names of other files: as they are called here, or passed on to who imports this file. */
  imports: Map<string, Import>
  passedOn: Map<string, Import>
}

const fileOf = (path: string, specifier: string): string =>
  specifier.startsWith('#') ? specifier.slice(1) : specifier.startsWith('.') ? join(dirname(path), specifier) : ''

function parse({ path, text }: Source): Parsed {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false)
  const parsed: Parsed = { words: new Map(), imports: new Map(), passedOn: new Map() }
  const note = (name: string, node: ts.Node) => {
    const words = parsed.words.get(name) ?? new Set<string>()
    const visit = (inner: ts.Node) => {
      if (ts.isIdentifier(inner)) words.add(inner.text)
      ts.forEachChild(inner, visit)
    }
    visit(node)
    parsed.words.set(name, words)
  }
  for (const one of file.statements) {
    if (ts.isTypeAliasDeclaration(one) || ts.isInterfaceDeclaration(one)) continue
    if (ts.isImportDeclaration(one)) noteImport(parsed.imports, one, path)
    else if (ts.isExportDeclaration(one)) {
      const from = one.moduleSpecifier && ts.isStringLiteral(one.moduleSpecifier) ? one.moduleSpecifier.text : null
      if (one.exportClause && ts.isNamedExports(one.exportClause))
        for (const { name, propertyName } of one.exportClause.elements)
          parsed.passedOn.set(name.text, {
            from: from === null ? path : fileOf(path, from),
            name: (propertyName ?? name).text,
          })
    } else if (ts.isVariableStatement(one))
      for (const declared of one.declarationList.declarations)
        for (const name of namesIn(declared.name)) note(name, declared)
    else if (ts.isFunctionDeclaration(one) || ts.isClassDeclaration(one)) {
      const isDefault = one.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
      note(one.name?.text ?? 'default', one)
      if (isDefault && one.name) parsed.passedOn.set('default', { from: path, name: one.name.text })
    } else note(ts.isExportAssignment(one) ? 'default' : '', one)
  }
  return parsed
}

const namesIn = (name: ts.BindingName): string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((one) => (ts.isOmittedExpression(one) ? [] : namesIn(one.name)))

/** `*` is a file as a whole: who imports that reaches all that is in it. */
function noteImport(imports: Parsed['imports'], { importClause, moduleSpecifier }: ts.ImportDeclaration, path: string) {
  if (!ts.isStringLiteral(moduleSpecifier) || importClause?.isTypeOnly) return
  const from = fileOf(path, moduleSpecifier.text)
  const bindings = importClause?.namedBindings
  if (importClause?.name) imports.set(importClause.name.text, { from, name: 'default' })
  if (bindings && ts.isNamespaceImport(bindings)) imports.set(bindings.name.text, { from, name: '*' })
  else if (bindings)
    for (const { name, propertyName, isTypeOnly } of bindings.elements)
      if (!isTypeOnly) imports.set(name.text, { from, name: (propertyName ?? name).text })
}

/**
 * Everything declared in these sources that the code of some files can reach: function by function, over imports that may be renamed or
 * passed on, so that a file with reads for two roles does not count as a whole.
 *
 * @param roots paths of the files to begin at
 * @returns what is reached, with the names from other files that its code uses, each as the file that declares it calls it
 */
export function reachedFrom(sources: Source[], roots: string[]): (Declared & { uses: Declared[] })[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const files = new Map<string, Parsed | null>()
  const parsedOf = (path: string): Parsed | null => {
    const source = byPath.get(path)
    if (!files.has(path)) files.set(path, source ? parse(source) : null)
    return files.get(path) ?? null
  }
  /** Where something is declared, however often it was passed on. */
  const declarationOf = ({ from, name }: Import): Declared => {
    const next = parsedOf(from)?.passedOn.get(name)
    return next && (next.from !== from || next.name !== name) ? declarationOf(next) : { path: from, name }
  }
  const seen = new Map<string, Declared & { uses: Declared[] }>()
  const waiting: Declared[] = roots.map((path) => ({ path, name: '*' }))
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    const key = `${one.path}#${one.name}`
    const file = parsedOf(one.path)
    if (!file || seen.has(key)) continue
    const { path, name } = one
    if (name === '*') {
      seen.set(key, { path, name, uses: [] })
      for (const inside of file.words.keys()) waiting.push({ path, name: inside })
      for (const passed of file.passedOn.values()) waiting.push(declarationOf(passed))
      continue
    }
    const words = [...(file.words.get(name) ?? [])]
    const uses = words.flatMap((word) => {
      const found = file.imports.get(word)
      return found ? [declarationOf(found)] : []
    })
    seen.set(key, { path, name, uses })
    waiting.push(...uses, { path, name: '' })
    for (const word of words) if (word !== name && file.words.has(word)) waiting.push({ path, name: word })
  }
  return [...seen.values()]
}
