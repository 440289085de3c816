// Runtimes by name: those that every daemon has, and those that are configured (moby daemon/runtime_unix.go).
import type { Settings } from './settings.ts'

type Configured = Pick<Settings, 'defaultRuntime' | 'runtimes'>

const STOCK = 'runc'
const stock = new Set([STOCK, 'io.containerd.runc.v2'])

/** A name that containerd may find a program for: `io.containerd.kata.v2`, no path. */
const isNameOfShim = (name: string): boolean => /^[^/.][^/]*\./.test(name)

/** Whether there is such a runtime, or may be. */
export const isRuntime = (name: string, { runtimes }: Configured): boolean =>
  stock.has(name) || Object.hasOwn(runtimes, name) || isNameOfShim(name)

/**
 * Whether it is installed.
 * differs: what is configured counts as installed, and does what runc does, whatever its path, type or options say.
 */
export const isInstalled = (name: string, { runtimes }: Configured): boolean =>
  stock.has(name) || Object.hasOwn(runtimes, name)

/** Whether it is a program like runc, which can be asked for its version and features. */
export const isLikeRunc = (name: string, { runtimes }: Configured): boolean =>
  stock.has(name) || runtimes[name]?.path !== undefined

/** Why a daemon cannot be configured so, or undefined. */
export function runtimesProblem({ defaultRuntime, runtimes }: Configured): string | undefined {
  if (Object.hasOwn(runtimes, STOCK)) return `runtime name '${STOCK}' is reserved`
  if (defaultRuntime !== '' && !isRuntime(defaultRuntime, { defaultRuntime, runtimes })) {
    return `specified default runtime '${defaultRuntime}' does not exist`
  }
  for (const [name, { path, runtimeType, runtimeArgs, options }] of Object.entries(runtimes)) {
    const hasOptions = Object.keys(options ?? {}).length > 0
    const wrong = (reason: string): string => `runtime ${name}: ${reason}`
    if (!path && !runtimeType) return wrong('either a runtimeType or a path must be configured')
    if (path && runtimeType) return wrong('cannot configure both path and runtimeType for the same runtime')
    if (path && hasOptions) return wrong('options cannot be used with a path runtime')
    if (runtimeType && runtimeArgs?.length) return wrong('args cannot be used with a runtimeType runtime')
  }
  return undefined
}
