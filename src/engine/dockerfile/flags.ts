// The flags of an instruction, `--from=stage`, against those that it knows (BuildKit instructions/bflag.go).
import { invalid } from '../../world/refusal.ts'
import { suggestion } from './suggestion.ts'

export type FlagKind = 'text' | 'texts' | 'boolean'
/** By name; of a flag that may come several times its last value. */
export type Flags = ReadonlyMap<string, string>

/** Throws for what is unknown, comes twice, or has no value where it needs one. */
export function readFlags(written: readonly string[], known: Readonly<Record<string, FlagKind>>): Flags {
  const flags = new Map<string, string>()
  for (const flag of written) {
    const cut = flag.indexOf('=')
    const name = cut < 0 ? flag : flag.slice(0, cut)
    const value = cut < 0 ? undefined : flag.slice(cut + 1)
    const plain = name.slice(2)
    const kind = Object.hasOwn(known, plain) ? known[plain] : undefined
    if (kind === undefined) throw new UnknownFlag(plain, suggestion(plain, Object.keys(known), true))
    if (flags.has(plain) && kind !== 'texts') throw invalid(`duplicate flag specified: ${name}`)
    if (kind === 'boolean') flags.set(plain, truth(name, value))
    else if (value === undefined) throw invalid(`missing a value on flag: ${name}`)
    else flags.set(plain, value)
  }
  return flags
}

/** Every release has its own words for it. */
export class UnknownFlag extends Error {
  readonly flag: string
  readonly hint: string
  constructor(flag: string, hint: string) {
    super(`unknown flag: ${flag}`)
    this.flag = flag
    this.hint = hint
  }
}

function truth(name: string, value: string | undefined): string {
  if (value === '') throw invalid(`missing a value on flag: ${name}`)
  const lower = (value ?? 'true').toLowerCase()
  if (lower === 'true' || lower === 'false') return lower
  throw invalid(`expecting boolean value for flag ${name}, not: ${value}`)
}
