// Who asked by `fetch` and has not read the reply to its end: until they leave, or the daemon is closed.

/** One request and its reply. */
export interface FetchCall {
  /** Aborted when nobody waits for it any more. */
  readonly signal: AbortSignal
  /** Its reply has been read, or will not be. */
  over(): void
}

export class FetchCalls {
  readonly #underWay = new Set<AbortController>()
  #closed = false

  /** Throws an Error when the daemon is closed. */
  begin(theirs: AbortSignal): FetchCall {
    if (this.#closed) throw new Error('the daemon is closed')
    const call = new AbortController()
    const leave = (): void => call.abort(theirs.reason)
    this.#underWay.add(call)
    if (theirs.aborted) leave()
    theirs.addEventListener('abort', leave, { once: true })
    return {
      signal: call.signal,
      over: () => {
        theirs.removeEventListener('abort', leave)
        this.#underWay.delete(call)
      },
    }
  }

  /** Breaks off what is under way when `patience` is over. */
  async close(patience: Promise<unknown>): Promise<void> {
    this.#closed = true
    if (this.#underWay.size > 0) await patience
    for (const call of this.#underWay) call.abort(new Error('the daemon was closed'))
    this.#underWay.clear()
  }
}
