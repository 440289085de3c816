// Files in containers: mounts, permissions, symlinks, devices and /proc.
import { expect, test } from 'vitest'
import { createMachine } from '../../src/runtime/create-machine.ts'
import type { Mount } from '../../src/runtime/mounts.ts'
import type { Program } from '../../src/runtime/process.ts'
import { binary } from '../../src/runtime/programs.ts'
import { memoryTree } from '../../src/storage/memory-tree.ts'
import { seededRandom } from '../../src/world/random.ts'
import { realClock } from '../../src/world/real-clock.ts'
import { busyboxRoot, Container, dockerRunSh, type Finished, programs, Run } from './container.ts'

async function withMounts(mounts: readonly Mount[], script: string): Promise<Finished> {
  const machine = createMachine(
    {
      hostname: 'box',
      mounts: [{ at: '/', tree: busyboxRoot(), type: 'overlay' }, ...mounts],
    },
    { clock: realClock(), random: seededRandom('files'), programs },
  )
  const run = new Run(machine, ['sh', '-c', script], {})
  const { code } = await run.exited
  return { stdout: run.stdout, stderr: run.stderr, code }
}

test('a volume is seen at its place, and `..` leads out of it', async () => {
  const tree = memoryTree()
  tree.create(tree.root, 'file', { kind: 'file', mode: 0o644, mtime: 0, content: Buffer.from('in volume\n') })
  const { stdout } = await withMounts([{ at: '/data', tree, type: 'volume' }], 'cat /data/file; cd /data; ls ..; pwd')
  expect(stdout).toContain('in volume\n')
  expect(stdout).toContain('bin\n')
  expect(stdout).toContain('/data\n')
})

test('a volume mounted read-only cannot be written to', async () => {
  const { stderr, code } = await withMounts(
    [{ at: '/data', tree: memoryTree(), readonly: true, type: 'volume' }],
    'echo x > /data/f',
  )
  expect(stderr).toBe("sh: can't create /data/f: Read-only file system\n")
  expect(code).toBe(1)
})

test('a single file can be bound over another', async () => {
  const tree = memoryTree()
  const ino = tree.create(tree.root, 'hosts', {
    kind: 'file',
    mode: 0o644,
    mtime: 0,
    content: Buffer.from('127.0.0.1 box\n'),
  })
  const { stdout, stderr } = await withMounts(
    [{ at: '/etc/hosts', tree, ino, type: 'bind' }],
    'cat /etc/hosts; rm /etc/hosts',
  )
  expect(stdout).toBe('127.0.0.1 box\n')
  expect(stderr).toContain('Resource busy')
})

test('a link to a file of another mount is refused', async () => {
  const { stderr } = await withMounts([{ at: '/data', tree: memoryTree(), type: 'volume' }], 'ln /etc/passwd /data/p')
  expect(stderr).toContain('Cross-device link')
})

test.each([
  ['echo x > /root/f', "sh: can't create /root/f: Permission denied\n"],
  ['cat /root/f', "cat: can't open '/root/f': Permission denied\n"],
  ['echo x > /etc/passwd', "sh: can't create /etc/passwd: Permission denied\n"],
  ['cd /root', "sh: cd: line 0: can't cd to /root: Permission denied\n"],
])('as user 1000 %s is refused', async (script, stderr) => {
  expect(await dockerRunSh(script, { user: '1000' })).toMatchObject({ stderr })
})

test('in /tmp only the owner may remove a file', async () => {
  const box = new Container()
  box.start(['sleep', '1000'])
  await box.sh('echo mine > /tmp/f', { user: '1000' })
  expect((await box.sh('rm -f /tmp/f', { user: '1001' })).stderr).toContain('Operation not permitted')
  expect((await box.sh('rm -f /tmp/f', { user: '1000' })).code).toBe(0)
})

test('new files belong to their maker and obey the umask', async () => {
  const { stdout } = await dockerRunSh(
    'umask 027; echo > /tmp/f; mkdir /tmp/d; ls -ln /tmp | cut -c1-10; ls -ln /tmp/f',
    { user: '1000:50' },
  )
  expect(stdout).toMatch(/drwxr-x---\n-rw-r-----\n/)
  expect(stdout).toMatch(/ 1000 +50 /)
})

test('symlinks lead on, also to what is not there yet, and a loop is noticed', async () => {
  const script = 'cd /tmp; ln -s target link; echo made > link; cat target; ln -s loop loop; cat loop'
  expect(await dockerRunSh(script)).toMatchObject({
    stdout: 'made\n',
    stderr: "cat: can't open 'loop': Symbolic link loop\n",
  })
})

test('a path that goes on behind a file is no directory', async () => {
  expect((await dockerRunSh('cat /etc/passwd/x; cat /etc/passwd/')).stderr).toBe(
    "cat: can't open '/etc/passwd/x': Not a directory\ncat: can't open '/etc/passwd/': Not a directory\n",
  )
})

test('a directory cannot be moved into itself or over one that is not empty', async () => {
  const { stderr } = await dockerRunSh('cd /tmp; mkdir a b b/a b/a/x; mv a a/c; mv a b')
  expect(stderr).toContain('Invalid argument')
  expect(stderr).toContain('Directory not empty')
})

test('an open file lives on when its name is gone', async () => {
  expect((await dockerRunSh('cd /tmp; echo kept > f; exec 3<f; rm f; cat <&3; ls')).stdout).toBe('kept\n')
})

test('devices do what they are for', async () => {
  const script =
    'cat /dev/null; head -c 3 /dev/zero | wc -c; head -c 5 /dev/urandom | wc -c; echo x > /dev/null; echo x > /dev/full; echo "$?"; echo y > /dev/tty'
  const { stdout, stderr } = await dockerRunSh(script)
  expect(stdout).toBe('3\n5\n1\n')
  expect(stderr).toContain('No space left on device')
  expect(stderr).toContain("can't create /dev/tty: No such device or address")
})

test('what is written to /dev/stdout and /proc/1/fd/1 comes out of the container', async () => {
  const box = new Container()
  const main = box.start(['sleep', '1000'])
  expect((await box.sh('echo out > /dev/stdout; echo err > /dev/stderr')).stdout).toBe('out\n')
  await box.sh('echo to the log > /proc/1/fd/1')
  expect(main.stdout).toBe('to the log\n')
})

test('a file behind /dev/stdout is opened anew', async () => {
  expect((await dockerRunSh('echo long line > /tmp/f; echo x > /dev/stdout >> /tmp/f; cat /tmp/f')).stdout).toBe(
    'long line\nx\n',
  )
})

test('/proc tells of processes', async () => {
  const box = new Container()
  box.start(['sleep', '1000'])
  const { stdout } = await box.sh(
    "tr '\\0' ' ' < /proc/1/cmdline; echo; cat /proc/1/comm; grep -E '^(Name|Pid|PPid|State)' /proc/1/status; cut -d' ' -f1-5 /proc/1/stat; ls /proc/1/fd; cat /proc/1/environ | tr '\\0' '\\n' | grep HOSTNAME",
  )
  expect(stdout).toBe(
    'sleep 1000 \nsleep\nName:\tsleep\nState:\tS (sleeping)\nPid:\t1\nPPid:\t0\n1 (sleep) S 0 1\n0\n1\n2\nHOSTNAME=box\n',
  )
})

test('/proc/net/tcp lists the ports that a program listens on, until it ends', async () => {
  const server: Program = async (process) => {
    process.listen(8080)
    await process.sleep(1e9)
    return 0
  }
  const box = new Container({ programs: new Map([...programs, ['server', server]]) })
  const bin = box.root.lookup(box.root.root, 'bin')!
  box.root.create(bin, 'server', { kind: 'file', mode: 0o755, mtime: 0, content: binary('server') })
  box.start(['sleep', '1000'])
  const run = box.start(['server'])
  expect((await box.sh("cat /proc/net/tcp* | awk '{print $2}' | grep -i ':0*1F90'")).stdout).toBe(
    '00000000:1F90\n00000000000000000000000000000000:1F90\n',
  )
  expect(box.machine.network.listening()).toEqual([8080])
  run.task.signal(9)
  await run.exited
  expect(box.machine.network.listening()).toEqual([])
})

test('/proc/mounts names what is mounted where', async () => {
  const { stdout } = await withMounts(
    [{ at: '/data', tree: memoryTree(), readonly: true, type: 'tmpfs' }],
    'cat /proc/mounts',
  )
  expect(stdout).toMatch(/^overlay \/ overlay rw,relatime 0 0\n/)
  expect(stdout).toContain('tmpfs /data tmpfs ro,relatime 0 0\n')
  expect(stdout).toContain('proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0\n')
})

test('/proc/sys cannot be written to', async () => {
  expect((await dockerRunSh('echo 1 > /proc/sys/vm/swappiness')).stderr).toContain('Read-only file system')
})

test.each([
  ['an ELF file of another kind', '\x7fELF\x01\x02', 'exec /x: exec format error\n'],
  ['a text without #!', 'echo hi\n', 'exec /x: exec format error\n'],
  ['a script whose interpreter is missing', '#!/nope\n', 'exec /x: no such file or directory\n'],
])('%s as main process says so itself and ends with 1', async (_, content, stderr) => {
  const box = new Container()
  box.root.create(box.root.root, 'x', { kind: 'file', mode: 0o755, mtime: 0, content: Buffer.from(content, 'latin1') })
  expect(await box.run(['/x'])).toEqual({ stdout: '', stderr, code: 1 })
})
