// Rules that do not fire change nothing: the same calls give the same bytes.
import { expect, test } from 'vitest'
import type { RuleSpec } from '../../src/index.ts'
import { containerThatSaid, play } from './play.ts'

/** None of these fits any call below; many are asked about each. */
const bystanders: readonly RuleSpec[] = [
  { when: { operation: 'ImagePush' }, do: 'reset' },
  { when: { path: '/nowhere/**' }, do: 'close' },
  { when: { client: 'docker-py*' }, do: { status: 500 } },
  { when: { container: 'somebody', point: { after: { bytes: 1 } } }, do: 'reset' },
  { when: { label: { nobody: 'has' } }, do: { truncate: { bytes: 0 } } },
  { when: { nth: 1000, point: 'before-headers' }, do: { replace: {} } },
  { when: { probability: 0, point: 'sent' }, do: 'close' },
  { when: { from: '1h' }, do: { slice: 1 } },
  { enabled: false, do: 'reset' },
  { when: { point: 'accept', transport: 'tcp' }, do: 'close' },
]

const lines = [
  'GET /_ping',
  'HEAD /_ping',
  'GET /version',
  'GET /v1.24/containers/json?all=1',
  'GET /containers/web/json',
  'GET /containers/nobody/json',
  'GET /containers/web/logs?stdout=1&stderr=1',
  'GET /images/json',
  'POST /images/create?fromImage=busybox&tag=latest',
  'GET /nothing',
  'DELETE /containers/web',
]

async function answers(rules: readonly RuleSpec[]): Promise<string[]> {
  await using it = await play(rules)
  await containerThatSaid(it.daemon, 'echo out; echo err >&2')
  const heard: string[] = []
  for (const line of lines) heard.push(await it.ask(line))
  expect(it.daemon.rules.list().every(({ hits }) => hits === 0)).toBe(true)
  return heard
}

test('replies are the same bytes with rules that do not fire as without rules', async () => {
  const heard = await answers(bystanders)
  expect(heard.every((answer) => answer.startsWith('HTTP/1.1 '))).toBe(true)
  expect(heard).toEqual(await answers([]))
})
