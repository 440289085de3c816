// The one suite that every simulated image passes. It reads the folder, so a new file is tested before its author is done.
import { readdirSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { createCatalog, library } from '../src/library/library.ts'
import { tools } from '../src/library/programs/tools.ts'
import { buildImage } from '../src/registry/image-builder.ts'
import { applets } from '../src/runtime/applets.ts'
import { programName } from '../src/runtime/programs.ts'
import type { Tree } from '../src/storage/tree.ts'
import { imageEngine } from './images/image-engine.ts'

const folder = new URL('../src/library/', import.meta.url)
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && !['library.ts', 'simulated-image.ts'].includes(name))
  .map((name) => name.replace(/\.ts$/, ''))
  .sort()

/** What the runtime brings itself, beside its applets. */
const builtIn = ['bash', 'busybox', 'dash', 'docker-init', 'sh', 'declared', ...tools.keys()]

test('the list names every image of the folder', () => {
  expect(Object.keys(library).sort()).toEqual(files)
})

test('no two images have a program of the same name', () => {
  const names = [
    ...new Set([...builtIn, ...applets.keys()]),
    ...Object.values(library).flatMap(({ programs = [] }) => programs),
  ]
  expect(names).toEqual([...new Set(names)])
})

/** Walks a path as an executable is found: symlinks are followed, from the root of the image. */
function follow(tree: Tree, path: string, depth = 0): number | undefined {
  if (depth > 20) return undefined
  let at = tree.root
  const seen: string[] = []
  for (const part of path.split('/').filter(Boolean)) {
    if (part === '..') {
      seen.pop()
      at = follow(tree, seen.join('/'), depth + 1) ?? tree.root
      continue
    }
    const next = tree.stat(at).kind === 'directory' ? tree.lookup(at, part) : undefined
    if (next === undefined) return undefined
    const { kind, target = '' } = tree.stat(next)
    const found =
      kind === 'symlink' ? follow(tree, target[0] === '/' ? target : `${seen.join('/')}/${target}`, depth + 1) : next
    if (found === undefined) return undefined
    seen.push(part)
    at = found
  }
  return at
}

/** Every path of a tree. */
function* paths(tree: Tree, directory: number = tree.root, at = ''): Generator<[string, number]> {
  for (const [name, ino] of tree.entries(directory)) {
    yield [`${at}/${name}`, ino]
    if (tree.stat(ino).kind === 'directory') yield* paths(tree, ino, `${at}/${name}`)
  }
}

describe.each(files)('%s', (name) => {
  const repository = library[name]?.repository ?? name
  test('exports the programs that the list says', async () => {
    const { default: image } = await library[name]!.load()
    expect(Object.keys(image.programs ?? {}).sort()).toEqual([...(library[name]!.programs ?? [])].sort())
  })

  test('has a tag latest, and every tag stands for a variant that can be built', async () => {
    const { default: image } = await library[name]!.load()
    expect(image.tags).toHaveProperty('latest')
    for (const variant of new Set(Object.values(image.tags))) {
      const built = await buildImage(image.recipe(variant))
      expect(built.manifests.map(({ descriptor }) => descriptor.platform?.architecture)).toEqual(['amd64', 'arm64'])
    }
  })

  test('has the same digest whoever builds it', async () => {
    const digest = async (): Promise<string> => {
      vi.resetModules()
      const { createCatalog } = await import('../src/library/library.ts')
      const { buildImage } = await import('../src/registry/image-builder.ts')
      const recipe = await createCatalog().find(repository, 'latest')
      if (typeof recipe !== 'object') throw new Error(`no recipe of ${name}`)
      return (await buildImage(recipe)).index.digest
    }
    expect(await digest()).toBe(await digest())
  })

  test('is pulled, and its tree holds what its configuration speaks of', async () => {
    const { images, state, pull } = imageEngine()
    await pull(repository)
    const { config, chainId } = images.find(repository)
    const tree = state.driver.open(chainId!)
    const { Entrypoint, Cmd, Env, WorkingDir, User } = config.config!
    const path = Env?.find((pair) => pair.startsWith('PATH='))?.slice(5) ?? ''
    const command = [...(Entrypoint ?? []), ...(Cmd ?? [])][0]!
    const candidates = command.startsWith('/') ? [command] : path.split(':').map((place) => `${place}/${command}`)
    const file = candidates.map((candidate) => follow(tree, candidate)).find((ino) => ino !== undefined)
    expect(file, `${command} in ${path}`).toBeDefined()
    expect(tree.stat(file!)).toMatchObject({ kind: 'file', mode: 0o755 })
    expect(follow(tree, WorkingDir || '/')).toBeDefined()
    expect(User ?? '').toBe('')
    expect(config.history!.filter((step) => !step.empty_layer)).toHaveLength(config.rootfs.diff_ids.length)
  })

  test('has no executable that nothing runs, and no symlink into nowhere', async () => {
    const { images, state, pull } = imageEngine()
    await pull(repository)
    const tree = state.driver.open(images.find(repository).chainId!)
    const known = new Set([
      ...applets.keys(),
      ...builtIn,
      ...Object.values(library).flatMap((one) => one.programs ?? []),
    ])
    const lost: string[] = []
    for (const [path, ino] of paths(tree)) {
      const { kind, target = '', mode } = tree.stat(ino)
      const outside = /^(\.\.\/)*\/?(proc|dev|run)\//.test(target)
      if (kind === 'symlink' && !outside && follow(tree, path) === undefined) lost.push(`${path} -> ${target}`)
      const program = kind === 'file' && mode & 0o111 ? programName(tree.read(ino, 0, 256)) : undefined
      if (program !== undefined && !known.has(program)) lost.push(`${path} runs ${program}`)
    }
    expect(lost).toEqual([])
  })
})

test('the digest of hello-world is the same on every machine', async () => {
  const recipe = await createCatalog().find('library/hello-world', 'latest')
  if (typeof recipe !== 'object') throw new Error('no recipe')
  expect((await buildImage(recipe)).index.digest).toMatchInlineSnapshot(
    `"sha256:297c030d6f7e3a454d64790c3d2bb66a803dcf3ec2a09bf4dc26a2bc07485c90"`,
  )
})
