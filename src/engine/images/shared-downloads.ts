// Downloads that several pulls wait for are made once (moby daemon/internal/distribution/xfer).
import type { Repository } from '../../registry/registry.ts'
import type { ContentStore } from '../../storage/content.ts'
import { shortId } from '../../world/ids.ts'
import { action, type ProgressLine, type Report } from '../progress.ts'
import { download, type WantedBlob } from './download.ts'
import type { Retrying } from './retry.ts'
import type { Slots } from './slots.ts'

/** A blob that has come; whoever got it says when it needs it no more. */
export interface Downloaded {
  chunks(): AsyncIterable<Uint8Array>
  /** bytes */
  readonly size: number
  release(): void
}

interface Running {
  readonly done: Promise<void>
  readonly stop: AbortController
  readonly watchers: Set<Report>
  last: ProgressLine | undefined
  users: number
}

export interface SharedDownloadsParts extends Pick<Retrying, 'clock' | 'attempts'> {
  readonly slots: Slots
  /** for what comes until it is unpacked */
  readonly content: ContentStore
}

export class SharedDownloads {
  readonly #parts: SharedDownloadsParts
  readonly #running = new Map<string, Running>()

  constructor(parts: SharedDownloadsParts) {
    this.#parts = parts
  }

  /** Waits for a blob of a repository. When nobody waits any more, the download ends. */
  async fetch(
    repository: Pick<Repository, 'blob'>,
    blob: WantedBlob,
    report: Report,
    signal: AbortSignal,
  ): Promise<Downloaded> {
    signal.throwIfAborted()
    const { digest } = blob
    const running = this.#running.get(digest) ?? this.#begin(repository, blob)
    running.users++
    running.watchers.add(report)
    if (running.last) report(running.last)
    try {
      await untilAborted(running.done, signal)
    } catch (error) {
      this.#leave(digest, running)
      throw error
    } finally {
      running.watchers.delete(report)
    }
    const { content } = this.#parts
    let isHeld = true
    return {
      size: content.size(digest) ?? 0,
      chunks: () => content.get(digest),
      release: () => {
        if (isHeld) this.#leave(digest, running)
        isHeld = false
      },
    }
  }

  #begin(repository: Pick<Repository, 'blob'>, blob: WantedBlob): Running {
    const { digest } = blob
    const { slots, content, clock, attempts } = this.#parts
    const stop = new AbortController()
    const watchers = new Set<Report>()
    const report: Report = (line) => {
      running.last = line
      for (const watcher of watchers) watcher(line)
    }
    const done = Promise.resolve().then(() =>
      slots.run(
        () => download(content, repository, blob, { clock, attempts, report, signal: stop.signal }),
        () => report(action(shortId(digest), 'Waiting')),
        stop.signal,
      ),
    )
    const running: Running = { done, stop, watchers, last: undefined, users: 0 }
    this.#running.set(digest, running)
    done.catch(() => this.#forget(digest, running))
    return running
  }

  #leave(digest: string, running: Running): void {
    if (--running.users > 0) return
    this.#forget(digest, running)
    running.stop.abort(new Error('context canceled'))
    // if it was complete, or becomes so all the same
    running.done.then(
      () => this.#parts.content.delete(digest),
      () => {},
    )
  }

  #forget(digest: string, running: Running): void {
    if (this.#running.get(digest) === running) this.#running.delete(digest)
  }
}

/** Whoever goes leaves the work to the others. */
function untilAborted(done: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason)
    signal.addEventListener('abort', leave, { once: true })
    done.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
