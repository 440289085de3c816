// A storage driver that the command line names: by its name, or by the path of a module that gives one.
import { basename, extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { DriverFactory } from '../storage/driver.ts'
import type { StorageOptions } from './storage-driver.ts'

/**
 * A module's driver has the name of its file: `./drivers/lvm.js` is `lvm`. Rejects when there is no such module, or when
 * its default export is no function.
 */
export async function storageDriverOf(
  named: string | undefined,
): Promise<Pick<StorageOptions, 'storageDriver' | 'drivers'>> {
  if (named === undefined || !/\/|\.[cm]?[jt]s$/.test(named)) return { storageDriver: named }
  const { default: factory } = (await import(pathToFileURL(resolve(named)).href)) as { default?: unknown }
  if (typeof factory !== 'function') throw new Error(`${named} exports no storage driver by default`)
  const name = basename(named, extname(named))
  return { storageDriver: name, drivers: { [name]: factory as DriverFactory } }
}
