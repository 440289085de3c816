// A directory of the real host as a tree: what can be read of it, and what leads out.
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, describe, expect } from 'vitest'
import { HostDirectory } from '../../src/runtime/host-directory.ts'

interface Place {
  /** made for the test; `inside` is the one that is shown, `outside` lies beside it */
  readonly place: { readonly inside: string; readonly outside: string }
}

const test = base.extend<Place>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
  place: async ({}, use) => {
    const top = mkdtempSync(join(tmpdir(), 'mockerd-host-'))
    const [inside, outside] = [join(top, 'inside'), join(top, 'outside')]
    for (const path of [inside, join(inside, 'sub'), outside]) mkdirSync(path)
    writeFileSync(join(inside, 'sub/file'), 'here')
    mkdirSync(join(outside, 'sub'))
    writeFileSync(join(outside, 'sub/file'), 'secret')
    await use({ inside, outside })
    rmSync(top, { recursive: true })
  },
})

const text = (tree: HostDirectory, ino: number): string => Buffer.from(tree.read(ino, 0, 1000)).toString()

function find(tree: HostDirectory, ...names: string[]): number {
  return names.reduce((ino, name) => tree.lookup(ino, name)!, tree.root)
}

describe('A directory of the host', () => {
  test('shows names, attributes and bytes as they are now', ({ place }) => {
    const tree = new HostDirectory(place.inside, 0)
    const file = find(tree, 'sub', 'file')
    expect([...tree.entries(find(tree, 'sub'))]).toEqual([['file', file]])
    expect(tree.stat(file)).toMatchObject({ kind: 'file', size: 4, links: 1, ino: file })
    expect(text(tree, file)).toBe('here')
    appendFileSync(join(place.inside, 'sub/file'), ' and now')
    expect(text(tree, file)).toBe('here and now')
    expect(Buffer.from(tree.read(file, 5, 3)).toString()).toBe('and')
    expect(tree.read(file, 99, 3)).toHaveLength(0)
    rmSync(join(place.inside, 'sub/file'))
    expect(tree.lookup(find(tree, 'sub'), 'file')).toBeUndefined()
    expect(() => tree.read(file, 0, 1)).toThrow('No such file or directory')
  })

  test('has no way up, and takes no paths for names', ({ place }) => {
    const tree = new HostDirectory(place.inside, 0)
    for (const name of ['..', '.', '', '../outside', 'sub/file', '/etc']) {
      expect(tree.lookup(tree.root, name), name).toBeUndefined()
    }
  })

  test('shows symlinks and follows none', ({ place }) => {
    symlinkSync(place.outside, join(place.inside, 'away'))
    symlinkSync('../outside/sub/file', join(place.inside, 'up'))
    const tree = new HostDirectory(place.inside, 0)
    const [away, up] = [find(tree, 'away'), find(tree, 'up')]
    expect(tree.stat(away)).toMatchObject({ kind: 'symlink', target: place.outside })
    expect(tree.stat(up)).toMatchObject({ kind: 'symlink', target: '../outside/sub/file' })
    expect(tree.lookup(away, 'sub')).toBeUndefined()
    expect(() => tree.entries(away)).toThrow()
    expect(() => tree.read(up, 0, 10)).toThrow()
  })

  test('gives nothing out of a directory that has become a symlink behind its back', ({ place }) => {
    const tree = new HostDirectory(place.inside, 0)
    const [sub, file] = [find(tree, 'sub'), find(tree, 'sub', 'file')]
    renameSync(join(place.inside, 'sub'), join(place.inside, 'old'))
    symlinkSync(join(place.outside, 'sub'), join(place.inside, 'sub'))
    expect(() => tree.read(file, 0, 10)).toThrow('No such file or directory')
    expect(() => tree.stat(file)).toThrow('No such file or directory')
    expect(() => tree.entries(sub)).toThrow('No such file or directory')
    expect(tree.lookup(sub, 'file')).toBeUndefined()
  })

  test('gives nothing of a file that has become a symlink behind its back', ({ place }) => {
    const tree = new HostDirectory(place.inside, 0)
    const file = find(tree, 'sub', 'file')
    rmSync(join(place.inside, 'sub/file'))
    symlinkSync(join(place.outside, 'sub/file'), join(place.inside, 'sub/file'))
    expect(() => tree.read(file, 0, 10)).toThrow()
    expect(tree.stat(file).kind).toBe('symlink')
  })

  test('does not wait for the other end of a named pipe', ({ place }) => {
    execFileSync('mkfifo', [join(place.inside, 'pipe')])
    const tree = new HostDirectory(place.inside, 0)
    const pipe = find(tree, 'pipe')
    expect(tree.stat(pipe).kind).toBe('fifo')
    expect(() => tree.read(pipe, 0, 10)).toThrow('No such device or address')
  })

  test('must be there, and be a directory', ({ place }) => {
    expect(() => new HostDirectory(join(place.inside, 'nosuch'), 0)).toThrow('no such file')
    expect(() => new HostDirectory(join(place.inside, 'sub/file'), 0)).toThrow('Not a directory')
  })
})
