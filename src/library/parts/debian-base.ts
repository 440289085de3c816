// The root file systems of Debian and Ubuntu: the same shape, other names and versions.
import type { LayerEntry } from '../../registry/recipe.ts'
import { type Account, accounts, type Group } from './accounts.ts'
import { debianCommands } from './debian-commands.ts'
import { dpkgDatabase } from './dpkg-database.ts'
import { directories, directory, executable, file, symlink } from './entries.ts'

/** A release of a distribution. */
export interface Distribution {
  readonly id: 'debian' | 'ubuntu'
  /** `12.11` or `24.04` */
  readonly version: string
  readonly codename: string
  /** as os-release has it */
  readonly pretty: string
  /** where packages come from */
  readonly mirror: string
  /** Without documentation and manuals, as the tags with `-slim`. */
  readonly slim: boolean
}

const users: Account[] = [
  ['root', 0, 0, '/root', '/bin/bash'],
  ['daemon', 1, 1, '/usr/sbin', '/usr/sbin/nologin'],
  ['bin', 2, 2, '/bin', '/usr/sbin/nologin'],
  ['sys', 3, 3, '/dev', '/usr/sbin/nologin'],
  ['sync', 4, 65534, '/bin', '/bin/sync'],
  ['games', 5, 60, '/usr/games', '/usr/sbin/nologin'],
  ['man', 6, 12, '/var/cache/man', '/usr/sbin/nologin'],
  ['lp', 7, 7, '/var/spool/lpd', '/usr/sbin/nologin'],
  ['mail', 8, 8, '/var/mail', '/usr/sbin/nologin'],
  ['news', 9, 9, '/var/spool/news', '/usr/sbin/nologin'],
  ['uucp', 10, 10, '/var/spool/uucp', '/usr/sbin/nologin'],
  ['proxy', 13, 13, '/bin', '/usr/sbin/nologin'],
  ['www-data', 33, 33, '/var/www', '/usr/sbin/nologin'],
  ['backup', 34, 34, '/var/backups', '/usr/sbin/nologin'],
  ['list', 38, 38, '/var/list', '/usr/sbin/nologin'],
  ['irc', 39, 39, '/run/ircd', '/usr/sbin/nologin'],
  ['_apt', 42, 65534, '/nonexistent', '/usr/sbin/nologin'],
  ['nobody', 65534, 65534, '/nonexistent', '/usr/sbin/nologin'],
]

const groups: Group[] = [
  ['adm', 4],
  ['tty', 5],
  ['disk', 6],
  ['man', 12],
  ['kmem', 15],
  ['dialout', 20],
  ['fax', 21],
  ['voice', 22],
  ['cdrom', 24],
  ['floppy', 25],
  ['tape', 26],
  ['sudo', 27],
  ['audio', 29],
  ['dip', 30],
  ['operator', 37],
  ['src', 40],
  ['shadow', 42],
  ['utmp', 43],
  ['video', 44],
  ['sasl', 45],
  ['plugdev', 46],
  ['staff', 50],
  ['games', 60],
  ['users', 100],
  ['nogroup', 65534],
]

/** The account files with more users or groups: for images that build on a distribution. */
export const debianAccounts = (more: readonly Account[], moreGroups: readonly Group[] = []): LayerEntry[] =>
  accounts([...users, ...more], [...groups, ...moreGroups])

const folders = [
  ...directories('boot', 'dev', 'etc', 'etc/alternatives', 'etc/apt', 'etc/apt/apt.conf.d', 'etc/apt/sources.list.d'),
  ...directories('etc/cron.daily', 'etc/default', 'etc/dpkg', 'etc/init.d', 'etc/ld.so.conf.d', 'etc/pam.d'),
  ...directories('etc/profile.d', 'etc/security', 'etc/skel', 'home', 'media', 'mnt', 'opt', 'proc', 'run', 'srv'),
  ...directories('sys', 'usr', 'usr/bin', 'usr/games', 'usr/include', 'usr/lib', 'usr/lib64', 'usr/libexec'),
  ...directories('usr/local', 'usr/local/bin', 'usr/local/etc', 'usr/local/lib', 'usr/local/sbin', 'usr/local/share'),
  ...directories('usr/sbin', 'usr/share', 'usr/share/common-licenses', 'usr/src', 'var', 'var/backups', 'var/cache'),
  ...directories('var/cache/apt', 'var/lib', 'var/lib/apt', 'var/lib/apt/lists', 'var/lib/dpkg', 'var/lib/dpkg/info'),
  ...directories('var/log', 'var/log/apt', 'var/opt', 'var/spool'),
  directory('root', 0o700),
  directory('run/lock', 0o1777),
  directory('tmp', 0o1777),
  directory('var/local', 0o2775, { uid: 0, gid: 50 }),
  directory('var/mail', 0o2775, { uid: 0, gid: 8 }),
  directory('var/tmp', 0o1777),
  ...['bin', 'lib', 'lib64', 'sbin'].map((name) => symlink(name, `usr/${name}`)),
  symlink('var/lock', '/run/lock'),
  symlink('var/run', '/run'),
  symlink('etc/mtab', '/proc/mounts'),
]

const settings = [
  file('etc/bash.bashrc', '[ -z "$PS1" ] && return\nshopt -s checkwinsize\nPS1=\'\\u@\\h:\\w\\$ \'\n'),
  file('etc/profile', 'PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"\nexport PATH\n'),
  file('etc/shells', '/bin/sh\n/usr/bin/sh\n/bin/bash\n/usr/bin/bash\n/bin/dash\n/usr/bin/dash\n'),
  file('etc/nsswitch.conf', 'passwd:  files\ngroup:   files\nshadow:  files\nhosts:   files dns\nnetworks: files\n'),
  file('etc/ld.so.conf', 'include /etc/ld.so.conf.d/*.conf\n'),
  file('etc/environment', ''),
  file('root/.bashrc', "export PS1='\\u@\\h:\\w\\$ '\numask 022\n"),
  file('root/.profile', 'if [ "$BASH" ] && [ -f ~/.bashrc ]; then . ~/.bashrc; fi\n'),
]

const commands = [
  executable('usr/bin/bash', 'bash'),
  executable('usr/bin/dash', 'dash'),
  symlink('usr/bin/sh', 'dash'),
  symlink('usr/bin/rbash', 'bash'),
  ...debianCommands.map(([path, program]) => executable(path, program)),
]

function release({ id, version, codename, pretty, mirror, slim }: Distribution): LayerEntry[] {
  const name = id === 'debian' ? 'Debian GNU/Linux' : 'Ubuntu'
  const osRelease = [
    `PRETTY_NAME="${pretty}"`,
    `NAME="${name}"`,
    `VERSION_ID="${id === 'debian' ? version.split('.')[0] : version}"`,
    `VERSION_CODENAME=${codename}`,
    `ID=${id}`,
    ...(id === 'ubuntu' ? ['ID_LIKE=debian', `UBUNTU_CODENAME=${codename}`] : []),
    `HOME_URL="https://www.${id}.${id === 'debian' ? 'org' : 'com'}/"`,
  ]
  const components = id === 'debian' ? 'main' : 'main universe restricted multiverse'
  return [
    file('usr/lib/os-release', `${osRelease.join('\n')}\n`),
    symlink('etc/os-release', '../usr/lib/os-release'),
    file('etc/debian_version', id === 'debian' ? `${version}\n` : `${codename}/sid\n`),
    file('etc/issue', `${pretty} \\n \\l\n\n`),
    file('etc/issue.net', `${pretty}\n`),
    file(
      `etc/apt/sources.list.d/${id}.sources`,
      `Types: deb\nURIs: ${mirror}\nSuites: ${codename} ${codename}-updates\nComponents: ${components}\n`,
    ),
    ...(slim ? [] : [...directories('usr/share/doc', 'usr/share/man', 'usr/share/man/man1')]),
    ...(id === 'ubuntu' ? [file('etc/lsb-release', lsbRelease(version, codename, pretty))] : []),
  ]
}

const lsbRelease = (version: string, codename: string, pretty: string): string =>
  `DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=${version}\nDISTRIB_CODENAME=${codename}\nDISTRIB_DESCRIPTION="${pretty}"\n`

/** Everything that a distribution's own image holds. */
export const debianTree = (distribution: Distribution): LayerEntry[] => [
  ...folders,
  ...release(distribution),
  ...debianAccounts([]),
  ...settings,
  ...commands,
  ...dpkgDatabase(distribution),
]
