// Build tools of several languages: they need their project file, print what the real ones print in short, and make a file.

import type { Process, Program } from '../../../runtime/process.ts'
import { binary } from '../../../runtime/programs.ts'
import { type Arguments, readArguments } from './arguments.ts'
import { isPackage } from './catalogue.ts'
import { readText } from './read-text.ts'

interface Step {
  /** The project file that must be there; without it this is said and the code is this. */
  readonly needs?: readonly [file: string, sentence: string, code: number]
  /** Executables or archives that it makes. */
  readonly makes?: (process: Process, given: Arguments) => readonly string[]
  readonly prints: (process: Process, given: Arguments) => string
}

type Tool = Readonly<Record<string, Step>>

const says =
  (text: string): (() => string) =>
  () =>
    text

/** The beginning of a project file, which is enough of it. */
const projectFile = (process: Process, file: string): string => (readText(process, file) ?? '').slice(0, 32_768)

const folderOf = (process: Process): string => process.cwd.replace(/^.*\//, '') || 'app'
const found = (process: Process, file: string, pattern: RegExp): string | undefined =>
  pattern.exec(projectFile(process, file))?.[1]

const goModule = (process: Process): string => found(process, 'go.mod', /^module\s+(\S+)/m) ?? 'example.com/app'
const needsGoModule = [
  'go.mod',
  "go: go.mod file not found in current directory or any parent directory; see 'go help modules'",
  1,
] as const

const go: Tool = {
  version: { prints: ({ env }) => `go version go${env.GOLANG_VERSION ?? '1.25.0'} linux/amd64\n` },
  build: {
    needs: needsGoModule,
    makes: (process, { values, words }) => {
      const name = (words[1] ?? '').replace(/\.go$|\/?\.\.\.$/g, '').replace(/^.*\//, '')
      return [values.get('-o') ?? (/^\.*$/.test(name) ? goModule(process).replace(/^.*\//, '') : name)]
    },
    prints: says(''),
  },
  install: {
    makes: ({ env }, { words }) =>
      words.slice(1).map((word) => `${env.GOPATH ?? '/root/go'}/bin/${word.replace(/@.*$/, '').replace(/^.*\//, '')}`),
    prints: says(''),
  },
  mod: { prints: says('') },
  get: { needs: needsGoModule, prints: says('') },
  generate: { prints: says('') },
  vet: { needs: needsGoModule, prints: says('') },
  fmt: { prints: says('') },
  test: { needs: needsGoModule, prints: (process) => `ok  \t${goModule(process)}\t0.005s\n` },
  env: {
    prints: ({ env }, { words }) =>
      `${env[words[1] ?? ''] ?? ({ GOOS: 'linux', GOARCH: 'amd64', GOPATH: '/root/go' } as Record<string, string>)[words[1] ?? ''] ?? ''}\n`,
  },
  clean: { prints: says('') },
}

const crate = (process: Process): string =>
  found(process, 'Cargo.toml', /^\s*name\s*=\s*"([^"]+)"/m) ?? folderOf(process)
const needsCargo = ['Cargo.toml', 'error: could not find `Cargo.toml` in `$PWD` or any parent directory', 101] as const
const compiled = (process: Process, { has }: Arguments): string =>
  `   Compiling ${crate(process)} v${found(process, 'Cargo.toml', /^\s*version\s*=\s*"([^"]+)"/m) ?? '0.1.0'} (${process.cwd})\n    Finished \`${has('--release') ? 'release' : 'dev'}\` profile [${has('--release') ? 'optimized' : 'unoptimized + debuginfo'}] target(s) in 1.00s\n`
const cargo: Tool = {
  '--version': { prints: ({ env }) => `cargo ${env.RUST_VERSION ?? '1.89.0'} (c24e10642 2025-06-23)\n` },
  build: {
    needs: needsCargo,
    makes: (process, { has }) => [`target/${has('--release') ? 'release' : 'debug'}/${crate(process)}`],
    prints: compiled,
  },
  check: { needs: needsCargo, prints: compiled },
  test: {
    needs: needsCargo,
    prints: (process, given) =>
      `${compiled(process, given)}\ntest result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n`,
  },
  fetch: { needs: needsCargo, prints: says('') },
  clean: { needs: needsCargo, prints: says('') },
  install: {
    makes: (process, { words, values }) => [
      `${process.env.CARGO_HOME ?? '/usr/local/cargo'}/bin/${values.has('--path') ? crate(process) : (words[1] ?? 'app')}`,
    ],
    prints: (_, { words }) => `  Installed package \`${words[1] ?? 'app'}\`\n`,
  },
}

const artifact = (process: Process): string => {
  const pom = projectFile(process, 'pom.xml').replace(/<parent>[\s\S]*?<\/parent>/, '')
  const field = (name: string): string | undefined => new RegExp(`<${name}>\\s*([^<]+?)\\s*</${name}>`).exec(pom)?.[1]
  const [name = 'app', version = '1.0-SNAPSHOT', packaging = 'jar'] = [
    field('artifactId'),
    field('version'),
    field('packaging'),
  ]
  return (
    field('finalName')
      ?.replace(/\$\{.*\}/, name)
      .concat(`.${packaging}`) ?? `${name}-${version}.${packaging}`
  )
}
const needsPom = [
  'pom.xml',
  '[ERROR] The goal you specified requires a project to execute but there is no POM in this directory ($PWD). Please verify you invoked Maven from the correct directory. -> [Help 1]',
  1,
] as const
const success = says(
  '[INFO] Scanning for projects...\n[INFO] ------------------------------------------------------------------------\n[INFO] BUILD SUCCESS\n[INFO] ------------------------------------------------------------------------\n[INFO] Total time:  1.000 s\n',
)
const jar: Step = { needs: needsPom, makes: (process) => [`target/${artifact(process)}`], prints: success }
const mvn: Tool = {
  '--version': { prints: says('Apache Maven 3.9.11\nMaven home: /usr/share/maven\n') },
  '-v': { prints: says('Apache Maven 3.9.11\nMaven home: /usr/share/maven\n') },
  package: jar,
  install: jar,
  verify: jar,
  deploy: jar,
  clean: { needs: needsPom, prints: success },
  compile: { needs: needsPom, prints: success },
  test: { needs: needsPom, prints: success },
  'dependency:go-offline': { needs: needsPom, prints: success },
  'dependency:resolve': { needs: needsPom, prints: success },
}

const gradleDone = says('\nBUILD SUCCESSFUL in 1s\n1 actionable task: 1 executed\n')
const gradleJar: Step = { makes: (process) => [`build/libs/${folderOf(process)}.jar`], prints: gradleDone }
const gradle: Tool = {
  '--version': {
    prints: says(
      '\n------------------------------------------------------------\nGradle 8.14.3\n------------------------------------------------------------\n',
    ),
  },
  build: gradleJar,
  assemble: gradleJar,
  bootJar: gradleJar,
  shadowJar: gradleJar,
  jar: gradleJar,
  clean: { prints: gradleDone },
  dependencies: { prints: gradleDone },
  test: { prints: gradleDone },
}

const bundle: Tool = {
  '--version': { prints: says('Bundler version 2.6.9\n') },
  install: {
    needs: ['Gemfile', 'Could not locate Gemfile', 10],
    prints: (process) =>
      `Bundle complete! ${projectFile(process, 'Gemfile').match(/^\s*gem /gm)?.length ?? 0} Gemfile dependencies, 0 gems now installed.\n`,
  },
  config: { prints: says('') },
  check: {
    needs: ['Gemfile', 'Could not locate Gemfile', 10],
    prints: says("The Gemfile's dependencies are satisfied\n"),
  },
}
const gem: Tool = {
  '--version': { prints: says('3.6.9\n') },
  install: {
    makes: (_, { words }) => words.slice(1).map((name) => `/usr/local/bundle/bin/${name}`),
    prints: (_, { words }) =>
      words
        .slice(1)
        .map((name) => `Successfully installed ${name}-1.0.0\n`)
        .join('') + `${words.length - 1} gem${words.length === 2 ? '' : 's'} installed\n`,
  },
  update: { prints: says('Latest version already installed. Done.\n') },
}

const noComposer = ['composer.json', 'Composer could not find a composer.json file in $PWD', 1] as const
const composerDone = says('Installing dependencies from lock file (including require-dev)\nGenerating autoload files\n')
const autoload: Step = { needs: noComposer, makes: () => ['vendor/autoload.php'], prints: composerDone }
const composer: Tool = {
  '--version': { prints: says('Composer version 2.8.11 2025-08-21 11:29:39\n') },
  install: autoload,
  update: autoload,
  'dump-autoload': autoload,
  require: { makes: () => ['vendor/autoload.php'], prints: composerDone },
}

const assembly = (process: Process): string =>
  process.files
    .list('.')
    .find((name) => /\.(cs|fs|vb)proj$/.test(name))
    ?.replace(/\.\w+$/, '') ?? folderOf(process)
const dotnetBuilt = says('\nBuild succeeded.\n    0 Warning(s)\n    0 Error(s)\n')
const dotnet: Tool = {
  '--version': { prints: ({ env }) => `${env.DOTNET_SDK_VERSION ?? env.DOTNET_VERSION ?? '9.0.304'}\n` },
  '--info': { prints: ({ env }) => `.NET SDK:\n Version:           ${env.DOTNET_SDK_VERSION ?? '9.0.304'}\n` },
  restore: { prints: says('  Determining projects to restore...\n  All projects are up-to-date for restore.\n') },
  build: {
    makes: (process, { values }) => [`${values.get('-o') ?? 'bin/Debug/net9.0'}/${assembly(process)}.dll`],
    prints: dotnetBuilt,
  },
  publish: {
    makes: (process, { values }) => [
      `${values.get('-o') ?? values.get('--output') ?? 'bin/Release/net9.0/publish'}/${assembly(process)}.dll`,
    ],
    prints: (process) => `  ${assembly(process)} -> ${process.cwd}\n`,
  },
  test: { prints: says('Passed!  - Failed:     0, Passed:     0, Skipped:     0, Total:     0\n') },
  tool: { prints: says('') },
  new: { prints: says('') },
}

const tools: Readonly<Record<string, Tool>> = { bundle, cargo, composer, dotnet, gem, go, gradle, mvn }

/** differs: nothing is compiled; what is made stands for the real thing, and runs as a program that idles */
export const builder: Program = async (process) => {
  const name = (process.argv[0] ?? '')
    .replace(/^.*\//, '')
    .replace(/^gradlew$/, 'gradle')
    .replace(/^mvnw$/, 'mvn')
    .replace(/^bundler$/, 'bundle')
  const tool = tools[name] ?? {}
  const given = readArguments(process.argv.slice(1), [
    '-o',
    '--output',
    '--path',
    '-c',
    '-C',
    '-f',
    '-p',
    '-ldflags',
    '-tags',
    '--target',
    '-mod',
    '-r',
    '-x',
  ])
  const place = given.values.get('-C')
  if (place !== undefined) process.cwd = process.files.realpath(place)
  const goals = [...given.words, ...given.flags].filter((word) => Object.hasOwn(tool, word))
  const goal = goals.findLast((word) => tool[word]!.makes) ?? goals[0]
  if (goal === undefined) {
    await process.write(2, `${name}: mockerd does not simulate "${process.argv.slice(1).join(' ')}"\n`)
    return 1
  }
  const { needs, makes, prints } = tool[goal]!
  if (needs && !process.files.exists(needs[0])) {
    await process.write(2, `${needs[1].replace('$PWD', process.cwd)}\n`)
    return needs[2]
  }
  const missing = given.words
    .slice(1)
    .find((word) => /install|get|require|add/.test(goal) && !/^[./]/.test(word) && !isPackage(word))
  if (missing !== undefined) {
    await process.write(2, `${name}: ${missing}: not found\n`)
    return 1
  }
  for (const path of makes?.(process, given) ?? []) make(process, path)
  await process.write(name === 'cargo' && goal !== '--version' ? 2 : 1, prints(process, given))
  return 0
}

/** A file that runs as an application that idles; in a directory it has the project's name. */
function make(process: Process, path: string): void {
  const target = path.endsWith('/') ? `${path}${folderOf(process)}` : path
  const folder = target.slice(0, target.lastIndexOf('/'))
  if (folder !== '') process.files.makeDirectories(folder)
  process.files.writeFile(target, binary('built-application'), 0o755)
}
