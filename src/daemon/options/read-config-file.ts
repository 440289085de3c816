// Reads the text of a daemon.json as dockerd does, and complains in its words.
import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { jsonProblem } from '../../codec/json-problem.ts'
import { pathError } from '../../codec/path-error.ts'
import { jsonKind } from './json-place.ts'
import { complaintStyle, jsonPrefix } from './json-style.ts'

export type ConfigObject = Readonly<Record<string, unknown>>

/**
 * Empty for a file with nothing in it. Throws an Error with dockerd's words (moby daemon/config/config.go).
 * @param engine whose words
 */
export function readConfigFile(path: string, engine: unknown): ConfigObject {
  const prefix = jsonPrefix(complaintStyle(engine))
  const text = decoded(contentOf(path)).trim()
  if (text === '') return {}
  const problem = jsonProblem(text)
  if (problem !== undefined) throw new Error(`${prefix}${problem}`)
  const value = JSON.parse(text) as unknown
  if (value === null) return {}
  if (typeof value !== 'object' || Array.isArray(value)) {
    const kind = jsonKind(value)
    throw new Error(`${prefix}json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`)
  }
  return value as ConfigObject
}

/** Throws with the words of the operating system, as Go has them. */
function contentOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new Error(pathError(path, error))
  }
}

/** UTF-8, or UTF-16 with a byte order mark. */
function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16le').decode(bytes.swap16())
  if (!isUtf8(bytes)) {
    // the offset is where it stopped reading: at the end
    throw new Error(`failed to decode configuration JSON at offset ${bytes.length}: encoding: invalid UTF-8`)
  }
  return new TextDecoder().decode(bytes)
}
