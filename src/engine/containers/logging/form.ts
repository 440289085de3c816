// How a driver writes lines: how many bytes one takes in its file, and what of a line can be read back.
import { Buffer, isUtf8 } from 'node:buffer'
import type { Container } from '../container.ts'
import { attributesOf } from './attributes.ts'
import { limitsOf } from './file-drivers.ts'
import { jsonStringSize, withReplacements } from './json-text.ts'
import type { LogEntry, LogForm } from './log.ts'

/** The form of json-file, or of the copy that dockerd keeps with the driver `local`. */
export function formOf(container: Container): LogForm {
  const { Type, Config } = container.hostConfig.LogConfig
  const limits = limitsOf(Type, Config)
  if (Type !== 'json-file') return { limits, sizeOf: protobufSize, written: (bytes) => bytes }
  const attributes = attributesOf(container)
  const more = attributes.size > 0 ? Buffer.byteLength(`,"attrs":${JSON.stringify(Object.fromEntries(attributes))}`) : 0
  return {
    limits,
    sizeOf: ({ bytes }) => JSON_FRAME + jsonStringSize(bytes) + more,
    written: (bytes) => (isUtf8(bytes) ? bytes : withReplacements(bytes)),
  }
}

/** bytes of a line of json-file around its text; the moment with its nine digits (moby daemon/logger/jsonfilelog) */
const JSON_FRAME = '{"log":,"stream":"stdout","time":"2026-01-02T03:04:05.123456789Z"}\n'.length

const varintSize = (value: number): number => Math.max(1, Math.ceil((32 - Math.clz32(value)) / 7))

/** A message of moby's api/types/plugins/logdriver with its length before and behind it. */
function protobufSize({ bytes }: LogEntry, isPart: boolean): number {
  const isLast = bytes[bytes.length - 1] === 10
  const text = bytes.length - (isLast ? 1 : 0)
  const line = text > 0 ? 1 + varintSize(text) + text : 0
  const part = isPart ? PART_SIZE + (isLast ? 2 : 0) : 0
  return LENGTHS + SOURCE + MOMENT + line + part
}

const LENGTHS = 8
const SOURCE = 2 + 'stdout'.length
const MOMENT = 1 + 9
/** that it is a part, of which line (an id of 64 characters), and which one */
const PART_SIZE = 2 + 2 + (2 + 64) + 2
