// The packages that simulated package managers know: what they bring, and their versions.
import { createHash } from 'node:crypto'
import type { Process } from '../../../runtime/process.ts'
import { binary } from '../../../runtime/programs.ts'

/**
 * Package -> its executables as `path` or `path:program`; without a program it is one that is there in name only. The
 * same names serve Alpine and Debian. Packages that are not listed are taken for there, too.
 */
const executables: Readonly<Record<string, string>> = {
  bash: 'bin/bash:bash',
  'build-base': 'usr/bin/gcc usr/bin/g++ usr/bin/cc usr/bin/ld usr/bin/ar usr/bin/make:make',
  'build-essential': 'usr/bin/gcc usr/bin/g++ usr/bin/cc usr/bin/ld usr/bin/ar usr/bin/make:make',
  'bind-tools': 'usr/bin/dig usr/bin/host',
  'ca-certificates': 'usr/sbin/update-ca-certificates:update-ca-certificates',
  cargo: 'usr/bin/cargo:cargo usr/bin/rustc:rustc',
  cmake: 'usr/bin/cmake',
  curl: 'usr/bin/curl:curl',
  'default-jdk': 'usr/bin/java:java usr/bin/javac:javac',
  'default-jre': 'usr/bin/java:java',
  'default-jre-headless': 'usr/bin/java:java',
  dnsutils: 'usr/bin/dig usr/bin/nslookup:nslookup',
  ffmpeg: 'usr/bin/ffmpeg usr/bin/ffprobe',
  'g++': 'usr/bin/g++ usr/bin/c++',
  gcc: 'usr/bin/gcc usr/bin/cc',
  git: 'usr/bin/git:git',
  gnupg: 'usr/bin/gpg',
  go: 'usr/bin/go:go',
  golang: 'usr/bin/go:go',
  'golang-go': 'usr/bin/go:go',
  gradle: 'usr/bin/gradle:gradle',
  imagemagick: 'usr/bin/convert usr/bin/magick',
  iproute2: 'sbin/ip:ip sbin/ss',
  'iputils-ping': 'bin/ping:ping',
  jq: 'usr/bin/jq',
  make: 'usr/bin/make:make',
  maven: 'usr/bin/mvn:mvn',
  'net-tools': 'bin/netstat sbin/ifconfig:ifconfig sbin/route:route',
  'netcat-openbsd': 'bin/nc:nc',
  nodejs: 'usr/bin/node:node',
  npm: 'usr/bin/npm:npm usr/bin/npx:npx',
  openssl: 'usr/bin/openssl',
  'openssh-client': 'usr/bin/ssh usr/bin/scp usr/bin/ssh-keygen',
  php: 'usr/bin/php:php',
  'php-cli': 'usr/bin/php:php',
  'postgresql-client': 'usr/bin/psql:psql usr/bin/pg_isready:pg_isready',
  procps:
    'bin/ps:ps usr/bin/top:top usr/bin/free:free usr/bin/pgrep:pgrep usr/bin/pkill:pkill usr/bin/uptime:uptime usr/bin/watch:watch',
  'py3-pip': 'usr/bin/pip:pip usr/bin/pip3:pip',
  python3: 'usr/bin/python3:python',
  'python3-pip': 'usr/bin/pip:pip usr/bin/pip3:pip',
  'redis-tools': 'usr/bin/redis-cli:redis-cli',
  ruby: 'usr/bin/ruby:ruby usr/bin/gem:gem',
  'ruby-full': 'usr/bin/ruby:ruby usr/bin/gem:gem',
  rustc: 'usr/bin/rustc:rustc',
  socat: 'usr/bin/socat:socat',
  sudo: 'usr/bin/sudo',
  'su-exec': 'sbin/su-exec:gosu',
  tini: 'sbin/tini:docker-init',
  vim: 'usr/bin/vim usr/bin/vi',
  wget: 'usr/bin/wget:wget',
  'xz-utils': 'usr/bin/xz usr/bin/unxz',
  yarn: 'usr/bin/yarn:yarn',
}

const dependencies: Readonly<Record<string, string>> = {
  curl: 'libcurl4',
  git: 'git-man liberror-perl',
  npm: 'nodejs',
  'py3-pip': 'python3 py3-setuptools',
  'python3-pip': 'python3 python3-setuptools python3-wheel',
  python3: 'libpython3-stdlib',
}
const alpineDependencies: Readonly<Record<string, string>> = {
  bash: 'ncurses-terminfo-base libncursesw readline',
  curl: 'ca-certificates brotli-libs c-ares libunistring libidn2 nghttp2-libs libpsl zstd-libs libcurl',
  git: 'ca-certificates libcurl libexpat pcre2 git-init-template',
  nodejs: 'ca-certificates libgcc libstdc++ ada-libs icu-libs',
  npm: 'nodejs',
  'py3-pip': 'python3 py3-setuptools py3-packaging',
  python3: 'libbz2 libexpat libffi gdbm xz-libs sqlite-libs python3-pycache-pyc0',
}

export type Distribution = 'alpine' | 'debian'

/** A name like those that a pull refuses is no package; any other might be one. */
export const isPackage = (name: string): boolean =>
  /^[A-Za-z0-9@][\w.+@/-]*$/.test(name) && !/no-?such|non-?existent|does-?not-?exist/i.test(name)

/** A package and what it needs, the needed ones first. */
export function withDependencies(name: string, distribution: Distribution): readonly string[] {
  const all = distribution === 'alpine' ? alpineDependencies : dependencies
  const needed = Object.hasOwn(all, name) ? all[name]!.split(' ') : []
  return [...needed.flatMap((one) => (one === name ? [] : withDependencies(one, distribution))), name]
}

/** Paths of executables and the programs that they run. A package that is no library is a command of its name. */
export function executablesOf(name: string): readonly { readonly path: string; readonly program: string }[] {
  const listed = Object.hasOwn(executables, name) ? executables[name]! : ''
  if (listed !== '') {
    return listed.split(' ').map((word) => {
      const [path = '', program = 'nominal'] = word.split(':')
      return { path, program }
    })
  }
  const isCommand =
    /^[a-z][a-z0-9_-]*$/.test(name) &&
    !/^lib|-(dev|libs?|data|common|doc|man)$|^(py3|python3|perl|fonts?|php|ruby|tzdata|ncurses|ca)\b/.test(name)
  return isCommand ? [{ path: `usr/bin/${name}`, program: 'nominal' }] : []
}

/** What well-known packages were at in the summer of 2025. */
const versions: Readonly<Record<string, string>> = {
  bash: '5.2.37',
  curl: '8.14.1',
  express: '4.21.2',
  flask: '3.1.1',
  gcc: '14.2.0',
  git: '2.47.3',
  jq: '1.7.1',
  libcurl: '8.14.1',
  make: '4.4.1',
  nodejs: '22.16.0',
  npm: '11.3.0',
  openssl: '3.5.1',
  python3: '3.12.11',
  requests: '2.32.4',
  typescript: '5.9.2',
  wget: '1.25.0',
}

/** Real or made-up, always the same for one name and release. */
export function versionOf(name: string, release: string): string {
  const sum = sumOf(name, release)
  const madeUp = `${1 + (sum[0]! % 9)}.${sum[1]! % 40}.${sum[2]! % 12}`
  return `${Object.hasOwn(versions, name) ? versions[name] : madeUp}-${release.startsWith('v3') ? 'r' : ''}${1 + (sum[3]! % 5)}`
}

/** kB, for what is fetched and unpacked */
export const sizeOf = (name: string, release: string): number => 50 + (sumOf(name, release).readUInt16BE(4) % 4000)

const sumOf = (name: string, release: string): Buffer => createHash('sha1').update(`${release} ${name}`).digest()

/** Puts the executables of a package where they are not yet; the paths that it has. */
export function unpack(process: Process, name: string): string[] {
  return executablesOf(name).map(({ path, program }) => {
    const place = `/${path}`
    process.files.makeDirectories(place.slice(0, place.lastIndexOf('/')))
    if (!process.files.exists(place)) process.files.writeFile(place, binary(program), 0o755)
    return place
  })
}

/** Takes them away again. */
export function removeFiles(process: Process, paths: readonly string[]): void {
  for (const path of paths) if (process.files.exists(path)) process.files.unlink(path)
}
