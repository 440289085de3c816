// Child processes of the bench: spoken to by one message and one answer.
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export interface Child extends AsyncDisposable {
  readonly process: ChildProcess
  /** Sends a message and waits for the next one. */
  ask<Answer>(message: object): Promise<Answer>
}

const folder = fileURLToPath(new URL('../node_modules/.cache/mockerd-bench/', import.meta.url))

/** Bundles `bench/<name>.ts` as dist/ is, and gives the path. */
export async function bundleChild(name: string): Promise<string> {
  const path = `${folder}${name}.mjs`
  await build({
    entryPoints: [fileURLToPath(new URL(`./${name}.ts`, import.meta.url))],
    outfile: path,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'warning',
  })
  return path
}

/**
 * Starts `bench/<name>.ts`, bundled: run from TypeScript, each function would first be given its name back, which costs
 * as much as a reply.
 */
export async function startChild(name: string, execArgv: string[] = []): Promise<Child> {
  const child = fork(await bundleChild(name), { execArgv })
  const gone = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)))
  })
  gone.catch(() => {})
  return {
    process: child,
    ask<Answer>(message: object) {
      const answer = new Promise<Answer>((resolve) => child.once('message', (value) => resolve(value as Answer)))
      child.send(message)
      return Promise.race([answer, gone])
    },
    async [Symbol.asyncDispose]() {
      const ended = gone.catch(() => {})
      child.kill('SIGTERM')
      await ended
    },
  }
}
