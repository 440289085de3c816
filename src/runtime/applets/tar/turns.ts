// tar reads and packs at the same time, but a process can wait for one thing only: who wants to wait takes turns.
import type { Process } from '../../process.ts'

export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  /** Runs `work` when nothing else that was given here runs. */
  async take<Result>(work: () => Promise<Result> | Result): Promise<Result> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => undefined)
    return turn
  }
}

/** The chunks of a descriptor, each read in its turn. */
export async function* readInTurn(process: Process, descriptor: number, turns: Turns): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = await turns.take(() => process.read(descriptor))
    if (!chunk) return
    yield chunk.slice()
    await turns.take(() => process.tick())
  }
}
