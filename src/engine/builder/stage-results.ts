// What the stages of a build have come to, by name and by number (moby daemon/builder/dockerfile/evaluator.go).
import { broken } from '../../world/refusal.ts'

export class StageResults {
  readonly #images: string[] = []
  readonly #byName = new Map<string, string>()

  /** Throws `x stage name already used`. */
  checkName(name: string): void {
    if (this.#byName.has(name)) throw broken(`${name} stage name already used`)
  }

  add(name: string, image: string): void {
    if (name !== '') this.#byName.set(name, image)
    this.#images.push(image)
  }

  /** The id of the image of a stage by its name. */
  named(name: string): string | undefined {
    return this.#byName.get(name.toLowerCase())
  }

  /** The same by name or number; undefined for what is neither. Throws for a number that no stage has yet. */
  find(text: string): string | undefined {
    const named = this.named(text)
    if (named !== undefined || !/^[+-]?\d+$/.test(text)) return named
    const index = Number(text)
    if (index === this.#images.length) throw broken('refers to current build stage')
    if (index < 0 || index > this.#images.length) throw broken('index out of bounds')
    return this.#images[index]
  }
}
