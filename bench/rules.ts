// What rules cost that are none of a call's business: pings of a daemon with some, beside pings of a daemon without.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RuleSpec, WhenSpec } from '../src/scenario/language.ts'
import { startBenchDaemon } from './daemon.ts'
import { httpRounds } from './http-rounds.ts'
import type { Row, Subject } from './row.ts'

/** As scenarios have them: most are for one operation, some for any call with something in it. None is for a ping. */
const conditions: readonly WhenSpec[] = [
  { operation: 'ImageCreate', nth: 2 },
  { path: '/containers/*/start' },
  { operation: 'Container*', container: 'web' },
  { client: 'docker-py*' },
  { headers: { 'x-registry-auth': 'none' } },
]

const rulesOf = (count: number): RuleSpec[] =>
  Array.from({ length: count }, (_, index) => ({ when: conditions[index % conditions.length]!, do: 'reset' }))

const subject: Subject = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mockerd-rules-'))
  const rows: Row[] = []
  try {
    await using without = await startBenchDaemon()
    for (const count of [0, 1, 100]) {
      const file = join(folder, `${count}.yaml`)
      await writeFile(file, JSON.stringify({ rules: rulesOf(count) }))
      await using daemon = await startBenchDaemon('--scenario', file)
      const cases = [{ name: `ping beside ${count} rules`, url: '/_ping', aim: 0.9 }]
      rows.push(...(await httpRounds({ ours: daemon.socket, bare: without.socket, isUp: true, cases })))
    }
  } finally {
    await rm(folder, { recursive: true })
  }
  return rows
}
export default subject
