// Kills a daemon at random moments, again and again:   npx tsx test/data-root/kill.ts [ROUNDS] [SEED]
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle } from '../../scripts/bundle.ts'
import { seededRandom } from '../../src/world/random.ts'
import { killRound, type Model } from './killing.ts'

const [rounds = '200', seed = 'kill'] = process.argv.slice(2)
const folder = await mkdtemp(join(tmpdir(), 'mockerd-kill-'))
await mkdir(join(folder, 'package'))
await symlink(join(import.meta.dirname, '../../node_modules'), join(folder, 'package/node_modules'))
await bundle(join(folder, 'package/dist'))

const random = seededRandom(seed)
const model: Model = new Map()
let answered = 0
let wrong = 0
for (let number = 1; number <= Number(rounds); number++) {
  const lifetime = 10 + random.next() ** 2 * 600
  const outcome = await killRound({
    mockerd: join(folder, 'package/dist/mockerd.js'),
    folder,
    model,
    random,
    lifetime,
    clients: 4,
  })
  answered += outcome.answered
  wrong += outcome.complaints.length
  for (const complaint of outcome.complaints) console.log(`round ${number}: ${complaint}`)
  if (number % 20 === 0) console.log(`${number} kills, ${answered} calls answered, ${wrong} complaints`)
}
const last = [...model.keys()].length
console.log(`${rounds} kills, ${answered} calls answered, ${last} things known, ${wrong} complaints`)
if (wrong > 0) {
  console.log(`the data root is left in ${folder}`)
  process.exitCode = 1
} else await rm(folder, { recursive: true })
