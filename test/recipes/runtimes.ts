// What recipes need on a machine, and why they cannot run where it is missing.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { withoutCompose } from '../clients/compose.ts'
import { withoutDockerCli } from '../docker-cli.ts'
import { recipesFolder } from './recipe-page.ts'

const succeeds = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0

const commandMissing = (command: string, ...args: readonly string[]): string | undefined =>
  succeeds(command, ...args) ? undefined : `there is no ${command} command on this machine`

/** The Python that has what the recipe imports: the first on the PATH, or the system's. */
export const python: string | undefined = ['python3', '/usr/bin/python3']
  .map((command) => spawnSync(command, ['-c', 'import sys, docker, pytest; print(sys.executable)']))
  .find(({ status }) => status === 0)
  ?.stdout.toString()
  .trim()

/** Those that fetch modules and compile for a minute are only run when they are asked for, and where they can fetch. */
function heavy(recipe: string, command: string, fetch: readonly string[]): string | undefined {
  if (process.env.MOCKERD_RECIPES !== 'all') return 'it fetches modules and compiles; MOCKERD_RECIPES=all runs it'
  const { status, error } = spawnSync(command, fetch, { cwd: join(recipesFolder, recipe) })
  if (error) return `there is no ${command} command on this machine`
  return status === 0 ? undefined : `its modules cannot be fetched: ${command} ${fetch.join(' ')}`
}

const missing: Readonly<Record<string, () => string | undefined>> = {
  ci: () => withoutDockerCli,
  compose: () => withoutDockerCli ?? (withoutCompose ? 'there is no docker compose on this machine' : undefined),
  curl: () => commandMissing('curl', '--version'),
  docker: () => withoutDockerCli,
  'docker-cli': () => withoutDockerCli,
  dockerode: () => undefined,
  go: () => heavy('go', 'go', ['mod', 'download']),
  java: () => heavy('java', 'mvn', ['-q', '-B', 'dependency:resolve']),
  python: () => (python ? undefined : 'no python3 on this machine has the modules docker and pytest'),
  testcontainers: () => undefined,
}

/** Why a recipe cannot run here; undefined if it can. Throws for one that nobody has told what it needs. */
export function whyNot(recipe: string): string | undefined {
  const reason = missing[recipe]
  if (!reason) throw new Error(`what does the recipe ${recipe} need? see test/recipes/runtimes.ts`)
  return reason()
}
