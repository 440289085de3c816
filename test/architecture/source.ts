// The source as the architecture test sees it: every file of src/ with its imports and what it takes from the host.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import ts from 'typescript'

export interface Import {
  /** As written: `../storage/tree.ts`, `node:net`, `express`. */
  readonly from: string
  /** The file of src/ that is meant, if it is one. */
  readonly file: string | undefined
  /** What is imported by name. */
  readonly names: readonly string[]
  /** `import type`: gone when the program runs. */
  readonly typeOnly: boolean
  /** `await import(…)`: loaded late. */
  readonly late: boolean
}

export interface SourceFile {
  /** From src/: `engine/images/pull.ts`. */
  readonly path: string
  readonly lines: readonly string[]
  readonly imports: readonly Import[]
  /** Uses of names that belong to the host, such as `Date` or `Math.random`, as `12: Date`. */
  readonly hostNames: readonly string[]
}

export const sourceRoot: string = join(import.meta.dirname, '../../src')

/** Words that read the host's time or chance, or wait for it. */
const hostGlobals = new Set([
  'Date',
  'performance',
  'crypto',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
])
const hostMembers = new Set(['Math.random', 'process.hrtime', 'process.uptime', 'globalThis.crypto'])

export function readSource(): SourceFile[] {
  return readdirSync(sourceRoot, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => path.endsWith('.ts') && !path.startsWith('gen/'))
    .sort()
    .map((path) => parse(path, readFileSync(join(sourceRoot, path), 'utf8')))
}

/** Exported for the test of the test. */
export function parse(path: string, text: string): SourceFile {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true)
  const imports: Import[] = []
  const hostNames: string[] = []
  const visit = (node: ts.Node): void => {
    const found = importOf(path, node)
    if (found) imports.push(found)
    const name = hostName(node)
    if (name) hostNames.push(`${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${name}`)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  const own = new Set(imports.flatMap(({ names }) => names))
  const lines = text.replace(/\n$/, '').split('\n')
  // what is imported under such a name is judged as an import, not as a word
  return { path, lines, imports, hostNames: hostNames.filter((use) => !own.has(use.replace(/^\d+: /, ''))) }
}

function importOf(path: string, node: ts.Node): Import | undefined {
  const made = (from: ts.Expression | undefined, typeOnly: boolean, late: boolean, names: string[]) =>
    from && ts.isStringLiteral(from)
      ? { from: from.text, file: fileOf(path, from.text), names, typeOnly, late }
      : undefined
  if (ts.isImportDeclaration(node)) {
    const clause = node.importClause
    const named = clause?.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : []
    // for whoever bundles, a list of nothing but types is no import either
    const onlyTypes = named.length > 0 && !clause?.name && named.every((one) => one.isTypeOnly)
    const names = named.map((one) => (one.propertyName ?? one.name).text)
    return made(node.moduleSpecifier, clause?.isTypeOnly === true || onlyTypes, false, names)
  }
  if (ts.isExportDeclaration(node)) {
    const named = node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : []
    const onlyTypes = named.length > 0 && named.every((one) => one.isTypeOnly)
    const names = named.map((one) => (one.propertyName ?? one.name).text)
    return made(node.moduleSpecifier, node.isTypeOnly || onlyTypes, false, names)
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return made(node.arguments[0], false, true, [])
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return made(node.argument.literal as ts.Expression, true, false, [])
  }
  return undefined
}

function fileOf(path: string, from: string): string | undefined {
  if (!from.startsWith('.')) return undefined
  return relative(sourceRoot, join(sourceRoot, dirname(path), from))
    .split(sep)
    .join('/')
}

function hostName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const name = node.getText()
    return hostMembers.has(name) ? name : undefined
  }
  if (!ts.isIdentifier(node) || !hostGlobals.has(node.text)) return undefined
  const { parent } = node
  const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node
  const isLabel = 'name' in parent && parent.name === node && !ts.isShorthandPropertyAssignment(parent)
  const isImported = ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)
  return isMember || isLabel || isImported ? undefined : node.text
}
