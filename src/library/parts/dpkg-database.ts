// The package database of Debian and Ubuntu: what is installed, in dpkg's own format.
import { createHash } from 'node:crypto'
import type { LayerEntry } from '../../registry/recipe.ts'
import { file } from './entries.ts'

const packages = `adduser apt base-files base-passwd bash bsdutils coreutils dash debconf debianutils diffutils dpkg
  e2fsprogs findutils gcc-12-base gpgv grep gzip hostname init-system-helpers libacl1 libapt-pkg6.0 libattr1
  libaudit-common libaudit1 libblkid1 libbz2-1.0 libc-bin libc6 libcap-ng0 libcap2 libcom-err2 libcrypt1 libdb5.3
  libdebconfclient0 libext2fs2 libffi8 libgcc-s1 libgcrypt20 libgmp10 libgnutls30 libgpg-error0 libhogweed6 libidn2-0
  liblz4-1 liblzma5 libmd0 libmount1 libnettle8 libp11-kit0 libpam-modules libpam-modules-bin libpam-runtime libpam0g
  libpcre2-8-0 libseccomp2 libselinux1 libsemanage-common libsemanage2 libsepol2 libsmartcols1 libss2 libstdc++6
  libsystemd0 libtasn1-6 libtinfo6 libudev1 libunistring2 libuuid1 libxxhash0 libzstd1 login logsave mawk mount
  ncurses-base ncurses-bin passwd perl-base sed sysvinit-utils tar tzdata usr-is-merged util-linux util-linux-extra
  zlib1g`
  .trim()
  .split(/\s+/)

const essential = new Set(
  'base-files base-passwd bash bsdutils coreutils dash debianutils diffutils dpkg findutils grep gzip hostname login ncurses-bin perl-base sed sysvinit-utils tar util-linux'.split(
    ' ',
  ),
)

interface Release {
  readonly id: 'debian' | 'ubuntu'
  readonly codename: string
}

/** Versions only need to look real and to stay the same, so they come from a hash of the name. */
export function dpkgDatabase({ id, codename }: Release): LayerEntry[] {
  const maintainer =
    id === 'debian' ? 'Debian Maintainers <maintainers@debian.invalid>' : 'Ubuntu Developers <devel@ubuntu.invalid>'
  const status = packages.map((name) => {
    const sum = createHash('sha1').update(`${codename} ${name}`).digest()
    const version = `${1 + (sum[0]! % 9)}.${sum[1]! % 40}.${sum[2]! % 12}-${1 + (sum[3]! % 5)}`
    return [
      `Package: ${name}`,
      ...(essential.has(name) ? ['Essential: yes'] : []),
      'Status: install ok installed',
      `Priority: ${essential.has(name) ? 'required' : 'optional'}`,
      `Section: ${name.startsWith('lib') ? 'libs' : 'utils'}`,
      `Installed-Size: ${50 + (sum.readUInt16BE(4) % 4000)}`,
      `Maintainer: ${maintainer}`,
      'Architecture: amd64',
      `Version: ${version}`,
      `Description: ${name} of ${codename}`,
      '',
    ].join('\n')
  })
  return [
    file('var/lib/dpkg/status', status.map((text) => `${text}\n`).join('')),
    file('var/lib/dpkg/available', ''),
    file('var/lib/dpkg/arch', 'amd64\n'),
    file('var/log/dpkg.log', ''),
    file('var/log/apt/history.log', ''),
  ]
}
