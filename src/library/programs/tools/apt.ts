// apt-get and apt: installs and removes the packages of Debian, which are there in name and bring simulated commands.
import type { Process, Program } from '../../../runtime/process.ts'
import { FileError } from '../../../storage/file-error.ts'
import { type Arguments, readArguments } from './arguments.ts'
import { isPackage, removeFiles, sizeOf, unpack, versionOf, withDependencies } from './catalogue.ts'
import {
  type DebianPackage,
  forgetFiles,
  installedPackages,
  listedFiles,
  newPackage,
  osRelease,
  setPackages,
} from './dpkg-status.ts'
import { readText } from './read-text.ts'

const LISTS = '/var/lib/apt/lists'
const WORK = 'Reading package lists...\nBuilding dependency tree...\nReading state information...\n'
const FAILURE = 100

// differs: packages come from no mirror; any name is one but those that must not exist
export const apt: Program = async (process) => {
  const given = readArguments(process.argv.slice(1), ['-t', '--target-release', '-o', '--option', '-c'])
  const [command = '', ...names] = given.words
  if (given.has('--version', '-v') || command === 'version') {
    await process.write(1, 'apt 2.6.1 (amd64)\n')
    return 0
  }
  if (process.argv[0]?.endsWith('apt') && !process.isTerminal(1)) {
    await process.write(2, '\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\n')
  }
  try {
    return await run(process, given, command, names)
  } catch (error) {
    if (!(error instanceof FileError) || error.code !== 'EACCES') throw error
    const lock = command === 'update' ? `${LISTS}/lock` : '/var/lib/dpkg/lock-frontend'
    await process.write(2, `E: Could not open lock file ${lock} - open (13: Permission denied)\n`)
    if (command === 'update') await process.write(2, `E: Unable to lock directory ${LISTS}/\n`)
    else await process.write(2, `E: Unable to acquire the dpkg frontend lock (${lock}), are you root?\n`)
    return FAILURE
  }
}

async function run(process: Process, given: Arguments, command: string, names: readonly string[]): Promise<number> {
  switch (command) {
    case 'update':
      return update(process, given)
    case 'install':
      return install(process, given, names)
    case 'remove':
    case 'purge':
    case 'autoremove':
      return remove(process, given, names)
    case 'upgrade':
    case 'dist-upgrade':
    case 'full-upgrade':
      await say(
        process,
        given,
        `${WORK}Calculating upgrade...\n0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n`,
      )
      return 0
    case 'clean':
    case 'autoclean':
    case 'check':
      return 0
    case 'list':
    case 'show':
    case 'policy':
    case 'search':
      return show(process, command, names)
    case '':
      await process.write(1, 'apt 2.6.1 (amd64)\nUsage: apt-get [options] command\n')
      return 0
    default:
      await process.write(2, `E: Invalid operation ${command}\n`)
      return FAILURE
  }
}

async function say(process: Process, given: Arguments, text: string): Promise<void> {
  if (!given.has('-q', '-qq', '--quiet') || !given.flags.includes('-qq')) await process.write(1, text)
}

/** Where the image says that its packages come from. */
function mirrorOf(process: Process): string {
  const sources = readText(process, `/etc/apt/sources.list.d/${osRelease(process, 'ID')}.sources`) ?? ''
  return /^URIs: (\S+?)\/?$/m.exec(sources)?.[1] ?? 'http://packages.example'
}

const listName = (process: Process): string =>
  `${mirrorOf(process)
    .replace(/^\w+:\/\//, '')
    .replaceAll('/', '_')}_dists_${osRelease(process, 'VERSION_CODENAME')}`

async function update(process: Process, given: Arguments): Promise<number> {
  const codename = osRelease(process, 'VERSION_CODENAME')
  const mirror = mirrorOf(process)
  process.files.makeDirectories(`${LISTS}/partial`)
  process.files.writeFile(`${LISTS}/lock`, '', 0o640)
  process.files.writeFile(`${LISTS}/${listName(process)}_InRelease`, `Codename: ${codename}\n`)
  process.files.writeFile(`${LISTS}/${listName(process)}_main_binary-amd64_Packages`, '')
  const lines = [
    `Get:1 ${mirror} ${codename} InRelease [151 kB]`,
    `Get:2 ${mirror} ${codename}-updates InRelease [55.4 kB]`,
    `Get:3 ${mirror} ${codename}/main amd64 Packages [8793 kB]`,
    `Get:4 ${mirror} ${codename}-updates/main amd64 Packages [6924 B]`,
    'Fetched 9006 kB in 1s (8123 kB/s)',
    'Reading package lists...',
  ]
  await say(process, given, `${lines.join('\n')}\n`)
  return 0
}

const hasLists = (process: Process): boolean =>
  process.files.exists(LISTS) && process.files.list(LISTS).some((name) => name.endsWith('_Packages'))

/** `curl` of `curl=7.88.1-10` and `curl/bookworm` and `libc6:amd64` */
const nameOf = (wanted: string): string => wanted.replace(/[=/:].*$/s, '')

async function install(process: Process, given: Arguments, wanted: readonly string[]): Promise<number> {
  if (!process.files.access('/var/lib/dpkg/status', 2)) throw new FileError('EACCES')
  await say(process, given, WORK)
  const before = installedPackages(process)
  const has = (name: string): boolean => before.some((one) => one.name === name)
  // a package in a file beside: its name is in the file's
  const names = wanted.map((word) => (/\.deb$/.test(word) ? word.replace(/^.*\/|_.*$/g, '') : nameOf(word)))
  const lists = hasLists(process)
  const missing = names.filter(
    (name, index) => !has(name) && !/\.deb$/.test(wanted[index]!) && !(lists && isPackage(name)),
  )
  if (missing.length > 0) {
    await process.write(2, missing.map((name) => `E: Unable to locate package ${name}\n`).join(''))
    return FAILURE
  }
  const release = osRelease(process, 'VERSION_CODENAME')
  for (const name of names.filter(has)) {
    const { version } = before.find((one) => one.name === name)!
    await say(process, given, `${name} is already the newest version (${version}).\n`)
  }
  const order = [...new Set(names.flatMap((name) => withDependencies(name, 'debian')))].filter((name) => !has(name))
  const size = order.reduce((sum, name) => sum + sizeOf(name, release), 0)
  const extra = order.filter((name) => !names.includes(name))
  const list = (title: string, some: readonly string[]): string =>
    some.length > 0 ? `${title}\n  ${some.toSorted().join(' ')}\n` : ''
  await say(
    process,
    given,
    `${list('The following additional packages will be installed:', extra)}${list('The following NEW packages will be installed:', order)}` +
      `0 upgraded, ${order.length} newly installed, 0 to remove and 0 not upgraded.\n`,
  )
  if (order.length === 0) return 0
  await say(
    process,
    given,
    `Need to get ${Math.ceil(size / 3)} kB of archives.\nAfter this operation, ${size} kB of additional disk space will be used.\n`,
  )
  if (!(await confirmed(process, given))) return 1
  const mirror = mirrorOf(process)
  const fetched = order.map((name, index) => {
    const version = versionOf(name, release)
    return `Get:${index + 1} ${mirror} ${release}/main amd64 ${name} amd64 ${version} [${Math.ceil(sizeOf(name, release) / 3)} kB]\n`
  })
  await say(process, given, `${fetched.join('')}Fetched ${Math.ceil(size / 3)} kB in 0s (5120 kB/s)\n`)
  const fresh: DebianPackage[] = []
  for (const name of order) {
    const version = versionOf(name, release)
    fresh.push(newPackage(process, name, version, sizeOf(name, release), unpack(process, name)))
    const first = `Selecting previously unselected package ${name}.\n`
    const reading =
      fresh.length === 1
        ? `(Reading database ... ${6000 + before.length} files and directories currently installed.)\n`
        : ''
    await say(
      process,
      given,
      `${first}${reading}Preparing to unpack .../${name}_${version}_amd64.deb ...\nUnpacking ${name} (${version}) ...\n`,
    )
  }
  await say(process, given, fresh.map(({ name, version }) => `Setting up ${name} (${version}) ...\n`).join(''))
  await say(process, given, 'Processing triggers for libc-bin ...\n')
  setPackages(process, [...before, ...fresh])
  return 0
}

/** Without -y somebody must say yes. */
async function confirmed(process: Process, given: Arguments): Promise<boolean> {
  if (given.has('-y', '--yes', '--assume-yes', '-qq')) return true
  await process.write(1, 'Do you want to continue? [Y/n] ')
  const answer = await process.read(0)
  if (answer && /^y?\s*$/i.test(Buffer.from(answer).toString())) return true
  await process.write(1, 'Abort.\n')
  return false
}

async function remove(process: Process, given: Arguments, wanted: readonly string[]): Promise<number> {
  if (!process.files.access('/var/lib/dpkg/status', 2)) throw new FileError('EACCES')
  await say(process, given, WORK)
  const before = installedPackages(process)
  const names = wanted.map(nameOf)
  const unknown = names.filter((name) => !isPackage(name))
  if (unknown.length > 0) {
    await process.write(2, unknown.map((name) => `E: Unable to locate package ${name}\n`).join(''))
    return FAILURE
  }
  const gone = before.filter(({ name }) => names.includes(name))
  for (const name of names.filter((one) => !gone.some((other) => other.name === one))) {
    await say(process, given, `Package '${name}' is not installed, so not removed\n`)
  }
  const title =
    gone.length > 0 ? `The following packages will be REMOVED:\n  ${gone.map(({ name }) => name).join(' ')}\n` : ''
  await say(process, given, `${title}0 upgraded, 0 newly installed, ${gone.length} to remove and 0 not upgraded.\n`)
  if (gone.length === 0) return 0
  if (!(await confirmed(process, given))) return 1
  for (const { name, version } of gone) {
    await say(process, given, `Removing ${name} (${version}) ...\n`)
    const files = listedFiles(process, name).filter((path) => path !== '/.' && process.files.exists(path))
    removeFiles(process, files)
    forgetFiles(process, name)
  }
  setPackages(
    process,
    before.filter((one) => !gone.includes(one)),
  )
  return 0
}

async function show(process: Process, command: string, names: readonly string[]): Promise<number> {
  const all = installedPackages(process)
  if (command === 'list') {
    const lines = all
      .filter(({ name }) => names.length === 0 || names.includes(name))
      .map(({ name, version }) => `${name}/now ${version} amd64 [installed,local]\n`)
    await process.write(1, `Listing...\n${lines.join('')}`)
    return 0
  }
  const release = osRelease(process, 'VERSION_CODENAME')
  for (const name of names.filter(isPackage)) {
    const version = all.find((one) => one.name === name)?.version
    const candidate = version ?? versionOf(name, release)
    if (command === 'policy')
      await process.write(1, `${name}:\n  Installed: ${version ?? '(none)'}\n  Candidate: ${candidate}\n`)
    else if (command === 'search') await process.write(1, `${name} - ${name}\n`)
    else await process.write(1, `Package: ${name}\nVersion: ${candidate}\nPriority: optional\nSection: utils\n\n`)
  }
  return names.every(isPackage) ? 0 : FAILURE
}
