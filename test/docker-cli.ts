// The real docker command as a test drives it: whole runs, runs in progress, and runs in a terminal.
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Why tests with the docker command cannot run here, if so. */
export const withoutDockerCli: string | undefined =
  spawnSync('docker', ['--version']).status === 0 ? undefined : 'there is no docker command on this machine'

/** Why tests in a terminal cannot run here, if so: `script` of util-linux makes the terminal. */
export const withoutTerminal: string | undefined =
  withoutDockerCli ??
  (/util-linux/.test(String(spawnSync('script', ['--version']).stdout))
    ? undefined
    : 'there is no script of util-linux')

export interface Finished {
  readonly stdout: string
  readonly stderr: string
  /** null after a signal */
  readonly exitCode: number | null
}

export class DockerCli {
  readonly #environment: Readonly<Record<string, string>>
  readonly #config: string
  readonly #running = new Set<RunningCli>()

  /** @param more what it has in its environment beside DOCKER_HOST */
  constructor(host: string, more: Readonly<Record<string, string>> = {}) {
    this.#config = mkdtempSync(join(tmpdir(), 'mockerd-cli-'))
    const { PATH = '', HOME = '' } = process.env
    this.#environment = {
      PATH,
      HOME,
      LC_ALL: 'C.UTF-8',
      TZ: 'UTC',
      DOCKER_HOST: host,
      DOCKER_CONFIG: this.#config,
      DOCKER_BUILDKIT: '0',
      ...more,
    }
  }

  /** Runs a command to its end. */
  run(...args: readonly string[]): Promise<Finished> {
    return this.start(...args)
      .type('')
      .closeInput().finished
  }

  /** Runs a command that is to succeed and gives what it printed. */
  async out(...args: readonly string[]): Promise<string> {
    const { stdout, stderr, exitCode } = await this.run(...args)
    if (exitCode !== 0) throw new Error(`docker ${args.join(' ')}: ${exitCode}: ${stderr}`)
    return stdout
  }

  start(...args: readonly string[]): RunningCli {
    return this.#spawn('docker', args)
  }

  /** Runs it in a terminal of 24 lines and 80 columns; everything it shows comes as stdout. */
  inTerminal(...args: readonly string[]): RunningCli {
    const quoted = args.map((arg) => `'${arg.replaceAll("'", String.raw`'\''`)}'`).join(' ')
    return this.#spawn('script', ['-qec', `stty rows 24 cols 80; exec docker ${quoted}`, '/dev/null'])
  }

  /** Ends what still runs. */
  async close(): Promise<void> {
    await Promise.all([...this.#running].map((run) => run.kill('SIGKILL').finished))
    rmSync(this.#config, { recursive: true, force: true })
  }

  #spawn(command: string, args: readonly string[]): RunningCli {
    const run = new RunningCli(spawn(command, args, { env: this.#environment }))
    this.#running.add(run)
    void run.finished.then(() => this.#running.delete(run))
    return run
  }
}

export class RunningCli {
  readonly finished: Promise<Finished>
  stdout = ''
  stderr = ''
  readonly #child: ChildProcessWithoutNullStreams
  readonly #listeners = new Set<() => void>()

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child
    child.stdin.on('error', () => {})
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text
      this.#tell()
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text
      this.#tell()
    })
    this.finished = new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (exitCode) => resolve({ stdout: this.stdout, stderr: this.stderr, exitCode }))
    })
    this.finished.then(
      () => this.#tell(),
      () => this.#tell(),
    )
  }

  /** Waits until what was printed satisfies the pattern; fails when the command ends before, or hangs. */
  async shows(pattern: RegExp, where: 'stdout' | 'stderr' = 'stdout'): Promise<this> {
    let over: string | undefined
    void this.finished.then(() => (over = 'ended'))
    const patience = setTimeout(() => {
      over = 'waits'
      this.#tell()
    }, 15_000)
    while (!pattern.test(this[where])) {
      if (over) throw new Error(`${over} without ${pattern}: ${JSON.stringify([this.stdout, this.stderr])}`)
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          this.#listeners.delete(listener)
          resolve()
        }
        this.#listeners.add(listener)
      })
    }
    clearTimeout(patience)
    return this
  }

  type(text: string): this {
    this.#child.stdin.write(text)
    return this
  }

  closeInput(): this {
    this.#child.stdin.end()
    return this
  }

  /** What it writes from here on goes nowhere: EPIPE. */
  stopReading(): void {
    this.#child.stdout.destroy()
    this.#child.stderr.destroy()
  }

  kill(signal: NodeJS.Signals): this {
    this.#child.kill(signal)
    return this
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
