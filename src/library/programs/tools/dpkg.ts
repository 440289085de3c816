// dpkg and dpkg-query: tell what is installed.
import type { Process, Program } from '../../../runtime/process.ts'
import { readArguments } from './arguments.ts'
import { type DebianPackage, installedPackages, listedFiles, newPackage, setPackages } from './dpkg-status.ts'

const HEAD = [
  'Desired=Unknown/Install/Remove/Purge/Hold',
  '| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend',
  '|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)',
]

export const dpkg: Program = async (process) => {
  const given = readArguments(process.argv.slice(1), ['-f', '--showformat'])
  const { words } = given
  const all = installedPackages(process)
  if (given.has('--print-architecture')) await process.write(1, 'amd64\n')
  else if (given.has('--version'))
    await process.write(1, `Debian 'dpkg' package management program version 1.21.22 (amd64).\n`)
  else if (given.has('-l', '--list')) return list(process, all, words)
  else if (given.has('-s', '--status')) return status(process, all, words)
  else if (given.has('-L', '--listfiles')) return files(process, all, words)
  else if (given.has('-W', '--show'))
    return show(process, all, words, given.values.get('-f') ?? given.values.get('--showformat'))
  else if (given.has('-i', '--install')) return install(process, all, words)
  else if (given.has('--get-selections'))
    await process.write(1, all.map(({ name }) => `${name.padEnd(48)}install\n`).join(''))
  else if (!given.has('--configure', '--add-architecture', '--purge', '-r', '-P', '--remove')) {
    await process.write(
      2,
      'dpkg: error: need an action option\n\nType dpkg --help for help about installing and deinstalling packages [*].\n',
    )
    return 2
  }
  return 0
}

async function list(process: Process, all: readonly DebianPackage[], names: readonly string[]): Promise<number> {
  const found = all.filter(({ name }) => names.length === 0 || names.includes(name))
  for (const name of names.filter((one) => !found.some((other) => other.name === one))) {
    await process.write(2, `dpkg-query: no packages found matching ${name}\n`)
  }
  if (found.length === 0) return 1
  const width = (of: (one: DebianPackage) => string, least: number): number =>
    Math.max(least, ...found.map((one) => of(one).length))
  const name = width((one) => one.name, 14)
  const version = width((one) => one.version, 12)
  const rows = found.map(
    (one) => `ii  ${one.name.padEnd(name)} ${one.version.padEnd(version)} amd64        ${one.description}`,
  )
  const titles = `||/ ${'Name'.padEnd(name)} ${'Version'.padEnd(version)} Architecture Description`
  const rule = `+++-${'='.repeat(name)}-${'='.repeat(version)}-============-${'='.repeat(33)}`
  await process.write(1, `${[...HEAD, titles, rule, ...rows].join('\n')}\n`)
  return found.length < names.length ? 1 : 0
}

async function status(process: Process, all: readonly DebianPackage[], names: readonly string[]): Promise<number> {
  let code = 0
  for (const name of names) {
    const found = all.find((one) => one.name === name)
    if (found) await process.write(1, `${found.record}\n\n`)
    else {
      await process.write(2, `dpkg-query: package '${name}' is not installed and no information is available\n`)
      code = 1
    }
  }
  return code
}

async function files(process: Process, all: readonly DebianPackage[], names: readonly string[]): Promise<number> {
  let code = 0
  for (const name of names) {
    if (all.some((one) => one.name === name)) {
      const listed = listedFiles(process, name)
      await process.write(1, `${(listed.length > 0 ? listed : ['/.']).join('\n')}\n`)
    } else {
      await process.write(2, `dpkg-query: package '${name}' is not installed\n`)
      code = 1
    }
  }
  return code
}

async function show(
  process: Process,
  all: readonly DebianPackage[],
  names: readonly string[],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the variables are dpkg-query's
  format = '${Package}\\t${Version}\\n',
): Promise<number> {
  const found = all.filter(({ name }) => names.length === 0 || names.includes(name))
  const line = ({ name, version, record }: DebianPackage): string =>
    format
      .replace(/\$\{(\w[\w-]*)\}/g, (_, field: string) => {
        if (field === 'Package' || field === 'binary:Package') return name
        if (field === 'Version') return version
        return new RegExp(`^${field}: (.*)$`, 'm').exec(record)?.[1] ?? ''
      })
      .replaceAll('\\n', '\n')
      .replaceAll('\\t', '\t')
  await process.write(1, found.map(line).join(''))
  const missing = names.filter((name) => !found.some((one) => one.name === name))
  for (const name of missing) await process.write(2, `dpkg-query: no packages found matching ${name}\n`)
  return missing.length > 0 ? 1 : 0
}

/** `dpkg -i ./tool_1.2_amd64.deb`: the file's name tells what is in it. */
async function install(process: Process, all: readonly DebianPackage[], paths: readonly string[]): Promise<number> {
  const fresh: DebianPackage[] = []
  for (const path of paths) {
    if (!process.files.exists(path)) {
      await process.write(2, `dpkg: error: cannot access archive '${path}': No such file or directory\n`)
      return 2
    }
    const [, name = 'package', version = '1.0'] = /([^/_]+)(?:_([^_]+))?[^/]*$/.exec(path) ?? []
    fresh.push(newPackage(process, name.replace(/\.deb$/, ''), version.replace(/\.deb$/, ''), 100, []))
    await process.write(
      1,
      `Selecting previously unselected package ${name}.\nUnpacking ${name} (${version}) ...\nSetting up ${name} (${version}) ...\n`,
    )
  }
  setPackages(process, [...all.filter(({ name }) => !fresh.some((one) => one.name === name)), ...fresh])
  return 0
}
