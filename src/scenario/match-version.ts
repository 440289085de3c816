// API versions that a rule is for: `1.44`, `>=1.44`, `<1.41`, `1.24..1.40`.
import { compareVersions } from '../api/version.ts'

export const versionRange: RegExp = /^(\d+\.\d+\.\.\d+\.\d+|(>=|<=|>|<)?\s*\d+\.\d+)$/

/** The range must be of the form of `versionRange`. */
export function versionTest(range: string): (version: string) => boolean {
  const [from, to] = range.split('..')
  if (to !== undefined) return (version) => compareVersions(version, from!) >= 0 && compareVersions(version, to) <= 0
  const [, sign = '=', wanted = ''] = /^(>=|<=|>|<)?\s*(.*)$/.exec(range) ?? []
  return (version) => {
    const order = compareVersions(version, wanted)
    if (order === 0) return sign === '=' || sign === '>=' || sign === '<='
    return order > 0 ? sign.startsWith('>') : sign.startsWith('<')
  }
}
