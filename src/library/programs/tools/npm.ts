// npm, npx, yarn and pnpm: install packages of Node.js in name, and really run the scripts of package.json.

import type { Process, Program } from '../../../runtime/process.ts'
import { FileError } from '../../../storage/file-error.ts'
import { type Arguments, readArguments } from './arguments.ts'
import { isPackage, versionOf } from './catalogue.ts'
import { missingPlace, packageAt } from './local-package.ts'
import { type Manifest, readManifest, wantedPackages, writeCommands, writePackages } from './node-modules.ts'

const GLOBAL = '/usr/local/lib/node_modules'
const versions: Readonly<Record<string, string>> = { npm: '10.9.3', npx: '10.9.3', yarn: '1.22.22', pnpm: '10.15.0' }
const withValue = [
  '--prefix',
  '--omit',
  '--registry',
  '--loglevel',
  '-w',
  '--workspace',
  '--cwd',
  '--filter',
  '--cache',
]
/** npm's own commands that have no effect here */
const idle = ['cache', 'config', 'audit', 'fund', 'set', 'rebuild', 'prune', 'dedupe', 'store', 'corepack']

// differs: packages come from no registry; any name is one but those that must not exist
export const npm: Program = async (process) => {
  const tool = (process.argv[0] ?? '').replace(/^.*\//, '').replace(/^yarnpkg$/, 'yarn')
  const separator = process.argv.indexOf('--')
  const given = readArguments(process.argv.slice(1, separator < 0 ? undefined : separator), withValue)
  const rest = separator < 0 ? [] : process.argv.slice(separator + 1)
  const [command = tool === 'npm' || tool === 'npx' ? '' : 'install', ...words] = given.words
  const place = given.values.get('--prefix') ?? given.values.get('--cwd')
  if (place !== undefined) process.cwd = process.files.realpath(place)
  if (given.has('--version', '-v') && given.words.length === 0) {
    await process.write(1, `${versions[tool] ?? versions.npm}\n`)
    return 0
  }
  if (tool === 'npx')
    return execute(
      process,
      process.argv.slice(1).filter((word) => !/^(-y|--yes|--no|--no-install)$/.test(word)),
    )
  switch (command) {
    case 'install':
    case 'i':
    case 'add':
    case 'ci':
    case 'clean-install':
    case 'global':
      return install(process, tool, command, given, command === 'global' ? words.slice(1) : words)
    case 'init':
      process.files.writeFile(
        'package.json',
        `${JSON.stringify({ name: process.cwd.replace(/^.*\//, '') || 'app', version: '1.0.0', main: 'index.js' }, undefined, 2)}\n`,
      )
      return 0
    case 'run':
    case 'run-script':
      return runScript(process, tool, words[0] ?? '', [...words.slice(1), ...rest])
    case 'start':
    case 'test':
    case 't':
    case 'stop':
      return runScript(process, tool, command === 't' ? 'test' : command, [...words, ...rest])
    case 'exec':
    case 'dlx':
      return execute(process, [...words, ...rest])
    case 'ls':
    case 'list':
      return list(process)
    case 'uninstall':
    case 'remove':
      for (const name of words)
        if (process.files.exists(`node_modules/${name}`)) process.files.removeAll(`node_modules/${name}`)
      return 0
    default:
      if (idle.includes(command)) return 0
      if (tool !== 'npm') return runScript(process, tool, command, [...words, ...rest])
      await process.write(
        2,
        command === ''
          ? 'npm <command>\n\nUsage:\n\nnpm install        install all the dependencies in your project\n'
          : `Unknown command: "${command}"\n`,
      )
      return 1
  }
}

async function failed(process: Process, lines: readonly string[], code: number): Promise<number> {
  await process.write(2, lines.map((line) => `npm error ${line}`.trimEnd().concat('\n')).join(''))
  return code
}

async function install(
  process: Process,
  tool: string,
  command: string,
  given: Arguments,
  wanted: readonly string[],
): Promise<number> {
  const missing = missingPlace(process, wanted)
  if (missing !== undefined) {
    const what = `ENOENT: no such file or directory, open '${process.files.absolute(missing)}'`
    return noFile(process, process.files.absolute(missing), what)
  }
  const isGlobal = given.has('-g', '--global') || command === 'global'
  // the project itself has all that it needs
  const words = wanted.filter((word) => isGlobal || word !== '.').map((word) => packageAt(process, word))
  for (const name of words.map(nameOf)) {
    if (isPackage(name)) continue
    if (tool === 'yarn') {
      await process.write(2, `error Couldn't find package "${name}" on the "npm" registry.\n`)
      return 1
    }
    const url = `${process.env.npm_config_registry ?? ''}/${name.replace('/', '%2f')}`
    return failed(
      process,
      [
        'code E404',
        `404 Not Found - GET ${url} - Not found`,
        '404',
        `404  '${name}@*' is not in this registry.`,
        '404',
        '404 Note that you can also install from a',
        '404 tarball, folder, http url, or git folder.',
      ],
      1,
    )
  }
  const added = new Map(
    words.map((word) => [
      nameOf(word),
      /.@(\d[\w.-]*)$/.exec(word)?.[1] ?? versionOf(nameOf(word), 'npm').split('-')[0]!,
    ]),
  )
  if (isGlobal) {
    const count = writePackages(process, added, GLOBAL)
    writeCommands(process, added.keys(), '/usr/local/bin')
    return report(process, tool, count, given)
  }
  const manifest = readManifest(process)
  if (typeof manifest === 'object' && 'mistake' in manifest) {
    return failed(process, ['code EJSONPARSE', `path ${process.cwd}/package.json`, `JSON.parse ${manifest.mistake}`], 1)
  }
  if (manifest === 'missing' && added.size === 0) return noManifest(process)
  const known: Manifest = manifest === 'missing' ? {} : manifest
  if (/^(ci|clean-install)$/.test(command) || given.has('--frozen-lockfile', '--immutable')) {
    const lock = { yarn: 'yarn.lock', pnpm: 'pnpm-lock.yaml' }[tool] ?? 'package-lock.json'
    if (!process.files.exists(lock) && tool === 'npm') {
      return failed(
        process,
        [
          'code EUSAGE',
          '',
          'The `npm ci` command can only install with an existing package-lock.json or',
          'npm-shrinkwrap.json with lockfileVersion >= 1. Run an install with npm@5 or',
          'later to generate a package-lock.json file, then try again.',
          '',
          'Clean install a project',
        ],
        1,
      )
    }
    if (process.files.exists('node_modules'))
      for (const name of process.files.list('node_modules')) process.files.removeAll(`node_modules/${name}`)
  }
  const isProduction =
    given.values.get('--omit') === 'dev' ||
    given.has('--production', '--prod', '-P') ||
    process.env.NODE_ENV === 'production'
  const all = new Map([...wantedPackages(process, known, isProduction), ...added])
  const count = writePackages(process, all)
  if (all.size > 0) writeCommands(process, all.keys(), 'node_modules/.bin')
  if (added.size > 0) save(process, known, added, given.has('-D', '--save-dev', '--dev'))
  return report(process, tool, count, given)
}

const noManifest = (process: Process): Promise<number> => {
  const path = `${process.cwd.replace(/\/$/, '')}/package.json`
  const what = `Could not read package.json: Error: ENOENT: no such file or directory, open '${path}'`
  return noFile(process, path, what)
}

const noFile = (process: Process, path: string, what: string): Promise<number> =>
  failed(
    process,
    [
      'code ENOENT',
      'syscall open',
      `path ${path}`,
      'errno -2',
      `enoent ${what}`,
      'enoent This is related to npm not being able to find a file.',
      'enoent',
    ],
    254,
  )

/** `express` of `express@4`, `@a/b` of `@a/b@1` */
const nameOf = (word: string): string => word.replace(/(?<=.)@.*$/s, '')

function save(process: Process, manifest: Manifest, added: ReadonlyMap<string, string>, isDevelopment: boolean): void {
  const key = isDevelopment ? 'devDependencies' : 'dependencies'
  const ranges = Object.fromEntries([...added].map(([name, version]) => [name, `^${version}`]))
  process.files.writeFile(
    'package.json',
    `${JSON.stringify({ ...manifest, [key]: { ...manifest[key], ...ranges } }, undefined, 2)}\n`,
  )
}

async function report(process: Process, tool: string, count: number, given: Arguments): Promise<number> {
  if (given.has('--silent', '-s', '--quiet', '-q')) return 0
  const packages = count === 1 ? 'package' : 'packages'
  if (tool === 'yarn') {
    await process.write(
      1,
      `yarn install v${versions.yarn}\n[1/4] Resolving packages...\n[2/4] Fetching packages...\n[3/4] Linking dependencies...\n[4/4] Building fresh packages...\nDone in 0.50s.\n`,
    )
  } else if (tool === 'pnpm')
    await process.write(1, `Packages: +${count}\nDone in 500ms using pnpm v${versions.pnpm}\n`)
  else
    await process.write(
      1,
      count === 0
        ? '\nup to date in 500ms\n'
        : `\nadded ${count} ${packages}, and audited ${count + 1} packages in 1s\n\nfound 0 vulnerabilities\n`,
    )
  return 0
}

async function runScript(process: Process, tool: string, name: string, words: readonly string[]): Promise<number> {
  const manifest = readManifest(process)
  if (manifest === 'missing' || 'mistake' in manifest) return noManifest(process)
  const scripts = manifest.scripts ?? {}
  const found = Object.hasOwn(scripts, name) ? scripts[name] : undefined
  const script = found ?? (name === 'start' && process.files.exists('server.js') ? 'node server.js' : undefined)
  if (script === undefined) {
    if (tool === 'yarn') {
      await process.write(2, `error Command "${name}" not found.\n`)
      return 1
    }
    return failed(process, [`Missing script: "${name}"`, '', 'To see a list of scripts, run:', '  npm run'], 1)
  }
  const quoted = words.map((word) => ` '${word.replaceAll("'", "'\\''")}'`).join('')
  const label = [manifest.name, manifest.version].filter(Boolean).join('@')
  await process.write(
    1,
    tool === 'yarn'
      ? `yarn run v${versions.yarn}\n$ ${script}${quoted}\n`
      : `\n> ${label ? `${label} ` : ''}${name}\n> ${script}${quoted}\n\n`,
  )
  return childOf(process, ['sh', '-c', script + quoted], { npm_lifecycle_event: name })
}

async function execute(process: Process, command: readonly string[]): Promise<number> {
  if (command.length === 0) return 0
  try {
    return await childOf(process, command, {})
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await process.write(2, `npm error could not determine executable to run: ${command[0]}\n`)
    return 1
  }
}

/** A command with the commands of the packages in its PATH; signals reach it as the terminal or docker sends them. */
async function childOf(process: Process, command: readonly string[], more: Record<string, string>): Promise<number> {
  const path = `${process.cwd.replace(/\/$/, '')}/node_modules/.bin:${process.env.PATH ?? ''}`
  const env = { ...process.env, PATH: path, ...more }
  process.env.PATH = path
  const child = process.spawn(command, { env })
  for (const signal of [1, 2, 15]) process.onSignal(signal, () => process.kill(child.pid, signal))
  return (await child.wait()).code
}

async function list(process: Process): Promise<number> {
  const manifest = readManifest(process)
  const label = typeof manifest === 'object' && 'name' in manifest ? ` ${manifest.name}@${manifest.version}` : ''
  const names = process.files.exists('node_modules')
    ? process.files.list('node_modules').filter((name) => !name.startsWith('.'))
    : []
  await process.write(1, `${process.cwd}${label}\n${names.map((name) => `+-- ${name}\n`).join('')}`)
  return 0
}
