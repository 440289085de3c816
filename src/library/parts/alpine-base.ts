// The root file system of Alpine Linux, the base of several images.
import type { LayerEntry, RecipeStep } from '../../registry/recipe.ts'
import { type Account, accounts, type Group } from './accounts.ts'
import { apkDatabase } from './apk-database.ts'
import { appletPlaces } from './busybox-applets.ts'
import { directories, directory, executable, file, symlink } from './entries.ts'
import { remembered } from './remembered.ts'
import { buildkit, released } from './steps.ts'

/** The releases that are served, by branch. */
export const alpineReleases: Readonly<Record<string, { version: string; created: number }>> = {
  '3.18': { version: '3.18.12', created: released('2025-02-13') },
  '3.19': { version: '3.19.8', created: released('2025-07-14') },
  '3.20': { version: '3.20.7', created: released('2025-07-15') },
  '3.21': { version: '3.21.4', created: released('2025-07-16') },
  '3.22': { version: '3.22.1', created: released('2025-07-17') },
}

const users: Account[] = [
  ['root', 0, 0, '/root', '/bin/sh'],
  ['bin', 1, 1, '/bin', '/sbin/nologin'],
  ['daemon', 2, 2, '/sbin', '/sbin/nologin'],
  ['lp', 4, 7, '/var/spool/lpd', '/sbin/nologin'],
  ['sync', 5, 0, '/sbin', '/bin/sync'],
  ['shutdown', 6, 0, '/sbin', '/sbin/shutdown'],
  ['halt', 7, 0, '/sbin', '/sbin/halt'],
  ['mail', 8, 12, '/var/mail', '/sbin/nologin'],
  ['news', 9, 13, '/usr/lib/news', '/sbin/nologin'],
  ['cron', 16, 16, '/var/spool/cron', '/sbin/nologin'],
  ['ftp', 21, 21, '/var/lib/ftp', '/sbin/nologin'],
  ['sshd', 22, 22, '/dev/null', '/sbin/nologin'],
  ['games', 35, 35, '/usr/games', '/sbin/nologin'],
  ['ntp', 123, 123, '/var/empty', '/sbin/nologin'],
  ['guest', 405, 100, '/dev/null', '/sbin/nologin'],
  ['nobody', 65534, 65534, '/', '/sbin/nologin'],
]

const groups: Group[] = [
  ['root', 0, 'root'],
  ['sys', 3, 'root', 'bin'],
  ['adm', 4, 'root', 'daemon'],
  ['tty', 5],
  ['disk', 6, 'root'],
  ['lp', 7, 'lp'],
  ['kmem', 9],
  ['wheel', 10, 'root'],
  ['mail', 12, 'mail'],
  ['news', 13, 'news'],
  ['audio', 18],
  ['shadow', 42],
  ['www-data', 82],
  ['users', 100, 'games'],
  ['ping', 999],
  ['nogroup', 65533],
]

/** More users or groups of an image that builds on Alpine: the account files with them. */
export const alpineAccounts = (more: readonly Account[], moreGroups: readonly Group[] = []): LayerEntry[] =>
  accounts([...users, ...more], [...groups, ...moreGroups])

const folders = [
  ...directories('bin', 'dev', 'etc', 'etc/apk', 'etc/apk/keys', 'etc/init.d', 'etc/modules-load.d', 'etc/network'),
  ...directories('etc/periodic', 'etc/profile.d', 'etc/ssl', 'etc/ssl/certs', 'home', 'lib', 'lib/apk', 'lib/apk/db'),
  ...directories('media', 'media/cdrom', 'mnt', 'opt', 'proc', 'run', 'sbin', 'srv', 'sys', 'usr', 'usr/bin'),
  ...directories('usr/lib', 'usr/local', 'usr/local/bin', 'usr/local/lib', 'usr/local/share', 'usr/sbin', 'usr/share'),
  ...directories(
    'var',
    'var/cache',
    'var/lib',
    'var/lib/apk',
    'var/local',
    'var/log',
    'var/mail',
    'var/opt',
    'var/spool',
  ),
  directory('root', 0o700),
  directory('tmp', 0o1777),
  directory('var/empty', 0o555),
  directory('var/tmp', 0o1777),
]

const release = (version: string, branch: string): LayerEntry[] => [
  file('etc/alpine-release', `${version}\n`),
  file(
    'usr/lib/os-release',
    [
      'NAME="Alpine Linux"',
      'ID=alpine',
      `VERSION_ID=${version}`,
      `PRETTY_NAME="Alpine Linux v${branch}"`,
      'HOME_URL="https://alpinelinux.org/"',
      'BUG_REPORT_URL="https://gitlab.alpinelinux.org/alpine/aports/-/issues"',
      '',
    ].join('\n'),
  ),
  symlink('etc/os-release', '../usr/lib/os-release'),
  file('etc/issue', `Welcome to Alpine Linux ${branch}\nKernel \\r on an \\m (\\l)\n\n`),
  file(
    'etc/apk/repositories',
    ['main', 'community'].map((name) => `https://dl-cdn.alpinelinux.org/alpine/v${branch}/${name}\n`).join(''),
  ),
]

const settings = [
  file('etc/hostname', 'localhost\n'),
  file('etc/hosts', '127.0.0.1\tlocalhost localhost.localdomain\n::1\t\tlocalhost localhost.localdomain\n'),
  file(
    'etc/profile',
    'export PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"\nexport PAGER=less\n',
  ),
  file('etc/shells', '/bin/sh\n/bin/ash\n'),
  file('etc/motd', 'Welcome to Alpine!\n'),
  file('etc/protocols', 'ip\t0\tIP\nicmp\t1\tICMP\ntcp\t6\tTCP\nudp\t17\tUDP\n'),
  file('etc/services', 'ssh\t22/tcp\nsmtp\t25/tcp\ndomain\t53/tcp\ndomain\t53/udp\nhttp\t80/tcp\nhttps\t443/tcp\n'),
  file('etc/inputrc', 'set meta-flag on\n"\\e[1~": beginning-of-line\n"\\e[4~": end-of-line\n'),
  symlink('etc/mtab', '../proc/mounts'),
  symlink('var/run', '../run'),
  symlink('var/lock', '../run/lock'),
]

const commands = [
  executable('bin/busybox', 'busybox'),
  executable('usr/bin/getent', 'getent'),
  executable('sbin/apk', 'apk'),
  ...[...appletPlaces].flatMap(([place, names]) => names.map((name) => symlink(`${place}/${name}`, '/bin/busybox'))),
]

/** The steps of `alpine:<branch>`; the very same ones for every image that builds on it. */
export const alpineBase: (branch: string) => readonly RecipeStep[] = remembered((branch) => {
  const { version, created } = alpineReleases[branch]!
  const entries = [
    ...folders,
    ...release(version, branch),
    ...alpineAccounts([]),
    ...settings,
    ...commands,
    ...apkDatabase(branch, created),
  ]
  return [
    buildkit(created, `ADD alpine-minirootfs-${version}-x86_64.tar.gz /`, entries),
    buildkit(created, 'CMD ["/bin/sh"]'),
  ]
})
