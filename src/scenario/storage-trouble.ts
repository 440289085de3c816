// What steps have in common that let the storage fail.
import { described, list, oneOf, type Shape } from '../codec/shape.ts'
import type { StorageAct, StorageTroubles, Trouble } from '../storage/troubles.ts'
import { Refusal } from '../world/refusal.ts'
import type { Moment } from './moment.ts'
import { impossible } from './target.ts'

/** At what a disk that is full, or cannot be written, is noticed. */
export const writingActs: Shape<readonly StorageAct[]> = described(
  list(oneOf('unpack', 'create', 'start', 'write')),
  'unpack: layers of pulls, loads and builds; create, start: of containers; write: their files. All if left out.',
)

export const allWriting: readonly StorageAct[] = ['unpack', 'create', 'start', 'write']

/** The storage of the daemon; refuses where its driver is one of the user's that knows nothing of this. */
export function troublesOf(moment: Moment): StorageTroubles {
  const { driver } = moment.engine
  if (driver.troubles) return driver.troubles
  throw impossible(moment, `the storage driver ${driver.name} does not know how to fail`)
}

/** Until the rule is taken away. `name` is the container's. */
export function letStorageFail(
  moment: Moment,
  key: unknown,
  trouble: Omit<Trouble, 'container'>,
  name: string | undefined,
): void {
  const troubles = troublesOf(moment)
  const container = name === undefined ? undefined : idOf(moment, name)
  moment.lasting(key, () => troubles.add({ ...trouble, container }))
  moment.tell(`storage fails with ${trouble.error} at ${trouble.at.join(', ')}`)
}

function idOf(moment: Moment, name: string): string {
  try {
    return moment.engine.containers.find(name).id
  } catch (error) {
    throw error instanceof Refusal ? impossible(moment, error.message) : error
  }
}
