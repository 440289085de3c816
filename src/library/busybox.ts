// docker pull busybox
import type { LayerEntry, Recipe } from '../registry/recipe.ts'
import { accounts } from './parts/accounts.ts'
import { allApplets } from './parts/busybox-applets.ts'
import { directories, directory, executable, symlink } from './parts/entries.ts'
import { remembered } from './parts/remembered.ts'
import { PATH, released } from './parts/steps.ts'
import type { SimulatedImage } from './simulated-image.ts'

const releases: Record<string, { version: string; created: number; libc: string }> = {
  '1.37-glibc': { version: '1.37.0', created: released('2024-09-26'), libc: 'glibc' },
  '1.37-musl': { version: '1.37.0', created: released('2024-09-26'), libc: 'musl' },
  '1.36-glibc': { version: '1.36.1', created: released('2023-05-18'), libc: 'glibc' },
  '1.36-musl': { version: '1.36.1', created: released('2023-05-18'), libc: 'musl' },
}

const entries: LayerEntry[] = [
  ...directories('bin', 'dev', 'etc', 'home', 'lib', 'usr', 'usr/bin', 'usr/sbin', 'var', 'var/spool'),
  directory('root', 0o700),
  directory('tmp', 0o1777),
  directory('var/spool/mail'),
  directory('var/www', 0o755, { uid: 33, gid: 33 }),
  symlink('lib64', 'lib'),
  symlink('usr/bin/env', '../../bin/env'),
  ...accounts([
    ['root', 0, 0, '/root', '/bin/sh'],
    ['daemon', 1, 1, '/usr/sbin', '/bin/false'],
    ['bin', 2, 2, '/bin', '/bin/false'],
    ['sys', 3, 3, '/dev', '/bin/false'],
    ['sync', 4, 100, '/bin', '/bin/sync'],
    ['mail', 8, 8, '/var/spool/mail', '/bin/false'],
    ['www-data', 33, 33, '/var/www', '/bin/false'],
    ['operator', 37, 37, '/var', '/bin/false'],
    ['nobody', 65534, 65534, '/home', '/bin/false'],
  ]),
  executable('bin/busybox', 'busybox'),
  ...[...allApplets, 'httpd'].map((name) => symlink(`bin/${name}`, 'busybox')),
]

const recipe = remembered((variant): Recipe => {
  const { version, created, libc } = releases[variant]!
  return {
    config: { Env: [PATH], Cmd: ['sh'] },
    steps: [{ created, createdBy: `BusyBox ${version} (${libc})`, entries }],
  }
})

const image: SimulatedImage = {
  description: 'Base image of BusyBox: many common commands in one small executable.',
  stars: 3400,
  tags: {
    latest: '1.37-glibc',
    '1': '1.37-glibc',
    '1.37': '1.37-glibc',
    '1.37.0': '1.37-glibc',
    glibc: '1.37-glibc',
    unstable: '1.37-glibc',
    musl: '1.37-musl',
    '1.37-musl': '1.37-musl',
    stable: '1.36-glibc',
    '1.36': '1.36-glibc',
    '1.36.1': '1.36-glibc',
    'stable-musl': '1.36-musl',
    '1.36-musl': '1.36-musl',
  },
  recipe,
}
export default image
