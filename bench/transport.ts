// The HTTP skin alone: what Express, routing, reading and writing cost over bare node:http.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild } from './child.ts'
import { httpRounds } from './http-rounds.ts'
import type { Subject } from './row.ts'

const subject: Subject = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mockerd-bench-'))
  try {
    await using server = await startChild('transport-server')
    const ours = join(folder, 'ours.sock')
    await server.ask({ path: ours })
    return await httpRounds({
      ours,
      bare: join(folder, 'bare.sock'),
      cases: [
        { name: 'skin: ping', url: '/_ping', aim: 0.8 },
        { name: 'skin: a small JSON value', url: '/v1.51/containers/web/json', aim: 0.8 },
        { name: 'skin: a list of 1,000 as text', url: '/v1.51/containers/json?all=1', aim: 1 },
      ],
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
export default subject
