// pip: installs packages of Python in name: their metadata, an empty module, and their commands.

import type { Process, Program } from '../../../runtime/process.ts'
import { binary } from '../../../runtime/programs.ts'
import { readArguments } from './arguments.ts'
import { isPackage, sizeOf, versionOf } from './catalogue.ts'
import { readText } from './read-text.ts'

/** Packages that bring commands. */
const commands: Readonly<Record<string, readonly string[]>> = {
  ansible: ['ansible', 'ansible-playbook'],
  awscli: ['aws'],
  black: ['black'],
  celery: ['celery'],
  django: ['django-admin'],
  flask: ['flask'],
  gunicorn: ['gunicorn'],
  pipenv: ['pipenv'],
  poetry: ['poetry'],
  pytest: ['pytest'],
  ruff: ['ruff'],
  uv: ['uv'],
  uvicorn: ['uvicorn'],
}
const withValue = [
  '-r',
  '--requirement',
  '-i',
  '--index-url',
  '--extra-index-url',
  '-t',
  '--target',
  '-c',
  '--constraint',
  '--trusted-host',
  '--timeout',
  '--prefix',
]

// differs: packages come from no index; any name is one but those that must not exist
export const pip: Program = async (process) => {
  const given = readArguments(process.argv.slice(1), withValue)
  const [command, ...words] = given.words
  const python = (process.env.PYTHON_VERSION ?? '3.12.11').split('.').slice(0, 2).join('.')
  const target = given.values.get('-t') ?? given.values.get('--target')
  const site = target ?? siteOf(process, python)
  if (given.has('--version', '-V')) {
    await process.write(1, `pip 24.0 from ${site}/pip (python ${python})\n`)
    return 0
  }
  switch (command) {
    case 'install':
    case 'download':
    case 'wheel':
      return install(process, site, words, requirementFiles(process))
    case 'uninstall':
      return uninstall(process, site, words)
    case 'list':
    case 'freeze':
      return list(process, site, command)
    case 'show':
      return show(process, site, words)
    case 'check':
      await process.write(1, 'No broken requirements found.\n')
      return 0
    case 'cache':
    case 'config':
      return 0
    default:
      await process.write(
        2,
        command === undefined ? '\nUsage:\n  pip <command> [options]\n' : `ERROR: unknown command "${command}"\n`,
      )
      return command === undefined ? 0 : 1
  }
}

/** Where packages belong: into the virtual environment that the command is of, or to the Python of the image. */
function siteOf(process: Process, python: string): string {
  const [, root = ''] = /^(.*)\/bin\/[^/]+$/.exec(process.files.realpath('/proc/self/exe')) ?? []
  if (process.files.exists(`${root}/pyvenv.cfg`)) return `${root}/lib/python${python}/site-packages`
  return process.env.PYTHON_VERSION ? `/usr/local/lib/python${python}/site-packages` : '/usr/lib/python3/dist-packages'
}

/** All of `-r a -r b`. */
const requirementFiles = ({ argv }: Process): string[] =>
  argv.flatMap((word, index) =>
    word === '-r' || word === '--requirement'
      ? (argv[index + 1] ?? [])
      : (/^(?:-r|--requirement=)(.+)$/.exec(word)?.[1] ?? []),
  )

async function install(
  process: Process,
  site: string,
  words: readonly string[],
  lists: readonly string[],
): Promise<number> {
  const wanted = [...words]
  for (const path of lists) {
    const text = readText(process, path)
    if (text === undefined) {
      await process.write(
        2,
        `ERROR: Could not open requirements file: [Errno 2] No such file or directory: '${path}'\n`,
      )
      return 1
    }
    wanted.push(
      ...text
        .split('\n')
        .map((line) =>
          line
            .slice(0, 1000)
            .replace(/(^|\s)#.*$/, '')
            .trim(),
        )
        .filter((line) => line !== '' && !line.startsWith('-')),
    )
  }
  if (wanted.length === 0) {
    await process.write(2, 'ERROR: You must give at least one requirement to install (see "pip help install")\n')
    return 1
  }
  const fresh: string[] = []
  for (const requirement of wanted) {
    const name = nameOf(requirement)
    const version = /==\s*([^\s,;]+)/.exec(requirement)?.[1] ?? versionOf(name, 'pypi').split('-')[0]!
    if (!isPackage(name)) {
      await process.write(
        2,
        `ERROR: Could not find a version that satisfies the requirement ${requirement} (from versions: none)\nERROR: No matching distribution found for ${requirement}\n`,
      )
      return 1
    }
    if (installed(process, site).some((one) => canonical(one.name) === canonical(name))) {
      await process.write(1, `Requirement already satisfied: ${requirement} in ${site}\n`)
      continue
    }
    await process.write(
      1,
      `Collecting ${requirement}\n  Downloading ${name}-${version}-py3-none-any.whl (${sizeOf(name, 'pypi')} kB)\n`,
    )
    write(process, site, name, version)
    fresh.push(`${name}-${version}`)
  }
  if (fresh.length === 0) return 0
  const names = fresh.map((one) => one.slice(0, one.lastIndexOf('-')))
  await process.write(
    1,
    `Installing collected packages: ${names.join(', ')}\nSuccessfully installed ${fresh.join(' ')}\n`,
  )
  if (
    process.user.uid === 0 &&
    process.env.PIP_ROOT_USER_ACTION !== 'ignore' &&
    !process.argv.includes('--root-user-action=ignore')
  ) {
    await process.write(
      2,
      "WARNING: Running pip as the 'root' user can result in broken permissions and conflicting behaviour with the system package manager.\n",
    )
  }
  return 0
}

/** `requests` of `requests[socks]>=2.0; python_version > "3"`, and of a path or URL its last part. */
function nameOf(requirement: string): string {
  if (/^[./]|:\/\//.test(requirement)) return requirement.replace(/[/.]+$|\.git.*$/g, '').replace(/^.*\//, '') || 'app'
  return requirement.replace(/[\s[=<>~!;@].*$/s, '')
}

const canonical = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-')
const moduleName = (name: string): string => name.toLowerCase().replace(/[-.]+/g, '_')

function write(process: Process, site: string, name: string, version: string): void {
  const { files } = process
  const info = `${site}/${name.replaceAll('-', '_')}-${version}.dist-info`
  files.makeDirectories(info)
  files.writeFile(`${info}/METADATA`, `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`)
  files.writeFile(`${info}/INSTALLER`, 'pip\n')
  files.makeDirectories(`${site}/${moduleName(name)}`)
  files.writeFile(`${site}/${moduleName(name)}/__init__.py`, `__version__ = "${version}"\n`)
  for (const command of commands[canonical(name)] ?? []) {
    files.makeDirectories('/usr/local/bin')
    files.writeFile(`/usr/local/bin/${command}`, binary('nominal'), 0o755)
  }
}

interface InstalledModule {
  readonly name: string
  readonly version: string
  readonly folder: string
}

function installed(process: Process, site: string): InstalledModule[] {
  if (!process.files.exists(site)) return []
  return process.files.list(site).flatMap((folder) => {
    const [, name = '', version = ''] = /^(.+)-([^-]+)\.dist-info$/.exec(folder) ?? []
    return name === '' ? [] : [{ name: name.replaceAll('_', '-'), version, folder }]
  })
}

async function uninstall(process: Process, site: string, names: readonly string[]): Promise<number> {
  for (const name of names) {
    const found = installed(process, site).find((one) => canonical(one.name) === canonical(name))
    if (!found) await process.write(2, `WARNING: Skipping ${name} as it is not installed.\n`)
    else {
      process.files.removeAll(`${site}/${found.folder}`)
      process.files.removeAll(`${site}/${moduleName(name)}`)
      await process.write(
        1,
        `Found existing installation: ${found.name} ${found.version}\nUninstalling ${found.name}-${found.version}:\n  Successfully uninstalled ${found.name}-${found.version}\n`,
      )
    }
  }
  return 0
}

async function list(process: Process, site: string, command: 'list' | 'freeze'): Promise<number> {
  const all = installed(process, site)
  if (command === 'freeze') await process.write(1, all.map(({ name, version }) => `${name}==${version}\n`).join(''))
  else {
    const width = Math.max(7, ...all.map(({ name }) => name.length))
    const rows = all.map(({ name, version }) => `${name.padEnd(width)} ${version}\n`)
    await process.write(1, `${'Package'.padEnd(width)} Version\n${'-'.repeat(width)} -------\n${rows.join('')}`)
  }
  return 0
}

async function show(process: Process, site: string, names: readonly string[]): Promise<number> {
  const found = installed(process, site).filter(({ name }) => names.some((one) => canonical(one) === canonical(name)))
  if (found.length === 0) await process.write(2, `WARNING: Package(s) not found: ${names.join(', ')}\n`)
  for (const { name, version } of found)
    await process.write(1, `Name: ${name}\nVersion: ${version}\nLocation: ${site}\n`)
  return found.length === 0 ? 1 : 0
}
