// What goes wrong with the registry: what it refuses, and how its blobs come. For pulls of the daemon and clients of the server.
import { Buffer } from 'node:buffer'

/** A refusal as a registry sends it. */
export interface FaultReply {
  readonly status: number
  /** of the distribution specification; a reply that says nothing but its status if left out */
  readonly code?: string | undefined
  readonly message?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** How a blob comes. */
export interface BlobFault {
  /** The connection breaks behind so many bytes. */
  readonly cut?: number | undefined
  /** Its last byte is another. */
  readonly corrupt?: boolean | undefined
  /** Waits after so many bytes. */
  readonly pace?: ((bytes: number) => Promise<void>) | undefined
}

export interface RegistryFault {
  /** What is asked for: an image's manifest (by tag or digest), its layers, or either. */
  readonly at: 'manifest' | 'blob' | 'any'
  /** Which repositories: `alpine`, `team/app`, `ghcr.io/team/app`. */
  matches(name: string): boolean
  /** So many requests; all if left out. */
  readonly times?: number | undefined
  readonly reply?: FaultReply | undefined
  readonly blob?: BlobFault | undefined
}

/** Costs one look while there is none. */
export class RegistryFaults {
  readonly #list: { readonly fault: RegistryFault; hits: number }[] = []
  /** Digests of configurations, which are blobs, too, but not meant. */
  readonly #configurations = new Set<string>()

  /** Returns how to take it back. */
  add(fault: RegistryFault): () => void {
    const entry = { fault, hits: 0 }
    this.#list.push(entry)
    return () => {
      const index = this.#list.indexOf(entry)
      if (index >= 0) this.#list.splice(index, 1)
    }
  }

  /** A manifest is given out: what it says of its configuration is needed to know the layers. */
  note(manifest: Uint8Array): void {
    if (this.#list.length === 0) return
    const digest = configurationOf(manifest)
    if (digest !== undefined) this.#configurations.add(digest)
  }

  /** The fault of one request, which counts. @param digest of a blob */
  take(at: 'manifest' | 'blob', name: string, digest?: string): RegistryFault | undefined {
    if (digest !== undefined && this.#configurations.has(digest)) return undefined
    const found = this.#list.find(
      ({ fault, hits }) =>
        (fault.at === 'any' || fault.at === at) &&
        hits < (fault.times ?? Number.POSITIVE_INFINITY) &&
        fault.matches(name),
    )
    if (found) found.hits++
    return found?.fault
  }
}

function configurationOf(manifest: Uint8Array): string | undefined {
  try {
    const { config } = JSON.parse(Buffer.from(manifest).toString()) as {
      readonly config?: { readonly digest?: unknown }
    }
    return typeof config?.digest === 'string' ? config.digest : undefined
  } catch {
    // what is no JSON is no manifest
    return undefined
  }
}

/** The bytes of a blob as the fault has them; behind a cut `broken` is thrown. */
export async function* faultyBytes(
  chunks: AsyncIterable<Uint8Array>,
  size: number | undefined,
  { cut = Number.POSITIVE_INFINITY, corrupt, pace }: BlobFault,
  broken: () => Error,
): AsyncGenerator<Uint8Array> {
  let position = 0
  for await (const chunk of chunks) {
    let piece = chunk.subarray(0, Math.max(0, cut - position))
    position += piece.length
    if (corrupt && size !== undefined && position === size && piece.length > 0) {
      piece = Uint8Array.from(piece)
      piece[piece.length - 1]! ^= 1
    }
    if (piece.length > 0) {
      await pace?.(piece.length)
      yield piece
    }
    if (piece.length < chunk.length) throw broken()
  }
}
