// Takes out of JSON replies the fields that the engine, or the version that is asked for, does not have.
import type { OperationId } from '../gen/operations.ts'
import { type FieldTree, fieldTrees, replySchemas, type VersionedField } from '../gen/reply-fields.ts'
import type { Reply } from './reply.ts'
import { compareVersions } from './version.ts'

/** What to take out of a value; nothing else is looked at. */
interface Plan {
  readonly drop: readonly string[]
  readonly into: readonly (readonly [key: string, plan: Plan])[]
  readonly items: Plan | undefined
  readonly values: Plan | undefined
}

export type ReplyGate = (reply: Reply) => Reply

/** What the engine writes itself, as text, has the fields of this version. */
const TEXT_VERSION = '1.51'

/**
 * The gate for an operation and a version; `undefined` if there is nothing that it could take out. It copies what it
 * changes: replies may share parts with the engine.
 */
export function compileGate(operation: OperationId, version: string, engineVersion: string): ReplyGate | undefined {
  const schema = replySchemas[operation]
  if (schema === undefined) return undefined
  const plan = new Planner(version, engineVersion).plan(schema)
  if (plan === undefined) return undefined
  const reread = version !== TEXT_VERSION
  return (reply) => {
    if (reply.wire?.exact) return reply
    if (reply.kind === 'json') {
      const value = apply(plan, reply.value)
      return value === reply.value ? reply : { ...reply, value }
    }
    if (!reread || reply.kind !== 'text' || !reply.type.startsWith('application/json')) return reply
    const { status, headers, wire } = reply
    const value = apply(
      plan,
      JSON.parse(typeof reply.text === 'string' ? reply.text : Buffer.from(reply.text).toString()),
    )
    return { kind: 'json', status, value, ...(headers && { headers }), ...(wire && { wire }) }
  }
}

class Planner {
  readonly #version: string
  readonly #engineVersion: string
  readonly #named = new Map<string, Plan | undefined>()

  constructor(version: string, engineVersion: string) {
    this.#version = version
    this.#engineVersion = engineVersion
  }

  plan(tree: FieldTree | string | undefined): Plan | undefined {
    if (tree === undefined) return undefined
    if (typeof tree !== 'string') return this.#build(tree)
    if (!this.#named.has(tree)) {
      // a schema inside itself: what is deeper stays as it is
      this.#named.set(tree, undefined)
      this.#named.set(tree, this.plan(fieldTrees[tree]))
    }
    return this.#named.get(tree)
  }

  #build(tree: FieldTree): Plan | undefined {
    const drop: string[] = []
    const into: [string, Plan][] = []
    for (const [key, field] of Object.entries(tree.fields ?? {})) {
      const inner = this.#isThere(field) ? this.plan(field.in) : undefined
      if (!this.#isThere(field)) drop.push(key)
      else if (inner) into.push([key, inner])
    }
    const items = this.plan(tree.items)
    const values = this.plan(tree.values)
    if (drop.length === 0 && into.length === 0 && !items && !values) return undefined
    return { drop, into, items, values }
  }

  #isThere({ since, until, gated }: VersionedField): boolean {
    if (since !== undefined && compareVersions(this.#engineVersion, since) < 0) return false
    const asked = gated ? this.#version : this.#engineVersion
    if (since !== undefined && compareVersions(asked, since) < 0) return false
    return until === undefined || compareVersions(asked, until) <= 0
  }
}

function apply(plan: Plan, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return plan.items ? applyToEach(plan.items, value) : value
  const object = value as Record<string, unknown>
  let copy: Record<string, unknown> | undefined
  for (const key of plan.drop) {
    if (object[key] === undefined) continue
    copy ??= { ...object }
    delete copy[key]
  }
  const change = (key: string, inner: Plan): void => {
    const before = object[key]
    const after = apply(inner, before)
    if (after === before) return
    copy ??= { ...object }
    copy[key] = after
  }
  for (const [key, inner] of plan.into) change(key, inner)
  if (plan.values) for (const key of Object.keys(object)) change(key, plan.values)
  return copy ?? value
}

function applyToEach(plan: Plan, list: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | undefined
  list.forEach((item, index) => {
    const after = apply(plan, item)
    if (after === item) return
    copy ??= [...list]
    copy[index] = after
  })
  return copy ?? list
}
