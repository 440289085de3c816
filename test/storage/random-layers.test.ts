// Random work on stacks of layers, under every storage driver: the trees, and what lies in the drivers' directories.
import { describe, expect, test } from 'vitest'
import type { StorageDriver } from '../../src/storage/driver.ts'
import { drivers } from '../../src/storage/drivers.ts'
import type { LayerFile } from '../../src/storage/layer-files.ts'
import { seededRandom } from '../../src/world/random.ts'
import { copyOf, modelRoot, step } from './model-tree.ts'
import { textOfModel, textOfTree } from './tree-text.ts'

const layers = 4
const steps = 50

/** Builds a stack with a container on top; gives the text that each of its trees should have. */
function build(driver: StorageDriver, seed: string): Map<string, string[]> {
  const random = seededRandom(seed)
  const expected = new Map<string, string[]>()
  let model = modelRoot()
  for (let i = 0; i <= layers; i++) {
    const key = i === layers ? 'web' : `extract-${i}`
    const tree = driver.prepare(key, i === 0 ? undefined : `layer-${i - 1}`)
    model = copyOf(model)
    for (let done = 0; done < steps; done++) step(random, tree, model)
    if (i < layers) driver.commit(key, `layer-${i}`)
    expected.set(i === layers ? 'web' : `layer-${i}`, textOfModel(model))
  }
  return expected
}

/** What the kernel would show of the directories of a union, the lowest first. */
function unionOf(stack: readonly (readonly LayerFile[])[]): string[] {
  const paths = new Set<string>()
  const forget = (path: string): void => {
    for (const one of paths) if (one === path || one.startsWith(`${path}/`)) paths.delete(one)
  }
  for (const files of stack) {
    for (const { path, hides, kind } of files) {
      if (hides === 'name') forget(path.replace(/\/\.wh\.([^/]+)$/, '/$1'))
      if (hides === 'directory') forget(kind === 'directory' ? path : path.replace('/.wh..wh..opq', ''))
    }
    for (const { path, hides, kind } of files) {
      if (hides === undefined || (hides === 'directory' && kind === 'directory')) paths.add(path)
      if (path.endsWith('/.wh..wh..opq')) paths.add(path.replace('/.wh..wh..opq', ''))
    }
  }
  return [...paths].sort()
}

describe.each(Object.entries(drivers))('under %s', (name, make) => {
  test.each(['one', 'two', 'three'])('layers of random work look as they should (%s)', (seed) => {
    const driver = make({ root: '/var/lib/docker', random: seededRandom('layers') })
    const expected = build(driver, seed)
    for (const [id, lines] of expected) expect(textOfTree(driver.open(id))).toEqual(lines)

    const ids = [...expected.keys()]
    const paths = textOfTree(driver.open('web')).map((line) =>
      line.replace(/ (= .* )?(file|directory|symlink) \d+ .*$/, ''),
    )
    const stack = ids.map((id) => [...driver.files!(id)])
    const isUnion = !['btrfs', 'devicemapper', 'vfs', 'zfs'].includes(name)
    expect(unionOf(isUnion ? stack : stack.slice(-1))).toEqual(paths.sort())

    for (const id of ids.reverse()) driver.remove(id)
    expect(driver.space!.used).toBe(0)
    expect([...driver.layers!()]).toEqual([])
  })
})
