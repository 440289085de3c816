// `docker rename` (moby daemon/rename.go).
import { invalid, missing, Refusal } from '../../world/refusal.ts'
import { sandboxOf } from './connection.ts'
import { type Container, touch } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { checkName } from './create.ts'
import { touchLinked } from './links.ts'
import { checkNetworks, followRename } from './membership.ts'
import { isUp } from './state.ts'

export function renameContainer(context: ContainerContext, reference: string, wanted: string): void {
  if (wanted === '') throw invalid('Neither old nor new names may be empty')
  const container = context.table.find(reference)
  if (wanted.replace(/^\//, '') === container.name) {
    throw invalid('Renaming a container with the same name as its current name')
  }
  let name: string
  try {
    name = checkName(context, wanted.startsWith('/') ? wanted : `/${wanted}`)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Refusal(error.kind, `Error when allocating new name: ${error.message}`)
  }
  const oldName = `/${container.name}`
  checkNamespace(context, container)
  context.table.rename(container, name)
  followRename(context.networks, container)
  touch(container)
  touchLinked(context.table, container)
  publish(context, container, 'rename', { oldName })
}

/** A container without a bridge (`--bridge=none`) may remember the namespace of its first run, which is gone. */
function checkNamespace({ networks, differences }: ContainerContext, container: Container): void {
  const { sandbox, hadSandbox } = container
  const isGone = isUp(container.state) && sandbox === '' && hadSandbox
  if (isGone && differences.has('sandboxes-are-remembered')) throw missing(`sandbox ${sandboxOf(container)} not found`)
  if (!differences.has('renaming-asks-no-network')) checkNetworks(networks, container)
}
