// Records what a real dockerd -D logs of the requests: DOCKER_HOST=unix://… npx tsx test/foreground/record.ts LOG OUT
import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { comparable, type DebugLines, debugRequests, send } from './debug-lines.ts'

const [log, out] = process.argv.slice(2) as [string, string]
const socketPath = process.env.DOCKER_HOST!.replace('unix://', '')
const recorded: DebugLines[] = []
for (const request of debugRequests) {
  const before = readFileSync(log).length
  await send(request, { socketPath, agent: false })
  await setTimeout(500)
  recorded.push({ ...request, lines: comparable(readFileSync(log).subarray(before).toString()) })
}
writeFileSync(out, `${JSON.stringify(recorded, undefined, 2)}\n`)
