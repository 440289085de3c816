// Where a daemon keeps what it has, and the host that it says it runs on.
import { join, resolve } from 'node:path'
import { defaultHost, type Host } from '../engine/host.ts'
import type { Settings } from '../engine/settings.ts'
import { remappedFolder } from '../engine/user-namespace.ts'

interface Placed {
  readonly dataRoot?: string | undefined
  readonly host?: Partial<Host> | undefined
  readonly settings?: Partial<Settings> | undefined
}

/** A daemon that maps users has a directory of its own in the data root: what is there without is not there with it. */
export function inItsFolder<Options extends Placed>(options: Options): Options {
  const { dataRoot, settings = {} } = options
  return dataRoot === undefined ? options : { ...options, dataRoot: join(dataRoot, remappedFolder(settings)) }
}

/** @param options with the data root that `inItsFolder` gives */
export function hostOf({ dataRoot, host, settings = {} }: Placed): Host {
  const root = host?.root ?? (dataRoot === undefined ? defaultHost.root : undefined)
  return {
    ...defaultHost,
    ...host,
    root: root === undefined ? resolve(dataRoot!) : join(root, remappedFolder(settings)),
  }
}
