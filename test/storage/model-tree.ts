// A plain tree of objects: what random work on a driver's tree is held against.
import { removeAll } from '../../src/storage/remove.ts'
import type { WritableTree } from '../../src/storage/tree.ts'
import type { Random } from '../../src/world/random.ts'

interface ModelFile {
  kind: 'file'
  mode: number
  bytes: Buffer
}
interface ModelLink {
  kind: 'symlink'
  mode: number
  target: string
}
interface ModelDirectory {
  kind: 'directory'
  mode: number
  names: Map<string, ModelNode>
}
export type ModelNode = ModelFile | ModelLink | ModelDirectory

export const modelRoot = (): ModelDirectory => ({ kind: 'directory', mode: 0o755, names: new Map() })

interface Found<Node extends ModelNode> {
  readonly node: Node
  readonly ino: number
}

/** What there is to work on, and where; chosen anew for each step. */
interface Work {
  readonly tree: WritableTree
  readonly number: (below: number) => number
  readonly directory: Found<ModelDirectory>
  readonly name: string
  readonly other: Found<ModelDirectory>
  readonly file: Found<ModelFile> | undefined
}

const names = ['a', 'b', 'c', 'long name', '.hidden', 'ü', 'd']
const mtime = 0

/** Does one random thing to both trees, or nothing where it cannot be done. */
export function step(random: Random, tree: WritableTree, root: ModelDirectory): void {
  const number = (below: number): number => Math.floor(random.next() * below)
  const all = [...walk(tree, root)]
  const directories = all.filter((found): found is Found<ModelDirectory> => found.node.kind === 'directory')
  const files = all.filter((found): found is Found<ModelFile> => found.node.kind === 'file')
  actions[number(actions.length)]!({
    tree,
    number,
    directory: directories[number(directories.length)]!,
    other: directories[number(directories.length)]!,
    name: names[number(names.length)]!,
    file: files[number(files.length)],
  })
}

const actions: readonly ((work: Work) => void)[] = [
  makeFile,
  makeFile,
  write,
  write,
  truncate,
  unlink,
  replaceDirectory,
  move,
  changeMode,
  link,
  function makeDirectory({ tree, directory: { node, ino }, name }) {
    if (node.names.has(name)) return
    tree.create(ino, name, { kind: 'directory', mode: 0o711, mtime })
    node.names.set(name, { ...modelRoot(), mode: 0o711 })
  },
  function makeSymlink({ tree, directory: { node, ino }, name }) {
    if (node.names.has(name)) return
    tree.create(ino, name, { kind: 'symlink', mode: 0o777, mtime, target: '../x' })
    node.names.set(name, { kind: 'symlink', mode: 0o777, target: '../x' })
  },
]

function makeFile({ tree, number, directory: { node, ino }, name }: Work): void {
  if (node.names.has(name)) return
  const bytes = Buffer.alloc(number(120_000), number(256))
  tree.create(ino, name, { kind: 'file', mode: 0o640, mtime, content: bytes })
  node.names.set(name, { kind: 'file', mode: 0o640, bytes: Buffer.from(bytes) })
}

function write({ tree, number, file }: Work): void {
  if (file === undefined) return
  const old = file.node.bytes
  const position = number(old.length + 100_000)
  const bytes = Buffer.alloc(1 + number(90_000), number(256))
  tree.write(file.ino, position, bytes)
  const grown = Buffer.alloc(Math.max(old.length, position + bytes.length))
  old.copy(grown)
  bytes.copy(grown, position)
  file.node.bytes = grown
}

function truncate({ tree, number, file }: Work): void {
  if (file === undefined) return
  const size = number(2) * number(file.node.bytes.length + 50_000)
  tree.truncate(file.ino, size)
  const cut = Buffer.alloc(size)
  file.node.bytes.copy(cut)
  file.node.bytes = cut
}

function unlink({ tree, directory: { node, ino }, name }: Work): void {
  const old = node.names.get(name)
  if (old === undefined || (old.kind === 'directory' && old.names.size > 0)) return
  tree.unlink(ino, name)
  node.names.delete(name)
}

/** `rm -r`, and another directory in its place. */
function replaceDirectory({ tree, directory: { node, ino } }: Work): void {
  const name = [...node.names].find(([, child]) => child.kind === 'directory')?.[0]
  if (name === undefined) return
  removeAll(tree, ino, name)
  const made = tree.create(ino, name, { kind: 'directory', mode: 0o700, mtime })
  tree.create(made, 'new', { kind: 'symlink', mode: 0o777, mtime, target: 'x' })
  const inside = new Map<string, ModelNode>([['new', { kind: 'symlink', mode: 0o777, target: 'x' }]])
  node.names.set(name, { kind: 'directory', mode: 0o700, names: inside })
}

function move({ tree, number, directory, other, name }: Work): void {
  const [old] = [...directory.node.names].at(number(directory.node.names.size || 1)) ?? []
  if (old === undefined) return
  const moved = directory.node.names.get(old)!
  const replaced = other.node.names.get(name)
  if (moved.kind === 'directory' && (replaced !== undefined || holds(moved, other.node))) return
  if (replaced === moved || replaced?.kind === 'directory') return
  tree.rename(directory.ino, old, other.ino, name)
  directory.node.names.delete(old)
  other.node.names.set(name, moved)
}

function changeMode({ tree, number, file }: Work): void {
  if (file === undefined) return
  file.node.mode = 0o600 + number(64)
  tree.change(file.ino, { mode: file.node.mode })
}

function link({ tree, directory: { node, ino }, name, file }: Work): void {
  if (file === undefined || node.names.has(name)) return
  tree.link(ino, name, file.ino)
  node.names.set(name, file.node)
}

const holds = (node: ModelNode, wanted: ModelNode): boolean =>
  node === wanted || (node.kind === 'directory' && [...node.names.values()].some((child) => holds(child, wanted)))

function* walk(tree: WritableTree, directory: ModelDirectory, ino: number = tree.root): Generator<Found<ModelNode>> {
  yield { node: directory, ino }
  for (const [name, node] of directory.names) {
    const child = tree.lookup(ino, name)
    if (child === undefined) throw new Error(`the tree lacks ${name}`)
    if (node.kind === 'directory') yield* walk(tree, node, child)
    else yield { node, ino: child }
  }
}

/** The same tree again, hard links too. */
export function copyOf(root: ModelDirectory, seen: Map<ModelNode, ModelNode> = new Map()): ModelDirectory {
  const copy: ModelDirectory = { ...root, names: new Map() }
  for (const [name, node] of root.names) {
    const known = seen.get(node)
    const made: ModelNode = known ?? (node.kind === 'directory' ? copyOf(node, seen) : { ...node })
    seen.set(node, made)
    copy.names.set(name, made)
  }
  return copy
}
