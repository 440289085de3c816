// `docker rename` (moby daemon/rename.go).
import { invalid, Refusal } from '../../world/refusal.ts'
import { touch } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { checkName } from './create.ts'
import { checkNetworks, followRename } from './membership.ts'

export function renameContainer(context: ContainerContext, reference: string, wanted: string): void {
  const container = context.table.find(reference)
  if (wanted === '') throw invalid('Neither old nor new names may be empty')
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
  checkNetworks(context.networks, container)
  context.table.rename(container, name)
  followRename(context.networks, container)
  touch(container)
  publish(context, container, 'rename', { oldName })
}
