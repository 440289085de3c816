// What an engine is like at this moment, noun by noun, to be held against another moment.
import type { Engine } from '../engine/engine.ts'
import { networkView } from '../engine/networks/view.ts'
import { volumeView } from '../engine/volumes/view.ts'
import { changesBetween } from '../storage/changes.ts'
import { type Change, Changed, type Tree } from '../storage/tree.ts'
import type { FileMark, Letter, Noun, Portrait, Portraits } from './state-diff.ts'

const letters: Readonly<Record<Change['kind'], Letter>> = {
  [Changed.modified]: 'C',
  [Changed.added]: 'A',
  [Changed.deleted]: 'D',
}

const noFiles: Portrait['files'] = new Map()

export function portraitsOf(engine: Engine): Record<Noun, Portraits> {
  const { containers, images, volumes, networks, driver, persona } = engine
  return {
    containers: new Map(
      Array.from(containers.all(), (container) => {
        const { id, name } = container
        const files = marksOf(driver.open(id), engine.layers.changes(id))
        return [id, { name, fields: containers.inspect(container, false), files }]
      }),
    ),
    images: new Map(
      images.list({ all: true, filters: {}, sharedSize: false }).map(({ Id, RepoTags }) => {
        return [Id, { name: RepoTags?.[0] ?? Id, fields: images.inspect(Id), files: noFiles }]
      }),
    ),
    volumes: new Map(
      Array.from(volumes.all(), (volume) => {
        const files = marksOf(volume.tree, changesBetween(undefined, volume.tree))
        return [volume.name, { name: volume.name, fields: volumeView(volume), files }]
      }),
    ),
    networks: new Map(
      Array.from(networks.all(), (network) => {
        return [network.id, { name: network.name, fields: networkView(network, persona, true), files: noFiles }]
      }),
    ),
  }
}

/** Trees give another value for an inode when anything of it has changed. */
function marksOf(tree: Tree, changes: readonly Change[]): Map<string, FileMark> {
  return new Map(changes.map(({ path, kind }) => [path, { letter: letters[kind], inode: inodeAt(tree, path) }]))
}

function inodeAt(tree: Tree, path: string): unknown {
  let ino: number | undefined = tree.root
  for (const name of path.split('/').slice(1)) ino = ino === undefined ? undefined : tree.lookup(ino, name)
  return ino === undefined ? undefined : tree.stat(ino)
}
