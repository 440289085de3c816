// The arguments of a build: which a Dockerfile knows, and what they are (moby daemon/builder/dockerfile/buildargs.go).
import type { Argument } from '../dockerfile/instruction.ts'

/** Those that every build knows, told to no history unless the Dockerfile names them. */
const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY']
const builtIn: ReadonlySet<string> = new Set(proxies.flatMap((name) => [name, name.toLowerCase()]))

/** As the client gives them; null for one that it names without a value. */
export type GivenArgs = Readonly<Record<string, string | null>>

export class BuildArgs {
  readonly #given: GivenArgs
  /** those before the first FROM */
  readonly #before: Map<string, string | undefined>
  readonly #referenced: Set<string>
  /** those of the stage */
  readonly #known = new Map<string, string | undefined>()

  constructor(
    given: GivenArgs,
    before: Map<string, string | undefined> = new Map(),
    referenced: Set<string> = new Set(),
  ) {
    this.#given = given
    this.#before = before
    this.#referenced = referenced
  }

  /** For one more stage: with the arguments before the first FROM, and none of other stages. */
  forStage(): BuildArgs {
    return new BuildArgs(this.#given, this.#before, this.#referenced)
  }

  addBefore({ name, value }: Argument): void {
    this.add({ name, value })
    this.#before.set(name, value)
  }

  add({ name, value }: Argument): void {
    this.#known.set(name, value)
    this.#referenced.add(name)
  }

  /** What FROM may use. */
  beforeStages(): Map<string, string> {
    return this.#values(this.#before)
  }

  /** What may be used now. */
  values(): Map<string, string> {
    return this.#values(this.#known)
  }

  /** Those that no variable of the environment hides, as `NAME=value`. */
  besides(variables: ReadonlyMap<string, string>): string[] {
    return [...this.values()].filter(([name]) => !variables.has(name)).map(([name, value]) => `${name}=${value}`)
  }

  /** Whether the history of the image tells it. */
  isTold(name: string): boolean {
    return this.#known.has(name) || !builtIn.has(name)
  }

  /** Those given that no instruction asked for, sorted. */
  unused(): string[] {
    const names = Object.keys(this.#given).filter((name) => !builtIn.has(name) && !this.#referenced.has(name))
    return names.sort()
  }

  #values(known: ReadonlyMap<string, string | undefined>): Map<string, string> {
    const values = new Map<string, string>()
    for (const name of [...known.keys(), ...builtIn]) {
      const given = Object.hasOwn(this.#given, name) ? this.#given[name] : undefined
      const value = given ?? known.get(name) ?? this.#before.get(name)
      if (value !== undefined) values.set(name, value)
    }
    return values
  }
}
