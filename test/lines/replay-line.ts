// Runs one recorded script in a container of its own, as `docker exec -w /w` does.
import { binary } from '../../src/runtime/programs.ts'
import { busyboxRoot, Container, type Finished } from '../runtime/container.ts'
import { withoutUsage } from './recorded-lines.ts'

const accounts: Readonly<Record<string, string>> = {
  passwd:
    'root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/bin/false\nwww-data:x:33:33:www-data:/var/www:/bin/false\nnobody:x:65534:65534:nobody:/home:/bin/false\n',
  group: 'root:x:0:\ndaemon:x:1:\nwww-data:x:33:\nusers:x:100:games\nnobody:x:65534:\n',
  hostname: 'box\n',
  hosts: '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n172.17.0.2\tbox\n',
  'resolv.conf': 'nameserver 10.255.255.53\n',
}

/** The files of the recorded container, with bash and dash in the image that has them. */
function recordedRoot(shell: string): ReturnType<typeof busyboxRoot> {
  const root = busyboxRoot()
  const etc = root.lookup(root.root, 'etc')!
  const bin = root.lookup(root.root, 'bin')!
  const mtime = 0
  for (const [name, text] of Object.entries(accounts)) {
    if (root.lookup(etc, name) !== undefined) root.unlink(etc, name)
    root.create(etc, name, { kind: 'file', mode: 0o644, mtime, content: Buffer.from(text) })
  }
  const shells = { bash: 'bash', dash: 'dash', ...(shell !== 'sh' && { sh: 'dash' }) }
  for (const [name, program] of Object.entries(shells)) {
    if (root.lookup(bin, name) !== undefined) root.unlink(bin, name)
    root.create(bin, name, { kind: 'file', mode: 0o755, mtime, content: binary(program) })
  }
  root.create(root.root, '.dockerenv', { kind: 'file', mode: 0o755, mtime, content: Buffer.alloc(0) })
  root.create(root.root, 'w', { kind: 'directory', mode: 0o755, mtime })
  return root
}

export async function answer(shell: string, script: string): Promise<Finished> {
  const box = new Container({ root: recordedRoot(shell) })
  // PID 1 is another process, as in `docker exec`
  box.start(['sleep', '36000'])
  const { stdout, stderr, code } = await box.run([shell, '-c', script], { cwd: '/w', env: ['HOME=/root'] })
  box.machine.destroy()
  return { stdout: withoutUsage(stdout), stderr: withoutUsage(stderr), code }
}
