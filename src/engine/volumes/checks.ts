// What the driver `local` says to the name and the options of a new volume (moby daemon/volume/local).
import { invalid } from '../../world/refusal.ts'

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/
const known = ['type', 'o', 'device', 'size']
/** An option, and those that it does not go without. */
const companions = [
  ['device', ['type']],
  ['type', ['device']],
  ['o', ['device', 'type']],
] as const

/** Throws invalid (400). */
export function checkVolumeName(name: string): void {
  if (name.length === 1) {
    throw invalid('volume name is too short, names should be at least two alphanumeric characters')
  }
  if (!NAME.test(name)) {
    throw invalid(
      `"${name}" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path`,
    )
  }
}

/** Throws invalid (400) for an unknown option, or one that lacks another. */
export function checkVolumeOptions(options: Readonly<Record<string, string>>): void {
  const has = (name: string): boolean => Object.hasOwn(options, name)
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown !== undefined) throw invalid(`invalid option: "${unknown}"`)
  for (const [option, needed] of companions) {
    const missing = has(option) ? needed.find((name) => !has(name)) : undefined
    if (missing !== undefined) throw invalid(`missing required option: "${missing}"`)
  }
  if (has('size')) throw invalid('quota size requested but no quota support')
}
