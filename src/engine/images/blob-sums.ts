// What layers are called in registries: which compressed blobs hold a layer, and in which repository they were seen
// (moby daemon/internal/distribution/metadata/v2_metadata_service.go).
import { digestOf } from '../../codec/digest.ts'
import type { Credentials } from '../../registry/registry.ts'

/** A blob that holds a layer. */
export interface BlobSum {
  /** of the compressed bytes */
  readonly digest: string
  /** `127.0.0.1:5000/team/app` */
  readonly repository: string
  /** Of who pushed it, see `holderOf`; empty for a pull or a push without credentials. */
  readonly holder: string
}

/** For one layer; older ones are forgotten. */
const MOST = 100

export class BlobSums {
  readonly #sums = new Map<string, readonly BlobSum[]>()
  readonly #diffIds = new Map<string, string>()

  /** The oldest first. */
  of(diffId: string): readonly BlobSum[] {
    return this.#sums.get(diffId) ?? []
  }

  /** The layer that a blob holds, as far as it was seen. */
  diffIdOf(digest: string): string | undefined {
    return this.#diffIds.get(digest)
  }

  add(diffId: string, sum: BlobSum): void {
    const others = this.of(diffId).filter((known) => !isSame(known, sum))
    this.#sums.set(diffId, [...others, sum].slice(-MOST))
    this.#diffIds.set(sum.digest, diffId)
  }

  remove(diffId: string, sum: BlobSum): void {
    this.#sums.set(
      diffId,
      this.of(diffId).filter((known) => !isSame(known, sum)),
    )
  }
}

const isSame = (a: BlobSum, b: BlobSum): boolean =>
  a.digest === b.digest && a.repository === b.repository && a.holder === b.holder

/** Stands for credentials without telling them. */
export function holderOf(credentials: Credentials | undefined): string {
  const { username, password, identitytoken, registrytoken } = credentials ?? {}
  const known = [username, password, identitytoken, registrytoken]
  return known.some(Boolean) ? digestOf(JSON.stringify(known)) : ''
}

/** The best first: those of the same credentials, then those with the most like path, then the newest. */
export function byLikeness(sums: readonly BlobSum[], repository: string, holder: string): BlobSum[] {
  const parts = repository.split('/')
  const likeness = (sum: BlobSum): number => {
    const others = sum.repository.split('/')
    const differs = parts.findIndex((part, index) => part !== others[index])
    return (sum.holder === holder ? 1000 : 0) + (differs < 0 ? parts.length : differs)
  }
  return [...sums].reverse().sort((a, b) => likeness(b) - likeness(a))
}
