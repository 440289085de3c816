// The images of an engine whose registry is the played one.
import { createCatalog } from '../../src/library/library.ts'
import { joinedSource } from '../../src/registry/joined-source.ts'
import { librarySource } from '../../src/registry/library-source.ts'
import { parseReference, withDefaultTag } from '../../src/registry/reference.ts'
import type { Credentials, Registry } from '../../src/registry/registry.ts'
import type { RemoteOptions } from '../../src/registry/remote/hosts.ts'
import { type ManualClock, manualClock } from '../../src/world/manual-clock.ts'
import { type ImageEngine, imageEngine } from '../images/image-engine.ts'
import { HOST } from './played-registry.ts'

export interface Line {
  readonly status?: string
  readonly id?: string
  readonly error?: string
  readonly aux?: unknown
  readonly progressDetail?: { readonly current?: number; readonly total?: number }
}

export interface RemoteEngine extends ImageEngine {
  readonly registry: Registry
  readonly clock: ManualClock
  /** The lines so far, and how it ends. */
  pulling(name: string, credentials?: Credentials, signal?: AbortSignal): Transfer
  pushing(name: string, credentials?: Credentials): Transfer
}

export interface Transfer {
  readonly lines: Line[]
  readonly done: Promise<void>
}

/** Time stands still but for what `clock.advance` moves it. */
export function remoteEngine(options: RemoteOptions = { insecure: [HOST] }, allJson = false): RemoteEngine {
  const clock = manualClock()
  const registry = joinedSource(librarySource(createCatalog({ strict: true })), options, {
    clock,
    userAgent: 'docker/1',
    allJson,
  })
  const engine = imageEngine(registry, clock)
  const never = new AbortController().signal
  return {
    ...engine,
    registry,
    clock,
    pulling(name, credentials, signal = never) {
      const lines: Line[] = []
      const reference = withDefaultTag(parseReference(name))
      return {
        lines,
        done: engine.images.pull({ reference, credentials }, (line) => lines.push(line as Line), signal),
      }
    },
    pushing(name, credentials) {
      const lines: Line[] = []
      const request = { reference: parseReference(name), credentials }
      return { lines, done: engine.images.push(request, (line) => lines.push(line as Line), never) }
    },
  }
}

/** What a transfer told, without repetitions and numbers. */
export const told = (lines: readonly Line[]): string[] =>
  lines
    .map(({ status, id, error }) => error ?? (id === undefined ? `${status}` : `${id}: ${status}`))
    .filter((text, index, all) => text !== all[index - 1])
