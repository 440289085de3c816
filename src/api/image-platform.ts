// The `platform` parameter of operations on images, which is JSON.
import { jsonProblem } from '../codec/json-problem.ts'
import type { Platform } from '../registry/manifest.ts'
import { invalid } from '../world/refusal.ts'

/** `platform=` of history and inspect: JSON of an OCI platform (moby daemon/server/httputils: DecodePlatform). */
export function decodePlatform(text: string | undefined): Platform | undefined {
  if (!text) return undefined
  const problem = jsonProblem(text)
  if (problem !== undefined) throw invalid(`failed to parse platform: ${problem}`)
  const value: unknown = JSON.parse(text)
  const { os, architecture, variant } = (value ?? {}) as Partial<Record<string, unknown>>
  if (typeof os !== 'string' || typeof architecture !== 'string' || !os || !architecture) {
    throw invalid('both OS and Architecture must be provided')
  }
  return { os, architecture, ...(typeof variant === 'string' && variant ? { variant } : {}) }
}
