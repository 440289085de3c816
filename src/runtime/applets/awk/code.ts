// Compiled pieces of an awk program: most of them run at once, some have to wait (getline, print to a pipe).
export interface Code<Result> {
  /** run() gives a promise */
  readonly waits: boolean
  run(): Result | Promise<Result>
}

export function immediate<Result>(run: () => Result): Code<Result> {
  return { waits: false, run }
}

export function waiting<Result>(run: () => Promise<Result>): Code<Result> {
  return { waits: true, run }
}

/** Runs a part and goes on with its result. */
export function map<Part, Result>(part: Code<Part>, use: (value: Part) => Result): Code<Result> {
  if (part.waits) return waiting(async () => use(await part.run()))
  return immediate(() => use(part.run() as Part))
}

/** Runs two parts, left before right. */
export function both<Left, Right, Result>(
  left: Code<Left>,
  right: Code<Right>,
  use: (left: Left, right: Right) => Result,
): Code<Result> {
  if (left.waits || right.waits) return waiting(async () => use(await left.run(), await right.run()))
  return immediate(() => use(left.run() as Left, right.run() as Right))
}

/** Runs all parts in their order. */
export function all<Part, Result>(parts: readonly Code<Part>[], use: (values: Part[]) => Result): Code<Result> {
  if (parts.length === 1) return map(parts[0]!, (value) => use([value]))
  if (parts.some(({ waits }) => waits)) {
    return waiting(async () => {
      const values: Part[] = []
      for (const part of parts) values.push(await part.run())
      return use(values)
    })
  }
  return immediate(() => use(parts.map((part) => part.run() as Part)))
}

/** As `map`, but what is done with the result waits. */
export function mapWaiting<Part, Result>(part: Code<Part>, use: (value: Part) => Promise<Result>): Code<Result> {
  return waiting(async () => use(await part.run()))
}
