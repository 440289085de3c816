// Going back to what containers were: their settings, states, files and logs. Processes cannot be copied: those that have
// done nothing since go on, the others begin anew.
import { type GoBack, together } from '../../world/checkpoint.ts'
import type { Endpoint } from '../networks/endpoint.ts'
import type { Blank } from './blanks.ts'
import { type Container, touch } from './container.ts'
import type { ContainerContext } from './context.ts'
import { goOn } from './go-on.ts'
import { continueHealth } from './health.ts'

/** What became of the containers when an engine went back, by their names. */
export interface GoneBack {
  /** whose processes go on, as they have done nothing since */
  readonly kept: readonly string[]
  /** whose main process began anew */
  readonly restarted: readonly string[]
  /** that were made since, and are gone */
  readonly removed: readonly string[]
  /** whose main process could not begin, and why; they are stopped */
  readonly failed: Readonly<Record<string, string>>
}

/** What of a container is put in the place of something else; what is changed itself is saved beside it. */
type Fields = Omit<
  Container,
  | ('id' | 'created' | 'imageId' | 'layer' | 'config' | 'blanks' | 'tree' | 'mounts' | 'endpoints' | 'log')
  | ('output' | 'waiters' | 'execs' | 'revision' | 'changed')
>

interface Saved {
  readonly container: Container
  /** With this one it is as it was. */
  revision: number
  readonly fields: Fields
  readonly blanks: readonly Blank[]
  readonly endpoints: readonly (readonly [name: string, endpoint: Endpoint, fields: Endpoint])[]
  readonly health: Pick<NonNullable<Container['health']>, 'status' | 'failingStreak' | 'log'> | undefined
  readonly networkDisabled: Container['config']['NetworkDisabled']
  readonly log: GoBack
  readonly trees: readonly GoBack[]
  /** of its machine */
  readonly work: number
}

/** First `leave` what is, then go back in everything else, then `enter` what was. */
export interface ContainersCheckpoint {
  leave(): void
  enter(): GoneBack
  /**
   * Everything but processes is as it was, for one who looks and changes nothing. Another checkpoint, which has `all` of
   * these containers, shows right afterwards how it is now.
   */
  show(): void
  readonly all: Iterable<Container>
}

/** @param others that are not there any more, but were at another checkpoint */
export function checkpointOfContainers(
  context: ContainerContext,
  others: Iterable<Container> = [],
): ContainersCheckpoint {
  const all = new Set([...context.table.all(), ...others])
  const saved = new Map(Array.from(all, (container) => [container, save(container)]))
  const goBackInRest = together(
    context.table.checkpoint(),
    context.images.checkpoint(),
    context.ports.checkpoint(),
    context.hostFiles.checkpoint(),
    context.random.checkpoint(),
  )
  const isKept = (container: Container): boolean => {
    const before = saved.get(container)
    return before !== undefined && isSameMachine(container, before)
  }
  let leaving: { readonly kept: Set<Container>; readonly removed: string[] } = { kept: new Set(), removed: [] }
  return {
    leave() {
      leaving = { kept: new Set(), removed: [] }
      for (const container of context.table.all()) {
        if (isKept(container)) leaving.kept.add(container)
        else end(container, saved.has(container))
        if (!saved.has(container)) leaving.removed.push(container.name)
      }
    },
    enter() {
      goBackInRest()
      const { kept, removed } = leaving
      const restarted: string[] = []
      const failed: Record<string, string> = {}
      for (const before of saved.values()) {
        const { container } = before
        const { health } = container
        restore(before, kept.has(container))
        if (!kept.has(container)) {
          if (goOn(context, container, failed)) restarted.push(container.name)
        } else if (health !== container.health) {
          health?.stop?.()
          if (container.state.status === 'running') continueHealth(context, container)
        }
      }
      return { kept: Array.from(kept, ({ name }) => name), restarted, removed, failed }
    },
    show() {
      goBackInRest()
      for (const before of saved.values()) {
        restore(before, true)
        before.log()
      }
    },
    all,
  }
}

function save(container: Container): Saved {
  const { endpoints, health, config, log, machine } = container
  return {
    container,
    revision: container.revision,
    fields: fieldsOf(container),
    blanks: [...container.blanks],
    endpoints: Array.from(endpoints, ([name, endpoint]) => [name, endpoint, { ...endpoint }]),
    health: health && { status: health.status, failingStreak: health.failingStreak, log: health.log },
    networkDisabled: config.NetworkDisabled,
    log: log.checkpoint(),
    trees: checkpointsOfTrees(container),
    work: machine?.work ?? 0,
  }
}

/** One by one: to copy an object of this size takes V8 several times as long. */
function fieldsOf(container: Container): Fields {
  return {
    name: container.name,
    hostConfig: container.hostConfig,
    state: container.state,
    restartCount: container.restartCount,
    stoppedByHand: container.stoppedByHand,
    restartCancelled: container.restartCancelled,
    restartByHand: container.restartByHand,
    restartWait: container.restartWait,
    restartTimer: container.restartTimer,
    doomed: container.doomed,
    etcFiles: container.etcFiles,
    hostFolder: container.hostFolder,
    sandbox: container.sandbox,
    hadSandbox: container.hadSandbox,
    published: container.published,
    health: container.health,
    machine: container.machine,
    task: container.task,
  }
}

/** Of those that belong to nobody else: volumes and the driver's layers have checkpoints of their own. */
function checkpointsOfTrees({ mounts, etcFiles }: Container): GoBack[] {
  const ways: GoBack[] = []
  for (const { type, tree } of mounts) {
    if (type === 'tmpfs' && 'create' in tree && tree.checkpoint) ways.push(tree.checkpoint())
  }
  // the three of them lie in one tree
  const [file] = etcFiles
  if (file && 'create' in file.tree && file.tree.checkpoint) ways.push(file.tree.checkpoint())
  return ways
}

const isSameMachine = ({ machine, task }: Container, { fields, work }: Saved): boolean =>
  machine !== undefined && machine === fields.machine && task === fields.task && machine.work === work

const isUnchanged = ({ container, revision, fields }: Saved): boolean =>
  container.revision === revision && container.state === fields.state && container.doomed === fields.doomed

/** Ends its processes without telling anybody but those who wait for it. */
function end(container: Container, comesBack: boolean): void {
  const { machine, waiters, output, health, state } = container
  container.restartTimer?.cancel()
  health?.stop?.()
  if (!machine && comesBack) return
  container.task = undefined
  container.machine = undefined
  machine?.destroy()
  container.log.end()
  output.close()
  if (comesBack) waiters.exited({ exitCode: state.exitCode })
  else waiters.removed({ exitCode: state.exitCode })
  container.doomed = !comesBack
}

function restore(saved: Saved, isKept: boolean): void {
  const { container, fields, blanks, endpoints, health, networkDisabled, log, trees } = saved
  for (const goBack of trees) goBack()
  if (isUnchanged(saved) && (isKept || !fields.machine)) return
  Object.assign(container, fields)
  container.blanks.clear()
  for (const blank of blanks) container.blanks.add(blank)
  container.config.NetworkDisabled = networkDisabled
  container.endpoints.clear()
  for (const [name, endpoint, was] of endpoints) container.endpoints.set(name, Object.assign(endpoint, was))
  // those who check it have the very object
  if (health && container.health) Object.assign(container.health, health)
  if (!isKept) log()
  touch(container)
  saved.revision = container.revision
}
