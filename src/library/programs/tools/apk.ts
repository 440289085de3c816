// apk: installs and removes the packages of Alpine Linux, which are there in name and bring simulated commands.
import { rfc3339 } from '../../../codec/timestamp.ts'
import type { Process, Program } from '../../../runtime/process.ts'
import { filesOf, type Installed, installed, recordOf, setInstalled, setWorld, world } from './apk-installed.ts'
import { type Arguments, readArguments } from './arguments.ts'
import { isPackage, removeFiles, sizeOf, unpack, versionOf, withDependencies } from './catalogue.ts'
import { readText } from './read-text.ts'

const INDEX = '/var/cache/apk'
const TRIGGER = 'Executing busybox-1.37.0-r18.trigger\n'

// differs: packages come from no mirror; any name is one but those that must not exist
export const apk: Program = async (process) => {
  const given = readArguments(process.argv.slice(1), [
    '-t',
    '--virtual',
    '-X',
    '--repository',
    '--root',
    '-p',
    '--arch',
  ])
  const [command, ...names] = given.words
  if (given.has('--version', '-V')) {
    await process.write(1, 'apk-tools 2.14.9, compiled for x86_64.\n')
    return 0
  }
  const commands: Readonly<
    Record<string, (process: Process, given: Arguments, names: readonly string[]) => Promise<number>>
  > = {
    add,
    del,
    fix: (process) => summary(process, installed(process)),
    info,
    list: listPackages,
    search,
    update,
    upgrade: async (process, given) => (await fetchIndexes(process, given)) ?? summary(process, installed(process)),
    cache: async () => 0,
    version: async () => 0,
  }
  if (command === undefined || !Object.hasOwn(commands, command)) {
    await process.write(
      2,
      `apk-tools 2.14.9, compiled for x86_64.\n\nusage: apk [<OPTIONS>...] COMMAND [<ARGUMENTS>...]\n`,
    )
    return 1
  }
  if (['add', 'del', 'fix', 'update', 'upgrade'].includes(command) && !process.files.access('/lib/apk/db', 2)) {
    await process.write(
      2,
      'ERROR: Unable to lock database: Permission denied\nERROR: Failed to open apk database: Permission denied\n',
    )
    return 99
  }
  return commands[command]!(process, given, names)
}

const repositories = (process: Process): string[] =>
  (readText(process, '/etc/apk/repositories') ?? '').split('\n').filter((line) => /^https?:/.test(line))

/** `v3.22`, which versions depend on */
const releaseOf = (process: Process): string => /v\d[\d.]*/.exec(repositories(process)[0] ?? '')?.[0] ?? 'v3.22'

const indexOf = (process: Process): string[] => {
  if (!process.files.exists(INDEX)) return []
  return process.files.list(INDEX).filter((name) => name.startsWith('APKINDEX'))
}

/** Fetches the indexes if that is asked for. */
async function fetchIndexes(process: Process, given: Arguments): Promise<undefined> {
  if (!given.has('--no-cache', '-U', '--update-cache', '--update')) return undefined
  const lines = repositories(process).map((url) => `fetch ${url}/x86_64/APKINDEX.tar.gz\n`)
  await print(process, given, lines.join(''))
  if (!given.has('--no-cache')) keepIndexes(process)
  return undefined
}

function keepIndexes(process: Process): void {
  process.files.makeDirectories(INDEX)
  for (const url of repositories(process)) {
    process.files.writeFile(`${INDEX}/APKINDEX.${Buffer.from(url).toString('hex').slice(-8)}.tar.gz`, '')
  }
}

async function print(process: Process, given: Arguments, text: string): Promise<void> {
  if (!given.has('-q', '--quiet') && text !== '') await process.write(1, text)
}

async function summary(process: Process, packages: readonly Installed[], given?: Arguments): Promise<number> {
  const size = packages.reduce((sum, one) => sum + one.size, 0)
  const text = `OK: ${Math.max(1, Math.round(size / 2 ** 20))} MiB in ${packages.length} packages\n`
  if (given) await print(process, given, text)
  else await process.write(1, text)
  return 0
}

async function update(process: Process, given: Arguments): Promise<number> {
  keepIndexes(process)
  const urls = repositories(process)
  const lines = urls.map((url) => `fetch ${url}/x86_64/APKINDEX.tar.gz\n`)
  const release = releaseOf(process)
  const states = urls.map((url) => `${release}.1-100-g0123456789a [${url}]\n`)
  await print(process, given, `${lines.join('')}${states.join('')}OK: 25395 distinct packages available\n`)
  return 0
}

/** `curl` of `curl=8.14.1-r1` and `curl>8` */
const nameOf = (wanted: string): string => wanted.replace(/[=<>~@].*$/s, '')

async function add(process: Process, given: Arguments, wanted: readonly string[]): Promise<number> {
  await fetchIndexes(process, given)
  const hasIndex = given.has('--no-cache') || indexOf(process).length > 0
  if (!hasIndex) {
    const lines = repositories(process).map((url) => `WARNING: opening from cache ${url}: No such file or directory\n`)
    await process.write(2, lines.join(''))
  }
  const before = installed(process)
  const has = (name: string): boolean => before.some((one) => one.name === name)
  const names = wanted.map(nameOf)
  const virtual = given.values.get('-t') ?? given.values.get('--virtual')
  const missing = names.filter((name) => !has(name) && !name.startsWith('/') && !(hasIndex && isPackage(name)))
  if (missing.length > 0) {
    const by = virtual ?? 'world'
    const lines = missing.sort().map((name) => `  ${name} (no such package):\n    required by: ${by}[${name}]\n`)
    await process.write(2, 'ERROR: unable to select packages:\n')
    await process.write(1, lines.join(''))
    return missing.length
  }
  const order = [...new Set(names.flatMap((name) => withDependencies(name, 'alpine')))].filter((name) => !has(name))
  const release = releaseOf(process)
  const fresh = order.map((name) => {
    const files = unpack(process, name).map((path) => path.slice(1))
    const needs = withDependencies(name, 'alpine').filter((one) => one !== name)
    return recordOf(name, versionOf(name, release), sizeOf(name, release), files, needs)
  })
  if (virtual !== undefined) fresh.push(recordOf(virtual, stamp(process), 0, [], names))
  const lines = fresh.map((one, index) => `(${index + 1}/${fresh.length}) Installing ${one.name} (${one.version})\n`)
  await print(process, given, lines.join('') + (fresh.length > 0 ? TRIGGER : ''))
  const after = [...before, ...fresh]
  setInstalled(process, after)
  setWorld(process, [...world(process), ...(virtual === undefined ? names : [virtual])])
  return summary(process, after, given)
}

/** The version of a virtual package: the moment. */
const stamp = (process: Process): string => rfc3339(process.now()).replace(/[-:]/g, '').replace('T', '.').slice(0, 15)

async function del(process: Process, given: Arguments, names: readonly string[]): Promise<number> {
  const before = installed(process)
  const kept = new Set(world(process).filter((name) => !names.includes(name)))
  for (const one of before) if (!isRemovable(one)) kept.add(one.name)
  const needed = new Set([...kept].flatMap((name) => closure(before, name)))
  for (const name of kept) needed.add(name)
  const gone = before.filter(({ name }) => !needed.has(name))
  removeFiles(process, gone.flatMap(filesOf))
  const lines = gone.map(({ name, version }, index) => `(${index + 1}/${gone.length}) Purging ${name} (${version})\n`)
  await print(process, given, lines.join('') + (gone.length > 0 ? TRIGGER : ''))
  const after = before.filter((one) => !gone.includes(one))
  setInstalled(process, after)
  setWorld(
    process,
    world(process).filter((name) => !names.includes(name)),
  )
  return summary(process, after, given)
}

/** What the image itself had says nothing of its files here, and stays. */
const isRemovable = (one: Installed): boolean => !/^c:/m.test(one.record)

function closure(packages: readonly Installed[], name: string, seen: Set<string> = new Set()): string[] {
  if (seen.has(name)) return []
  seen.add(name)
  const record = packages.find((one) => one.name === name)?.record ?? ''
  const needs = /^D:(.*)$/m.exec(record)?.[1]?.split(' ') ?? []
  return [name, ...needs.flatMap((one) => closure(packages, one, seen))]
}

async function info(process: Process, given: Arguments, names: readonly string[]): Promise<number> {
  const packages = installed(process)
  if (names.length === 0) {
    const lines = packages.map(({ name, version }) => (given.has('-v') ? `${name}-${version}\n` : `${name}\n`))
    await process.write(1, lines.join(''))
    return 0
  }
  const found = packages.filter(({ name }) => names.includes(name))
  for (const one of found) {
    if (given.has('-e', '--installed')) await process.write(1, `${one.name}\n`)
    else if (given.has('-L', '--contents')) {
      const files = filesOf(one).map((path) => `${path.slice(1)}\n`)
      await process.write(1, `${one.name}-${one.version} contains:\n${files.join('')}\n`)
    } else {
      const head = `${one.name}-${one.version}`
      const url = 'https://alpinelinux.org/'
      const size = `${Math.max(1, Math.round(one.size / 1024))} KiB`
      await process.write(
        1,
        `${head} description:\n${one.name}\n\n${head} webpage:\n${url}\n\n${head} installed size:\n${size}\n\n`,
      )
    }
  }
  return found.length === names.length ? 0 : 1
}

async function listPackages(process: Process, given: Arguments, names: readonly string[]): Promise<number> {
  const found = installed(process).filter(({ name }) => names.length === 0 || names.includes(name))
  if (given.has('-I', '--installed') || names.length > 0) {
    const lines = found.map(({ name, version }) => `${name}-${version} x86_64 {${name}} (MIT) [installed]\n`)
    await process.write(1, lines.join(''))
  }
  return 0
}

async function search(process: Process, _: Arguments, names: readonly string[]): Promise<number> {
  const release = releaseOf(process)
  const lines = names.filter(isPackage).map((name) => `${name}-${versionOf(name, release)}\n`)
  await process.write(1, lines.join(''))
  return 0
}
