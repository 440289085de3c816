// The containers of steps: made, run, and removed in the end (moby daemon/builder/dockerfile/containerbackend.go).
import { shortId } from '../../world/ids.ts'
import type { ContainerConfig } from '../containers/config.ts'
import type { Container } from '../containers/container.ts'
import { type ContainerContext, publish } from '../containers/context.ts'
import { createContainer } from '../containers/create.ts'
import type { RequestedHostConfig } from '../containers/host-config.ts'
import { removeContainer } from '../containers/remove.ts'
import { startWhenReady } from '../containers/start.ts'
import type { WaitResult } from '../containers/waiters.ts'
import { limitWarnings } from '../containers/warnings.ts'
import { type BuildOutput, StepFailure } from './output.ts'

export class StepContainers {
  readonly #context: ContainerContext
  readonly #hostConfig: RequestedHostConfig
  readonly #output: BuildOutput
  #made: Container[] = []

  constructor(context: ContainerContext, hostConfig: RequestedHostConfig, output: BuildOutput) {
    this.#context = context
    this.#hostConfig = hostConfig
    this.#output = output
  }

  create(config: ContainerConfig): Container {
    const container = createContainer(this.#context, { config, hostConfig: { ...this.#hostConfig } })
    this.#made.push(container)
    for (const warning of limitWarnings(this.#hostConfig, this.#context.host)) {
      this.#output.say(` ---> [Warning] ${warning}\n`)
    }
    this.#output.say(` ---> Running in ${shortId(container.id)}\n`)
    return container
  }

  /** Runs it to its end and shows what it prints. Throws a StepFailure for any exit code but 0. */
  async run(container: Container, command: readonly string[], signal: AbortSignal): Promise<void> {
    publish(this.#context, container, 'attach')
    const leave = this.#join(container)
    const exited = new Promise<WaitResult>((resolve) => container.waiters.add('next-exit', resolve))
    const cancel = (): void => void this.#remove(container)
    signal.addEventListener('abort', cancel, { once: true })
    try {
      await startWhenReady(this.#context, container)
      const { exitCode, error } = await exited
      if (signal.aborted) throw new Error('build cancelled')
      if (exitCode === 0) return
      const reason = error ? `: ${error}` : ''
      throw new StepFailure(
        `The command '${command.join(' ')}' returned a non-zero code: ${exitCode}${reason}`,
        exitCode,
      )
    } finally {
      signal.removeEventListener('abort', cancel)
      leave()
    }
  }

  /** Forgets all that were made. */
  async removeAll(): Promise<void> {
    const made = this.#made
    this.#made = []
    for (const container of made) {
      if (this.#context.table.get(container.id) !== container) continue
      const problem = await this.#remove(container)
      const id = shortId(container.id)
      if (problem === undefined) this.#output.say(`${this.#context.words.intermediateRemoved(id)}\n`)
      else this.#output.say(`Removing intermediate container ${id}: ${problem}\n`)
    }
  }

  #join(container: Container): () => void {
    const decoders = { 1: new TextDecoder(), 2: new TextDecoder() }
    return container.output.join({
      piece: (stream, bytes) => {
        const text = decoders[stream].decode(bytes)
        return stream === 1 ? this.#output.say(text) : this.#output.warn(text)
      },
      closed() {},
    })
  }

  /** What stood in the way. */
  async #remove(container: Container): Promise<string | undefined> {
    try {
      await removeContainer(this.#context, container, container.id, { force: true, volumes: true })
      return undefined
    } catch (error) {
      return (error as Error).message
    }
  }
}
