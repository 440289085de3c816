// kill -9 while clients work: the daemon starts again, and knows all that it has told them. test/data-root/kill.ts does this
// as often as one likes.
import { copyFile, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { bundle } from '../../scripts/bundle.ts'
import { seededRandom } from '../../src/world/random.ts'
import { killRound, type Model } from './killing.ts'

const root = join(import.meta.dirname, '../..')
const rounds = 8

test('a daemon that is killed while clients work starts again and has lost nothing that it told them', {
  timeout: 120_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mockerd-kill-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'package'))
  await symlink(join(root, 'node_modules'), join(folder, 'package/node_modules'))
  await copyFile(join(root, 'package.json'), join(folder, 'package/package.json'))
  await bundle(join(folder, 'package/dist'))
  const mockerd = join(folder, 'package/dist/mockerd.js')
  const random = seededRandom('kill')
  const model: Model = new Map()
  let answered = 0
  for (let round = 0; round < rounds; round++) {
    const lifetime = 20 + random.next() * 300
    const outcome = await killRound({ mockerd, folder, model, random, lifetime, clients: 3 })
    expect(outcome.complaints).toEqual([])
    answered += outcome.answered
  }
  expect(answered).toBeGreaterThan(0)
})
