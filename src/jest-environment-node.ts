// The environment for Jest: that of Node, and mockerd in it, loaded once for each worker, also where tests are CommonJS.
import { TestEnvironment as NodeEnvironment } from 'jest-environment-node'
import * as control from './control.ts'
import { bringInto, type Sandbox } from './daemon/sandbox.ts'
import * as index from './index.ts'
import * as jest from './jest.ts'

/** `testEnvironment: 'mockerd/jest-environment-node'`. A test that fails prints the last calls to its daemon. */
export default class TestEnvironment extends NodeEnvironment {
  readonly #file: string
  #sandbox: Sandbox | undefined

  constructor(...[config, context]: ConstructorParameters<typeof NodeEnvironment>) {
    super(config, context)
    this.#file = context.testPath
  }

  override async setup(): Promise<void> {
    await super.setup()
    this.#sandbox = bringInto(this.global, { index, control, jest })
  }

  /** Daemons that were not closed are, with a word about it. */
  override async teardown(): Promise<void> {
    const forgotten = (await this.#sandbox?.leave()) ?? 0
    if (forgotten > 0) {
      console.error(
        `${this.#file} has not closed what startDaemon gave it (${forgotten}): call close, or use useDaemon`,
      )
    }
    await super.teardown()
  }

  /** Hears what becomes of tests. */
  handleTestEvent({ name }: { readonly name: string }): void {
    this.#sandbox?.hear(name)
  }
}
