// `--host-mount DIR[:DIR]`: directories of the real host that containers may look into.
import { resolve } from 'node:path'
import { errorText } from '../codec/path-error.ts'
import type { HostMount } from '../engine/containers/host-files.ts'
import { clean } from '../engine/containers/mount-point.ts'
import { HostDirectory } from '../runtime/host-directory.ts'

/**
 * Throws a RangeError with a sentence when a directory is not there, or a place is taken.
 * @param asked `DIR`, or `DIR:PLACE` with the absolute path where the simulated host has it
 */
export function openHostMounts(asked: readonly string[] = []): HostMount[] {
  const mounts = asked.map(openMount)
  for (const [index, { at }] of mounts.entries()) {
    if (mounts.findIndex((other) => other.at === at) < index) throw new RangeError(`two host mounts at ${at}`)
  }
  return mounts
}

function openMount(text: string, index: number): HostMount {
  const [, real = text, place] = /^(.+?):(\/.*)$/.exec(text) ?? []
  const directory = resolve(real)
  try {
    return { at: clean(place ?? directory), tree: new HostDirectory(directory, index) }
  } catch (error) {
    throw new RangeError(`host mount ${text}: ${errorText(error)}`)
  }
}
