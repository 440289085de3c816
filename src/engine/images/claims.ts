// Who uses an image. Containers claim theirs, so that "is it in use" needs no look at containers.

import type { GoBack } from '../../world/checkpoint.ts'

export interface Claim {
  /** the container's id */
  readonly holder: string
  running(): boolean
}

export class Claims {
  readonly #claims = new Map<string, Map<string, Claim>>()

  checkpoint(): GoBack {
    const claims = Array.from(this.#claims, ([image, held]) => [image, [...held]] as const)
    return () => {
      this.#claims.clear()
      for (const [image, held] of claims) this.#claims.set(image, new Map(held))
    }
  }

  add(image: string, claim: Claim): void {
    const claims = this.#claims.get(image) ?? new Map<string, Claim>()
    this.#claims.set(image, claims.set(claim.holder, claim))
  }

  release(image: string, holder: string): void {
    const claims = this.#claims.get(image)
    claims?.delete(holder)
    if (claims?.size === 0) this.#claims.delete(image)
  }

  /** How many containers use it. */
  count(image: string): number {
    return this.#claims.get(image)?.size ?? 0
  }

  /** The first container that uses it; only running or only stopped ones if asked for. */
  first(image: string, state?: 'running' | 'stopped'): Claim | undefined {
    for (const claim of this.#claims.get(image)?.values() ?? []) {
      if (state === undefined || claim.running() === (state === 'running')) return claim
    }
    return undefined
  }
}
