// A storage driver that is told of layers of an earlier run and has them made when somebody first asks for them.
import type { StorageDriver } from './driver.ts'

export interface DeferredDriver extends StorageDriver {
  /** `make` prepares (and commits) the layer of this id, which others may name as their parent from now on. */
  defer(id: string, make: () => void): void
}

/** What is asked about one layer, by its id. */
const questions: readonly string[] = [
  'open',
  'below',
  'describe',
  'place',
  'changes',
  'usage',
  'account',
  'files',
  'mount',
  'hold',
] satisfies (keyof StorageDriver)[]

/** In front of any driver; what it does itself is only to wait with the making. */
export function deferredDriver(driver: StorageDriver): DeferredDriver {
  const waiting = new Map<string, () => void>()
  const ensure = (id: string | undefined): void => {
    const make = waiting.get(id ?? '')
    if (!make) return
    waiting.delete(id!)
    try {
      make()
    } catch (error) {
      waiting.set(id!, make)
      throw error
    }
  }
  const own: Pick<DeferredDriver, 'defer' | 'prepare' | 'remove'> = {
    defer: (id, make) => void waiting.set(id, make),
    prepare(key, parent, options) {
      ensure(parent)
      return driver.prepare(key, parent, options)
    },
    remove(id) {
      // nothing was made of what nobody has asked for
      if (!waiting.delete(id)) driver.remove(id)
    },
  }
  return new Proxy(driver, {
    get(target, name) {
      if (Object.hasOwn(own, name)) return own[name as keyof typeof own]
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      const asks = questions.includes(String(name))
      return (...values: unknown[]): unknown => {
        if (asks) ensure(values[0] as string)
        else if (name === 'layers') for (const id of [...waiting.keys()]) ensure(id)
        return Reflect.apply(member, target, values)
      }
    },
  }) as DeferredDriver
}
