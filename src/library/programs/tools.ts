// Programs that images share and that load when they first run: package managers, build tools, languages.
import type { Program } from '../../runtime/process.ts'
import { inTurn } from '../../world/late.ts'

type Family = () => Promise<Readonly<Record<string, unknown>>>

const builders: Family = () => import('./tools/builders.ts')
const nominal: Family = () => import('./tools/nominal.ts')
const npm: Family = () => import('./tools/npm.ts')
const compiled: Family = () => import('./languages/compiled.ts')
const rubyPhp: Family = () => import('./languages/ruby-php.ts')

/** Program -> where its code is, and under which name. */
const families: Readonly<Record<string, readonly [Family, string]>> = {
  apk: [() => import('./tools/apk.ts'), 'apk'],
  apt: [() => import('./tools/apt.ts'), 'apt'],
  'built-application': [() => import('./languages/application.ts'), 'builtApplication'],
  bundle: [builders, 'builder'],
  cargo: [builders, 'builder'],
  composer: [builders, 'builder'],
  curl: [() => import('./tools/curl.ts'), 'curl'],
  dotnet: [compiled, 'dotnet'],
  dpkg: [() => import('./tools/dpkg.ts'), 'dpkg'],
  gem: [builders, 'builder'],
  git: [() => import('./tools/git.ts'), 'git'],
  go: [builders, 'builder'],
  gradle: [builders, 'builder'],
  java: [compiled, 'java'],
  javac: [compiled, 'javac'],
  make: [() => import('./tools/make.ts'), 'make'],
  mvn: [builders, 'builder'],
  node: [() => import('./languages/node.ts'), 'node'],
  'node-command': [() => import('./tools/node-command.ts'), 'nodeCommand'],
  nominal: [nominal, 'nominal'],
  npm: [npm, 'npm'],
  npx: [npm, 'npm'],
  php: [rubyPhp, 'php'],
  pip: [() => import('./tools/pip.ts'), 'pip'],
  pnpm: [npm, 'npm'],
  python: [() => import('./languages/python.ts'), 'python'],
  ruby: [rubyPhp, 'ruby'],
  rustc: [compiled, 'rustc'],
  socat: [() => import('./tools/socat.ts'), 'socat'],
  'update-ca-certificates': [nominal, 'done'],
  yarn: [npm, 'npm'],
}

/** By name; each loads its code when it first runs. */
export const tools: ReadonlyMap<string, Program> = new Map(
  Object.entries(families).map(([name, [load, member]]): [string, Program] => [
    name,
    async (process) => ((await inTurn(load))[member] as Program)(process),
  ]),
)

/** Those whose effects can be switched off: they take things from outside that nobody has declared. */
export const withEffects: readonly string[] = [
  ...['apk', 'apt', 'bundle', 'cargo', 'composer', 'gem', 'git', 'go', 'gradle', 'make', 'mvn'],
  ...['node-command', 'nominal', 'npm', 'npx', 'pip', 'pnpm', 'yarn'],
]
