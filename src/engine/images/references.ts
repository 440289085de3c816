// Which names belong to which image: tags (`busybox:latest`) and digests (`busybox@sha256:…`).

import { familiarText, fullText, type Reference, repositoryOf, withDefaultTag } from '../../registry/reference.ts'
import { checkpointOfMap, type GoBack, together } from '../../world/checkpoint.ts'

/** A name of an image, in the forms that are asked for again and again. */
export interface Name {
  readonly reference: Reference
  /** as users see it */
  readonly text: string
  readonly isDigest: boolean
}

const none: readonly Name[] = []

export class References {
  /** grows with every name that is given or taken away */
  revision = 0
  readonly #ids = new Map<string, string>()
  readonly #names = new Map<string, readonly Name[]>()
  readonly #changed: (id: string) => void

  /** `changed` hears of each image that is given a name or loses one. */
  constructor(changed: (id: string) => void = () => {}) {
    this.#changed = changed
  }

  checkpoint(): GoBack {
    const goBack = together(checkpointOfMap(this.#ids), checkpointOfMap(this.#names))
    return () => {
      goBack()
      // a number that was never there: who remembers by it looks again
      this.revision++
    }
  }

  /** The id that a reference stands for. With both tag and digest the digest decides. */
  get(reference: Reference): string | undefined {
    return this.#ids.get(keyOf(reference))
  }

  /** The names of an image, sorted as dockerd sorts them: with domain and path in full. */
  of(id: string): readonly Name[] {
    return this.#names.get(id) ?? none
  }

  /** Names an image. A name that belonged to another one is taken away from it. */
  put(reference: Reference, id: string): void {
    const key = keyOf(reference)
    if (this.#ids.get(key) === id) return
    this.delete(reference)
    this.#ids.set(key, id)
    this.revision++
    const plain = plainOf(reference)
    const name: Name = { reference: plain, text: familiarText(plain), isDigest: plain.digest !== undefined }
    const names = [...this.of(id), name]
    this.#names.set(
      id,
      names.sort((a, b) => (fullText(a.reference) < fullText(b.reference) ? -1 : 1)),
    )
    this.#changed(id)
  }

  /** Takes a name away; false if there was none. */
  delete(reference: Reference): boolean {
    const key = keyOf(reference)
    const id = this.#ids.get(key)
    if (id === undefined) return false
    this.#ids.delete(key)
    this.revision++
    const rest = this.of(id).filter((name) => fullText(name.reference) !== key)
    if (rest.length > 0) this.#names.set(id, rest)
    else this.#names.delete(id)
    this.#changed(id)
    return true
  }
}

/** Either tag or digest; `latest` if neither. */
function plainOf(reference: Reference): Reference {
  const { digest } = reference
  return digest === undefined ? withDefaultTag(reference) : { ...repositoryOf(reference), digest }
}

const keyOf = (reference: Reference): string => fullText(plainOf(reference))
