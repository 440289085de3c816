// What differs between two states of a daemon: a value, and the same as text.

/** One container, image, volume or network at some moment. */
export interface Portrait {
  readonly name: string
  /** as inspect shows it */
  readonly fields: unknown
  /** What is in its files, by path; another value for whatever has changed, `gone` for what is there below only. */
  readonly files: ReadonlyMap<string, FileMark>
}

/** What the file was changed to, and how that is told of in `docker diff`. */
export interface FileMark {
  readonly letter: Letter
  readonly inode: unknown
}

export type Letter = 'A' | 'C' | 'D'

/** By id; volumes by name. */
export type Portraits = ReadonlyMap<string, Portrait>

export type Noun = 'containers' | 'images' | 'volumes' | 'networks'
const nouns: readonly Noun[] = ['containers', 'images', 'volumes', 'networks']

export interface FieldChange {
  /** as `State.Status`; lists are compared as wholes */
  readonly path: string
  /** undefined where there was none */
  readonly before: unknown
  readonly after: unknown
}

export interface FileChange {
  /** added, changed, deleted */
  readonly letter: Letter
  readonly path: string
}

export interface NounChange {
  readonly name: string
  readonly fields: readonly FieldChange[]
  readonly files: readonly FileChange[]
}

export interface NounDiff {
  /** by name */
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly NounChange[]
}

/** Plain values: it can be written as JSON. */
export type StateDiff = Readonly<Record<Noun, NounDiff>>

export function compareStates(
  before: Readonly<Record<Noun, Portraits>>,
  after: Readonly<Record<Noun, Portraits>>,
): StateDiff {
  const of = (noun: Noun): NounDiff => compareNoun(before[noun], after[noun])
  return { containers: of('containers'), images: of('images'), volumes: of('volumes'), networks: of('networks') }
}

function compareNoun(before: Portraits, after: Portraits): NounDiff {
  const missingIn = (some: Portraits, others: Portraits): string[] =>
    [...some].flatMap(([id, { name }]) => (others.has(id) ? [] : [name]))
  const changed: NounChange[] = []
  for (const [id, now] of after) {
    const then = before.get(id)
    if (!then) continue
    const fields = [...compareFields(then.fields, now.fields, '')]
    const files = compareFiles(then.files, now.files)
    if (fields.length > 0 || files.length > 0) changed.push({ name: now.name, fields, files })
  }
  return { added: missingIn(after, before), removed: missingIn(before, after), changed }
}

function* compareFields(before: unknown, after: unknown, path: string): Generator<FieldChange> {
  if (!isObject(before) || !isObject(after)) {
    if (JSON.stringify(before) !== JSON.stringify(after)) yield { path, before, after }
    return
  }
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    yield* compareFields(before[name], after[name], path === '' ? name : `${path}.${name}`)
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function compareFiles(before: Portrait['files'], after: Portrait['files']): FileChange[] {
  const changes: FileChange[] = []
  for (const path of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const letter = letterOf(before.get(path), after.get(path))
    if (letter) changes.push({ letter, path })
  }
  return changes
}

/** What is told of neither state lies below, and is as it was. */
function letterOf(before: FileMark | undefined, after: FileMark | undefined): Letter | undefined {
  if (!before) return after?.letter
  const isThere = after ? after.letter !== 'D' : before.letter !== 'A'
  const wasThere = before.letter !== 'D'
  if (wasThere !== isThere) return isThere ? 'A' : 'D'
  return isThere && before.inode !== after?.inode ? 'C' : undefined
}

/** A line for each thing that differs; empty if nothing does. */
export function diffText(diff: StateDiff): string {
  const lines = nouns.flatMap((noun) => {
    const { added, removed, changed } = diff[noun]
    const singular = noun.slice(0, -1)
    return [
      ...added.map((name) => `+ ${singular} ${name}`),
      ...removed.map((name) => `- ${singular} ${name}`),
      ...changed.flatMap(({ name, fields, files }) => [
        `~ ${singular} ${name}`,
        ...fields.map(({ path, before, after }) => `    ${path}: ${shown(before)} -> ${shown(after)}`),
        ...files.map(({ letter, path }) => `    ${letter} ${path}`),
      ]),
    ]
  })
  return lines.map((line) => `${line}\n`).join('')
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))
