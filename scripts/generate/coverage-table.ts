// The table of operations for readers: docs/coverage.md.
import type { Contract, ContractOperation } from './contract.ts'

/** What the code says of operations that are not simulated, or not fully. */
export interface Standing {
  readonly unsupported: readonly string[]
  /** By what is missing to the others: the operations that answer as if it were not there. */
  readonly partial: Readonly<Record<string, readonly string[]>>
  /** The test that shows an operation. */
  readonly shownBy: Readonly<Record<string, { readonly file: string; readonly title: string }>>
}

export function coverageTable({ operations }: Contract, standing: Standing): string {
  const files = [...new Set(operations.map(({ file }) => file))]
  const simulated = operations.filter(({ id }) => verdict(id, standing) === 'yes').length
  const refused = operations.filter(({ id }) => standing.unsupported.includes(id)).length
  return [
    '# Which operations are simulated',
    '',
    `Of ${operations.length} operations of the Docker Engine API (the newest version and the old ones that are gone),`,
    `${simulated} are simulated, ${operations.length - simulated - refused} answer as an engine without some feature (swarm, plugins, …) does, and ${refused} answer 501 and`,
    'their name. Since and until are API versions: the first and the last one that knows the operation, where it has one.',
    '',
    'The last column is the test that shows it best: what it calls and is answered is held against the contract.',
    '',
    'Made from openapi/, src/api/ and what the tests call by `npm run coverage:docs`; a test says when that has to run',
    'again. With `-- --tests` it runs the tests and chooses anew.',
    ...files.flatMap((file) => [
      '',
      `## ${heading(file)}`,
      '',
      '| Operation | Request | Since | Until | Simulated | Shown by |',
      '| --- | --- | --- | --- | --- | --- |',
      ...operations.filter((operation) => operation.file === file).map((operation) => row(operation, standing)),
    ]),
    '',
  ].join('\n')
}

function heading(file: string): string {
  const noun = file.replace(/\.yaml$/, '')
  return noun[0]!.toUpperCase() + noun.slice(1)
}

function row({ id, method, path, since, until, undocumented }: ContractOperation, standing: Standing): string {
  const note = undocumented ? ' (undocumented)' : ''
  const cells = [
    id + note,
    `\`${method} ${path}\``,
    since ?? '',
    until ?? '',
    verdict(id, standing),
    shown(id, standing),
  ]
  return `| ${cells.join(' | ')} |`
}

/** A bar would end the cell. */
function shown(id: string, { shownBy }: Standing): string {
  const test = shownBy[id]
  if (!test) return ''
  const name = test.file.replace(/^test\/|\.test\.ts$/g, '')
  return `[${name}](../${test.file}): ${test.title.replaceAll('|', '\\|')}`
}

function verdict(id: string, { unsupported, partial }: Standing): string {
  if (unsupported.includes(id)) return 'no'
  return Object.keys(partial).find((how) => partial[how]!.includes(id)) ?? 'yes'
}
