// What each operation makes of a JSON body that is missing, is none, or has something behind it.
import type { Persona } from '../engine/persona.ts'
import type { OperationId } from '../gen/operations.ts'
import { broken, invalid, type Refusal } from '../world/refusal.ts'

export interface BodyRule {
  /** Nothing at all is refused, too; else it counts as an empty object. */
  readonly required: boolean
  /** Whether Content-Type must say that it is JSON. */
  readonly checksType: boolean
  readonly refuse: (message: string) => Refusal
  /** How nothing, or nothing but blanks, is refused. */
  readonly refuseNothing: () => Refusal
  /** How what stands behind the value is refused; left out where it does not matter. */
  readonly refuseMore?: () => Refusal
}

export type BodyRules = (operation: OperationId) => BodyRule

const NOTHING = 'got EOF while reading request body'

/** The rules of a release (moby: the decoders in server/router, server/httputils and runconfig). */
export function bodyRules(persona: Pick<Persona, 'differences' | 'words'>): BodyRules {
  return persona.differences.has('json-is-read-carelessly') ? carelessRule : carefulRules(persona)
}

/** Login is alone in not using the decoder that the others use; observed on 28.5.2. */
const login: BodyRule = {
  required: true,
  checksType: false,
  refuse: broken,
  refuseNothing: () => broken('EOF'),
}

function carefulRules({ words }: Pick<Persona, 'words'>): BodyRules {
  const usual: BodyRule = {
    required: false,
    checksType: true,
    refuse: (message) => invalid(words.invalidJson(message)),
    refuseNothing: () => invalid(words.invalidJson(NOTHING)),
    refuseMore: () => invalid('unexpected content after JSON'),
  }
  const create: BodyRule = { ...usual, required: true }
  return (operation) => (operation === 'ContainerCreate' ? create : operation === 'SystemAuth' ? login : usual)
}

/** Engine 20.10: every handler on its own. */
function carelessRule(operation: OperationId): BodyRule {
  switch (operation) {
    case 'ContainerCreate':
    case 'ContainerUpdate':
      return { ...login, checksType: true }
    case 'ContainerCheckpointCreate':
    case 'SystemAuth':
      return login
    case 'ImageCommit':
      return { ...login, checksType: true, required: false }
    case 'PluginPull':
    case 'PluginUpgrade':
      return privileges
    default:
      return { ...careless, checksType: checkingType.has(operation) }
  }
}

const careless: BodyRule = {
  required: true,
  checksType: false,
  refuse: invalid,
  refuseNothing: () => invalid(NOTHING),
}

const privileges: BodyRule = {
  required: true,
  checksType: false,
  refuse: (message) => broken(`failed to parse privileges: ${message}`),
  refuseNothing: () => broken('failed to parse privileges: EOF'),
  refuseMore: () => broken('invalid privileges'),
}

const checkingType: ReadonlySet<OperationId> = new Set<OperationId>([
  'ContainerExec',
  'ExecStart',
  'NetworkConnect',
  'NetworkCreate',
  'NetworkDisconnect',
  'VolumeCreate',
])
