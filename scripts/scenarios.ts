// Writes docs/scenarios.md from the scenarios that mockerd comes with: `npm run scenarios:docs`.
import { join } from 'node:path'
import { loadScenarios } from '../src/daemon/load-scenarios.ts'
import type { ScenarioSpec } from '../src/scenario/language.ts'
import { shippedNames } from '../src/scenario/shipped.ts'
import { writeIfChanged } from './generate/write.ts'

/** In the order of the page. */
const groups: Readonly<Record<string, string>> = {
  api: 'Versions of the API',
  daemon: 'The daemon itself',
  pull: 'Pulls',
  build: 'Builds',
  container: 'Containers',
  exec: 'Execs',
  stream: 'Streams, logs and hijacked connections',
  events: 'Events',
  network: 'Networks and ports',
  storage: 'Storage and archives',
  swarm: 'Swarm',
  registry: 'Registries',
  proxy: 'Proxies, and other engines',
}

export async function scenariosPage(): Promise<string> {
  const names = await shippedNames()
  const strange = names.filter((name) => groups[groupOf(name)] === undefined)
  if (strange.length > 0) throw new Error(`of no group that the page has: ${strange.join(', ')}`)
  const specs = await loadScenarios(names)
  return [
    '# The scenarios that come along',
    '',
    `${names.length} ways in which a Docker daemon has broken tools, each a file of \`scenarios/\` in the language of`,
    '[scenario-language.md](scenario-language.md). They are meant by name:',
    '',
    '```sh',
    'mockerd --scenario pull/enospc',
    'mockerd explain pull/enospc',
    '```',
    '',
    '```ts',
    "const daemon = await startDaemon({ scenario: 'pull/enospc' })",
    '```',
    '',
    'Made from the files by `npm run scenarios:docs`; a test says when that has to run again.',
    ...Object.entries(groups).flatMap(([group, title]) => {
      const rows = specs.flatMap((spec, index) => (groupOf(names[index]!) === group ? [row(names[index]!, spec)] : []))
      if (rows.length === 0) return []
      return ['', `## ${title}`, '', '| Scenario | What happens | A good client |', '| --- | --- | --- |', ...rows]
    }),
    '',
  ].join('\n')
}

const groupOf = (name: string): string => name.split('/')[0]!

const row = (name: string, { description, client }: ScenarioSpec): string =>
  `| [\`${name}\`](../scenarios/${name}.yaml) | ${cell(description)} | ${cell(client)} |`

/** A bar would end the cell. */
const cell = (text = ''): string => text.trim().replaceAll('|', '\\|').replaceAll('\n', ' ')

if (process.argv[1] === import.meta.filename) {
  const changed = writeIfChanged(join(import.meta.dirname, '..', 'docs', 'scenarios.md'), await scenariosPage())
  console.log(changed ? 'docs/scenarios.md is new' : 'docs/scenarios.md was right')
}
