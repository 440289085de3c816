// Records the session beside the real engine of DOCKER_HOST, which has a busybox and nothing else:
// `DOCKER_HOST=unix://… npx tsx test/tape/record.ts`. Its data root is to be one that may be seen.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DockerCli } from '../docker-cli.ts'
import { session } from './session.ts'
import { record } from './taping.ts'

const folder = await mkdtemp(join(tmpdir(), 'mockerd-record-'))
await using recording = await record(process.env.DOCKER_HOST!)
const cli = new DockerCli(recording.host)
const said = await session(cli, folder)
await cli.close()
await writeFile(new URL('engine-28.5.2.jsonl', import.meta.url), await recording.text())
await writeFile(new URL('engine-28.5.2.said.json', import.meta.url), `${JSON.stringify(said, null, 2)}\n`)
await rm(folder, { recursive: true })
