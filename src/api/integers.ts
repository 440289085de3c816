// How dockerd reads whole numbers behind `?`, and what it says when there is none.

import type { Persona } from '../engine/persona.ts'
import type { OperationId } from '../gen/operations.ts'
import { broken, invalid, type Refusal } from '../world/refusal.ts'

export interface IntegerRule {
  /** The Go type that it is read into. */
  readonly type: 'int' | 'int64' | 'uint32' | 'uint64'
  /** Whether nothing at all, or an empty text, is refused too. */
  readonly required?: true
  /** undefined: what is no number is ignored. */
  readonly refuse?: (text: string, reason: string, persona: QueryTraits) => Refusal
}

/** What of an engine decides how its queries are read. */
export type QueryTraits = Pick<Persona, 'apiVersion' | 'differences' | 'words'>

/** A plain error of Go's strconv reaches the client as it is, as a 500. */
const asIs = (reader: string) => (text: string, reason: string) =>
  broken(`strconv.${reader}: parsing ${JSON.stringify(text)}: ${reason}`)

const size = (side: 'height' | 'width'): IntegerRule => ({
  type: 'uint32',
  required: true,
  refuse: (text, reason, { words }) => invalid(words.badResize(side, text, reason)),
})

const objectVersion = (what: string): IntegerRule => ({
  type: 'uint64',
  required: true,
  refuse: (text, reason) =>
    invalid(`invalid ${what} version '${text}': strconv.ParseUint: parsing ${JSON.stringify(text)}: ${reason}`),
})

const plainVersion = (what: string): IntegerRule => ({
  type: 'uint64',
  required: true,
  refuse: () => invalid(`invalid ${what} version`),
})

const ignored: IntegerRule = { type: 'int64' }
const usual: IntegerRule = { type: 'int', refuse: asIs('Atoi') }

/** Parameters that are not read in the usual way; observed on 28.5.2. */
const rules: { readonly [Id in OperationId | string]?: Readonly<Record<string, IntegerRule>> } = {
  ContainerResize: { h: size('height'), w: size('width') },
  ExecResize: { h: size('height'), w: size('width') },
  ContainerExecResize: { h: size('height'), w: size('width') },
  ImageSearch: {
    limit: {
      type: 'int',
      refuse(text, reason, { differences }) {
        const problem = asIs('Atoi')(text, reason)
        return differences.has('searches-are-failures')
          ? problem
          : invalid(`invalid limit specified: ${problem.message}`)
      },
    },
  },
  ImageBuild: {
    memory: ignored,
    memswap: ignored,
    cpushares: ignored,
    cpuperiod: ignored,
    cpuquota: ignored,
    shmsize: { type: 'int64', refuse: asIs('ParseInt') },
  },
  PluginEnable: { timeout: { type: 'int', required: true, refuse: asIs('Atoi') } },
  NodeUpdate: { version: objectVersion('node') },
  SwarmUpdate: { version: objectVersion('swarm') },
  ServiceUpdate: { version: objectVersion('service') },
  ConfigUpdate: { version: plainVersion('config') },
  SecretUpdate: { version: plainVersion('secret') },
}

const buildPruneSize = (name: string): IntegerRule => ({
  type: 'int',
  refuse: (text, reason, { differences }) =>
    (differences.has('wrong-filter-values-are-failures') ? broken : invalid)(
      `${name} is in bytes and expects an integer, got ${text}: ` +
        `strconv.Atoi: parsing ${JSON.stringify(text)}: ${reason}`,
    ),
})

export function integerRule(operation: OperationId, parameter: string): IntegerRule {
  if (operation === ('BuildPrune' as string)) return buildPruneSize(parameter)
  return rules[operation]?.[parameter] ?? usual
}

const types = {
  int: { written: /^[+-]?\d+$/, least: -(2n ** 63n), most: 2n ** 63n - 1n },
  int64: { written: /^[+-]?\d+$/, least: -(2n ** 63n), most: 2n ** 63n - 1n },
  uint32: { written: /^-?\d+$/, least: 0n, most: 2n ** 32n - 1n },
  uint64: { written: /^\d+$/, least: 0n, most: 2n ** 64n - 1n },
} as const

/** @returns undefined for nothing, or for nonsense that dockerd ignores */
export function parseInteger(text: string | undefined, rule: IntegerRule, traits: QueryTraits): number | undefined {
  if (!text && !rule.required) return undefined
  const digits = text ?? ''
  const { written, least, most } = types[rule.type]
  const refuse = (reason: string): undefined => {
    if (rule.refuse) throw rule.refuse(digits, reason, traits)
  }
  if (!written.test(digits)) return refuse('invalid syntax')
  const value = BigInt(digits.replace('+', ''))
  const outside = value < least || value > most || (rule.type === 'uint32' && digits.startsWith('-'))
  return outside ? refuse('value out of range') : Number(value)
}
