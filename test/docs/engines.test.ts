// docs/engines.md and the help list the engines that there are.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { helpText } from '../../src/daemon/options/help.ts'
import { defaultPersona, personas } from '../../src/daemon/personas.ts'

test('docs/engines.md has a row for each engine, with its release and its API versions', () => {
  const text = readFileSync(new URL('../../docs/engines.md', import.meta.url), 'utf8')
  const rows = text.split('\n').filter((line) => line.startsWith('| `') && !line.includes('--engine'))
  expect(rows).toEqual(
    personas.map(
      ({ name, version, minApiVersion, apiVersion }) =>
        `| \`${name}\` | ${version} | ${minApiVersion} | ${apiVersion} |`,
    ),
  )
  expect(text).toContain(`\`${defaultPersona.name}\` is the default`)
})

test('mockerd --help names every engine and the setting for the oldest API version', () => {
  const help = helpText()
  expect(personas.filter(({ name }) => !help.includes(name))).toEqual([])
  expect(help).toContain('DOCKER_MIN_API_VERSION')
})
