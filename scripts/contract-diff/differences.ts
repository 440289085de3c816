// Compares two contracts version by version and tells each difference once, with the versions it is in.
import { type Fact, type Facts, holders } from './facts.ts'

export interface Difference {
  readonly place: string
  /** `missing`, `extra`, `type integer, published string`, … */
  readonly what: string
  readonly versions: readonly string[]
}

/** @param published is asked once for each version, as is `own` */
export function differencesOf(
  versions: readonly string[],
  published: (version: string) => Facts,
  own: (version: string) => Facts,
): Difference[] {
  const found = new Map<string, { place: string; what: string; versions: string[] }>()
  for (const version of versions) {
    for (const [place, what] of compare(published(version), own(version))) {
      const key = `${place}: ${what}`
      const known = found.get(key) ?? { place, what, versions: [] }
      known.versions.push(version)
      found.set(key, known)
    }
  }
  return [...found.values()]
}

function* compare(published: Facts, own: Facts): Generator<[place: string, what: string]> {
  for (const [place, fact] of published) {
    const ours = own.get(place)
    if (ours !== undefined) yield* compareFact(place, fact, ours)
    // a missing whole is told once, and what is undocumented in ours has no parts to compare
    else if (holders(place).every((holder) => own.has(holder) || !published.has(holder))) yield [place, 'missing']
  }
  for (const [place, ours] of own) {
    if (published.has(place) || ours.undocumented) continue
    if (holders(place).every((holder) => published.has(holder) || !own.has(holder))) yield [place, 'extra']
  }
}

function* compareFact(place: string, published: Fact, own: Fact): Generator<[place: string, what: string]> {
  for (const key of ['type', 'required', 'default', 'enum'] as const) {
    const [theirs, ours] = [String(published[key] ?? 'none'), String(own[key] ?? 'none')]
    const isFlag = key === 'required'
    if (isFlag ? Boolean(published[key]) === Boolean(own[key]) : theirs === ours) continue
    yield [
      place,
      isFlag
        ? own[key]
          ? 'required, published optional'
          : 'optional, published required'
        : `${key} ${ours}, published ${theirs}`,
    ]
  }
}

/** `1.25-1.31, 1.40` */
export function ranges(versions: readonly string[], all: readonly string[]): string {
  const runs: string[][] = []
  for (const version of versions) {
    const run = runs.at(-1)
    if (run && all.indexOf(version) === all.indexOf(run.at(-1)!) + 1) run.push(version)
    else runs.push([version])
  }
  return runs.map((run) => (run.length > 1 ? `${run[0]}-${run.at(-1)}` : run[0])).join(', ')
}

/** As it is printed, and as the patterns of explanations are held against it. */
export const sentence = ({ place, what }: Difference): string => `${place}: ${what}`
