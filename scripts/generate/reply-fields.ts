// Which fields of JSON replies came or went with a version: src/gen/reply-fields.ts.
import type { Contract, Json } from './contract.ts'

interface Tree {
  fields?: Record<string, Json>
  items?: Json
  values?: Json
}

export function replyFieldTable(contract: Contract): string {
  const trees: Record<string, Tree> = {}
  for (const [name, schema] of Object.entries(contract.schemas)) trees[name] = treeOf(contract, schema)
  const busy = findBusy(trees)
  const prune = (node: Json): Json => {
    if (typeof node === 'string') return busy.has(node) ? node : undefined
    const fields = Object.entries<Json>(node.fields ?? {}).flatMap(([key, { in: inner, ...versions }]) => {
      const kept = { ...versions, in: inner === undefined ? undefined : prune(inner) }
      return Object.values(kept).some((value) => value !== undefined) ? [[key, kept]] : []
    })
    const pruned = {
      fields: fields.length > 0 ? Object.fromEntries(fields) : undefined,
      items: node.items === undefined ? undefined : prune(node.items),
      values: node.values === undefined ? undefined : prune(node.values),
    }
    return Object.values(pruned).some((value) => value !== undefined) ? pruned : undefined
  }
  const lines = [...busy].sort().map((name) => `  ${JSON.stringify(name)}: ${JSON.stringify(prune(trees[name]))},`)
  const replies = contract.operations.flatMap((operation) => {
    const name = Object.entries(operation.replies).find(([status, schema]) => status.startsWith('2') && schema)?.[1]
    return name && busy.has(name) && !operation.stream ? [`  ${operation.id}: ${JSON.stringify(name)},`] : []
  })
  return `// Made from openapi/ by scripts/generate.ts: the fields of JSON replies that not every version has.
import type { OperationId } from './operations.ts'

export interface FieldTree {
  readonly fields?: Readonly<Record<string, VersionedField>>
  readonly items?: FieldTree | string
  readonly values?: FieldTree | string
}

export interface VersionedField {
  readonly since?: string
  readonly until?: string
  /** The daemon leaves it out of replies to versions before \`since\`; without this, only older engines do. */
  readonly gated?: true
  /** What is inside; a text is a name in \`fieldTrees\`. */
  readonly in?: FieldTree | string
}

/** By schema; one in which nothing depends on versions is left out. */
export const fieldTrees: Readonly<Record<string, FieldTree>> = {
${lines.join('\n')}
}

/** The schema of an operation's reply, where \`fieldTrees\` has it. */
export const replySchemas: { readonly [Id in OperationId]?: string } = {
${replies.join('\n')}
}
`
}

function treeOf(contract: Contract, schema: Json): Tree {
  const tree: Tree = {}
  for (const part of partsOf(schema)) {
    const inner = treeOf(contract, part.$ref ? contract.schemas[nameIn(part)] : part)
    if (inner.fields) tree.fields = { ...tree.fields, ...inner.fields }
    tree.items ??= inner.items
    tree.values ??= inner.values
  }
  for (const [name, property] of Object.entries<Json>(schema.properties ?? {})) {
    tree.fields ??= {}
    tree.fields[name] = {
      since: property['x-since'] && String(property['x-since']),
      until: property['x-until'] && String(property['x-until']),
      gated: property['x-gated'] === true || undefined,
      in: inside(contract, property),
    }
  }
  if (schema.items) tree.items = inside(contract, schema.items)
  const values = schema.additionalProperties
  if (typeof values === 'object') tree.values = inside(contract, values)
  return tree
}

const partsOf = (schema: Json): Json[] => [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]

const nameIn = (schema: Json): string => schema.$ref.replace('#/components/schemas/', '')

/** A name where the schema is a reference, else its tree. */
function inside(contract: Contract, schema: Json): Json {
  if (schema.$ref) return nameIn(schema)
  const meant = (schema.anyOf ?? schema.oneOf)?.filter((one: Json) => one.type !== 'null')
  if (meant?.length === 1 && meant[0].$ref) return nameIn(meant[0])
  return treeOf(contract, schema)
}

/** The schemas that hold a versioned field, at any depth. */
function findBusy(trees: Record<string, Tree>): Set<string> {
  const busy = new Set<string>()
  const isBusy = (node: Json): boolean => {
    if (node === undefined) return false
    if (typeof node === 'string') return busy.has(node)
    const fields = Object.values<Json>(node.fields ?? {})
    return (
      fields.some((field) => field.since || field.until || isBusy(field.in)) ||
      isBusy(node.items) ||
      isBusy(node.values)
    )
  }
  for (let before = -1; before !== busy.size; ) {
    before = busy.size
    for (const [name, tree] of Object.entries(trees)) if (isBusy(tree)) busy.add(name)
  }
  return busy
}
