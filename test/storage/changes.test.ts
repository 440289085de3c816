// What `docker diff` tells; every case was asked of dockerd 28.5.2 with overlay2 (which leaves the order of siblings open).
import { expect, test } from 'vitest'
import overlay2 from '../../src/storage/drivers/overlay2.ts'
import { addEntries, type Entry } from '../../src/storage/entries.ts'
import { removeAll } from '../../src/storage/remove.ts'
import type { WritableTree } from '../../src/storage/tree.ts'
import { seededRandom } from '../../src/world/random.ts'

const built = Date.UTC(2024, 0, 1)
const now = built + 5_000_500
const letters = ['C', 'A', 'D'] as const

const image: Entry[] = [
  { path: '/a/f', content: 'hi\n' },
  { path: '/a/b/g', content: 'hi\n' },
  { path: '/a/b/c/h', content: 'h\n' },
  { path: '/a/s', kind: 'symlink', target: 'f' },
  { path: '/d1/x', content: 'x\n' },
  { path: '/d1/d2/y', content: 'y\n' },
  { path: '/a-b', content: '1\n' },
  { path: '/a.txt', content: '1\n' },
  { path: '/tmp', kind: 'directory', mode: 0o1777 },
].map((entry) => ({ ...entry, mtime: built }) as Entry)

/** A container with the commands that the cases need, each with the times that the kernel would set. */
class Container {
  readonly tree: WritableTree
  constructor(tree: WritableTree) {
    this.tree = tree
  }
  at(path: string): number {
    let ino = this.tree.root
    for (const name of path.split('/').filter(Boolean)) ino = this.tree.lookup(ino, name)!
    return ino
  }
  split(path: string): [directory: number, name: string] {
    const slash = path.lastIndexOf('/')
    return [this.at(path.slice(0, slash)), path.slice(slash + 1)]
  }
  touched(path: string): void {
    this.tree.change(this.split(path)[0], { mtime: now })
  }
  echo(path: string, content = '1\n', mtime = now): void {
    addEntries(this.tree, [{ path, content, mtime }])
    this.touched(path)
  }
  append(path: string): void {
    const ino = this.at(path)
    this.tree.write(ino, this.tree.stat(ino).size, Buffer.from('1\n'))
    this.tree.change(ino, { mtime: now })
  }
  mkdir(path: string): void {
    addEntries(this.tree, [{ path, kind: 'directory', mtime: now }])
    this.touched(path)
  }
  rm(path: string): void {
    removeAll(this.tree, ...this.split(path))
    this.touched(path)
  }
  mv(from: string, to: string): void {
    this.tree.rename(...this.split(from), ...this.split(to))
    this.touched(from)
    this.touched(to)
  }
  chmod(path: string, mode: number): void {
    this.tree.change(this.at(path), { mode })
  }
}

function prepared(): { driver: ReturnType<typeof overlay2>; container: Container } {
  const driver = overlay2({ root: '/var/lib/docker', random: seededRandom('diff') })
  addEntries(driver.prepare('extract'), image)
  driver.commit('extract', 'image')
  return { driver, container: new Container(driver.prepare('web', 'image')) }
}

const cases: [command: string, run: (c: Container) => void, diff: string, sizeRw: number][] = [
  ['rm -r /a', (c) => c.rm('/a'), 'D /a', 0],
  ['chmod 700 /a/f', (c) => c.chmod('/a/f', 0o700), 'C /a,C /a/f', 3],
  ['chmod 700 /a/b', (c) => c.chmod('/a/b', 0o700), 'C /a,C /a/b', 0],
  ['chmod 644 /a/f (as it was)', (c) => c.chmod('/a/f', 0o644), '', 3],
  ['touch /a/f', (c) => c.tree.change(c.at('/a/f'), { mtime: now }), 'C /a,C /a/f', 3],
  ['touch /a', (c) => c.tree.change(c.at('/a'), { mtime: now }), '', 0],
  ['chown 1:1 /a/f', (c) => c.tree.change(c.at('/a/f'), { uid: 1, gid: 1 }), 'C /a,C /a/f', 3],
  ['chmod 700 /', (c) => c.chmod('/', 0o700), '', 0],
  ['echo 1 >> /a/f', (c) => c.append('/a/f'), 'C /a,C /a/f', 5],
  [
    'rm /a/f; mkdir /a/f; echo 1 > /a/f/x',
    (c) => {
      c.rm('/a/f')
      c.mkdir('/a/f')
      c.echo('/a/f/x')
    },
    'C /a,C /a/f,A /a/f/x',
    2,
  ],
  [
    'rm -r /a/b; echo 1 > /a/b',
    (c) => {
      c.rm('/a/b')
      c.echo('/a/b')
    },
    'C /a,C /a/b',
    2,
  ],
  ['mv /a/f /a/f2', (c) => c.mv('/a/f', '/a/f2'), 'C /a,A /a/f2,D /a/f', 3],
  ['mv /a/b /a/b2', (c) => c.mv('/a/b', '/a/b2'), 'C /a,A /a/b2,A /a/b2/c,A /a/b2/c/h,A /a/b2/g,D /a/b', 5],
  ['mv /a/b /b2', (c) => c.mv('/a/b', '/b2'), 'C /a,D /a/b,A /b2,A /b2/c,A /b2/c/h,A /b2/g', 5],
  ['ln /a/f /a/new', (c) => c.tree.link(c.at('/a'), 'new', c.at('/a/f')), 'C /a,A /a/new', 3],
  [
    'ln -s f /a/s2',
    (c) => addEntries(c.tree, [{ path: '/a/s2', kind: 'symlink', target: 'f', mtime: now }]),
    'C /a,A /a/s2',
    1,
  ],
  [
    'rm /a/s; ln -s b /a/s',
    (c) => {
      c.rm('/a/s')
      addEntries(c.tree, [{ path: '/a/s', kind: 'symlink', target: 'b', mtime: now }])
    },
    'C /a,C /a/s',
    1,
  ],
  [
    'echo 1 > /a/n; rm /a/n',
    (c) => {
      c.echo('/a/n')
      c.rm('/a/n')
    },
    '',
    0,
  ],
  [
    'mkdir /n; echo 1 > /n/m; rm -r /n',
    (c) => {
      c.mkdir('/n')
      c.echo('/n/m')
      c.rm('/n')
    },
    '',
    0,
  ],
  [
    'rm -r /a/b; mkdir /a/b; echo 1 > /a/b/z',
    (c) => {
      c.rm('/a/b')
      c.mkdir('/a/b')
      c.echo('/a/b/z')
    },
    'C /a,C /a/b,A /a/b/z,D /a/b/c,D /a/b/g',
    2,
  ],
  [
    'rm /a/f; echo hi > /a/f',
    (c) => {
      c.rm('/a/f')
      c.echo('/a/f', 'hi\n')
    },
    'C /a,C /a/f',
    3,
  ],
  [
    'files of the same size and second swap their places',
    (c) => {
      c.mv('/a/f', '/t')
      c.mv('/a/b/g', '/a/f')
      c.mv('/t', '/a/b/g')
    },
    '',
    6,
  ],
  ['rm /a/b/c/h', (c) => c.rm('/a/b/c/h'), 'C /a,C /a/b,C /a/b/c,D /a/b/c/h', 0],
  ['mkdir -p /x/y/z; echo 1 > /x/y/z/w', (c) => c.echo('/x/y/z/w'), 'A /x,A /x/y,A /x/y/z,A /x/y/z/w', 2],
  ['echo 1 > /tmp/x', (c) => c.echo('/tmp/x'), 'C /tmp,A /tmp/x', 2],
  [
    'mkfifo /a/fifo; mknod /a/dev c 1 3',
    (c) =>
      addEntries(c.tree, [
        { path: '/a/fifo', kind: 'fifo', mtime: now },
        { path: '/a/dev', kind: 'character', device: [1, 3], mtime: now },
      ]),
    'C /a,A /a/dev,A /a/fifo',
    0,
  ],
  [
    'touch /a-c; rm /d1/x; rm /a.txt; echo 1 > /a/q.txt; mkdir /a/q; echo 1 > /a/q/r',
    (c) => {
      c.echo('/a-c', '')
      c.rm('/d1/x')
      c.rm('/a.txt')
      c.echo('/a/q.txt')
      c.mkdir('/a/q')
      c.echo('/a/q/r')
    },
    'C /a,A /a/q,A /a/q/r,A /a/q.txt,A /a-c,C /d1,D /d1/x,D /a.txt',
    4,
  ],
]

test.each(cases)('docker diff after: %s', (_command, run, diff, sizeRw) => {
  const { driver, container } = prepared()
  run(container)
  const lines = [...driver.changes!('web')].map(({ kind, path }) => `${letters[kind]} ${path}`)
  expect(lines.join(',')).toBe(diff)
  expect(driver.usage('web')).toBe(sizeRw)
})

test('docker diff of a container that did nothing is empty', () => {
  const { driver } = prepared()
  expect([...driver.changes!('web')]).toEqual([])
})
