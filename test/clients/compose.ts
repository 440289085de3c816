// docker compose as tests run it, whichever of its forms is on the machine.
import { spawn, spawnSync } from 'node:child_process'
import type { TestDaemon } from '../test-daemon.ts'

/** How compose is called here: by DOCKER_COMPOSE, as a plugin of docker, or by its old name. */
export const compose: readonly string[] | undefined = [
  ...(process.env.DOCKER_COMPOSE ? [[process.env.DOCKER_COMPOSE]] : []),
  ['docker', 'compose'],
  ['docker-compose'],
].find(([command = '', ...words]) => spawnSync(command, [...words, 'version']).status === 0)

export const withoutCompose: boolean = compose === undefined

/** Runs it in a folder with a compose.yaml, for the project `shop`; gives all that it printed. */
export function runCompose({ env: own }: TestDaemon, folder: string, ...args: readonly string[]): Promise<string> {
  const [command = '', ...words] = compose ?? []
  const env = {
    ...process.env,
    ...own,
    DOCKER_CONFIG: folder,
    COMPOSE_PROJECT_NAME: 'shop',
    // where buildx is, builds would be its business
    DOCKER_BUILDKIT: '0',
  }
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...words, '-f', 'compose.yaml', ...args], { cwd: folder, env })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`compose ${args.join(' ')}: ${code}: ${output}`)),
    )
  })
}
