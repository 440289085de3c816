// A container that has never run: what it was asked to be, and beside that what all begin with.
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import { recordOf } from './keep.ts'
import { formOf } from './logging/form.ts'
import { keptLog } from './logging/kept-log.ts'
import { Log } from './logging/log.ts'
import { Output } from './output.ts'
import { created } from './state.ts'
import { Waiters } from './waiters.ts'

export type AskedContainer = Pick<
  Container,
  'id' | 'name' | 'created' | 'imageId' | 'layer' | 'config' | 'hostConfig' | 'blanks' | 'tree' | 'mounts' | 'endpoints'
>

/** @param isOld it is one of an earlier run */
export function newContainer(context: ContainerContext, asked: AskedContainer, isOld = false): Container {
  const { world, store, table } = context
  // field by field: to spread a dozen of them into an object of this size takes V8 longer than all else here
  const container: Container = {
    id: asked.id,
    name: asked.name,
    created: asked.created,
    imageId: asked.imageId,
    layer: asked.layer,
    config: asked.config,
    hostConfig: asked.hostConfig,
    blanks: asked.blanks,
    tree: asked.tree,
    mounts: asked.mounts,
    endpoints: asked.endpoints,
    state: created,
    restartCount: 0,
    stoppedByHand: false,
    restartCancelled: false,
    restartByHand: false,
    restartWait: 0,
    restartTimer: undefined,
    doomed: false,
    etcFiles: [],
    hostFolder: 'empty',
    sandbox: '',
    hadSandbox: false,
    published: new Map(),
    log: new Log(
      world.clock,
      () => formOf(container),
      store.isKept || isOld ? keptLog(store.logs, asked.id) : undefined,
      isOld,
    ),
    output: new Output(),
    waiters: new Waiters(),
    execs: new Set(),
    health: undefined,
    machine: undefined,
    task: undefined,
    revision: 0,
    changed() {
      if (!store.isKept || table.get(asked.id) !== container) return
      store.containers.put(asked.id, () => recordOf(context, container))
    },
  }
  return container
}
