// Runs one recorded case in a machine over memory.
import { applets, withBusybox } from '../../src/runtime/applets.ts'
import { createMachine } from '../../src/runtime/create-machine.ts'
import type { TaskSpec } from '../../src/runtime/machine.ts'
import { binary } from '../../src/runtime/programs.ts'
import { shellPrograms } from '../../src/runtime/shell/programs.ts'
import { memoryTree } from '../../src/storage/memory-tree.ts'
import type { WritableTree } from '../../src/storage/tree.ts'
import { seededRandom } from '../../src/world/random.ts'
import { realClock } from '../../src/world/real-clock.ts'
import { bytesOfFile, changes, fileOf, fileTime, type RecordedCase, type RecordedFile } from './recorded.ts'

const programs = withBusybox(new Map([...applets, ...shellPrograms]))

const passwd = [
  'root:x:0:0:root:/root:/bin/sh',
  'daemon:x:1:1:daemon:/usr/sbin:/bin/false',
  'www-data:x:33:33:www-data:/var/www:/bin/false',
  'nobody:x:65534:65534:nobody:/home:/bin/false',
]
const group = ['root:x:0:', 'daemon:x:1:', 'www-data:x:33:', 'users:x:100:games', 'nobody:x:65534:']

export function rootTree(): { tree: WritableTree; work: number } {
  const tree = memoryTree()
  const mtime = 0
  const directory = (parent: number, name: string, mode = 0o755) =>
    tree.create(parent, name, { kind: 'directory', mode, mtime })
  const bin = directory(tree.root, 'bin')
  const etc = directory(tree.root, 'etc')
  directory(tree.root, 'tmp', 0o1777)
  directory(tree.root, 'root', 0o700)
  tree.create(bin, 'busybox', { kind: 'file', mode: 0o755, mtime, content: binary('busybox') })
  for (const name of programs.keys()) {
    if (name !== 'busybox') tree.create(bin, name, { kind: 'symlink', mode: 0o777, mtime, target: 'busybox' })
  }
  tree.create(etc, 'passwd', { kind: 'file', mode: 0o644, mtime, content: Buffer.from(`${passwd.join('\n')}\n`) })
  tree.create(etc, 'group', { kind: 'file', mode: 0o644, mtime, content: Buffer.from(`${group.join('\n')}\n`) })
  return { tree, work: directory(tree.root, 'w') }
}

function place(tree: WritableTree, work: number, path: string, file: RecordedFile): void {
  const parts = path.split('/')
  const name = parts.pop()!
  let parent = work
  for (const part of parts) parent = tree.lookup(parent, part)!
  const mtime = fileTime * 1000
  const mode = 'mode' in file ? file.mode : undefined
  if ('directory' in file) tree.create(parent, name, { kind: 'directory', mode: mode ?? 0o755, mtime })
  else if ('target' in file) tree.create(parent, name, { kind: 'symlink', mode: 0o777, mtime, target: file.target })
  else tree.create(parent, name, { kind: 'file', mode: mode ?? 0o644, mtime, content: bytesOfFile(file) })
}

function list(tree: WritableTree, directory: number, prefix = ''): Record<string, RecordedFile> {
  const files: Record<string, RecordedFile> = {}
  for (const [name, ino] of [...tree.entries(directory)]) {
    const inode = tree.stat(ino)
    const path = prefix + name
    if (inode.kind === 'directory') {
      files[path] = { directory: true, mode: inode.mode }
      Object.assign(files, list(tree, ino, `${path}/`))
    } else if (inode.kind === 'symlink') files[path] = { target: inode.target ?? '' }
    else if (inode.kind === 'file') files[path] = fileOf(Buffer.from(tree.read(ino, 0, inode.size)), inode.mode)
  }
  return files
}

const quiet: Omit<TaskSpec, 'argv'> = { env: [], cwd: '/', user: '', tty: false, stdin: false, output: () => undefined }

export interface Answer {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
  readonly after: Record<string, RecordedFile | null>
}

export async function replay(each: RecordedCase): Promise<Answer> {
  const { tree, work } = rootTree()
  for (const [path, file] of Object.entries(each.files ?? {})) place(tree, work, path, file)
  for (const ino of [work, ...[...tree.entries(work)].map(([, number]) => number)]) {
    tree.change(ino, { mtime: fileTime * 1000 })
  }
  const before = list(tree, work)
  const machine = createMachine(
    {
      hostname: 'box',
      mounts: [{ at: '/', tree, type: 'overlay' }],
    },
    { clock: realClock(), random: seededRandom('applets'), programs },
  )
  // the case runs beside a main process, as with docker exec: PID 1 would not get every signal
  machine.start({ ...quiet, argv: ['sleep', 'infinity'] })
  const outputs: [Buffer[], Buffer[]] = [[], []]
  const environment = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOSTNAME: 'box' }
  const task = machine.start({
    argv: each.argv,
    env: Object.entries({ ...environment, ...each.env }).map(([name, value]) => `${name}=${value}`),
    cwd: '/w',
    user: '',
    tty: false,
    stdin: true,
    output(stream, bytes) {
      outputs[stream - 1]!.push(Buffer.from(bytes))
      return undefined
    },
  })
  await task.write(Buffer.from(each.stdin ?? ''))
  task.end()
  const { code } = await task.exited
  machine.destroy()
  const stdout = Buffer.concat(outputs[0])
  const text = stdout.toString('utf8')
  return {
    stdout: Buffer.from(text).equals(stdout) ? text : stdout.toString('latin1'),
    stderr: Buffer.concat(outputs[1]).toString(),
    exitCode: code,
    after: changes(before, list(tree, work)),
  }
}
