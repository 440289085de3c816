// Requests, and what a daemon at the level debug logs of them: recorded from real ones, held against mockerd.

import { readFileSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'

export interface DebugRequest {
  /** `GET /v1.41/info` */
  readonly ask: string
  readonly body?: string
  /** Content-Type; that of JSON if there is a body. */
  readonly type?: string
  /** How many blanks follow the body. */
  readonly blanks?: number
}

export interface DebugLines extends DebugRequest {
  readonly lines: readonly string[]
}

export const debugRequests: readonly DebugRequest[] = JSON.parse(
  readFileSync(join(import.meta.dirname, 'debug-requests.json'), 'utf8'),
)

/** Sends it, and waits for the end of the reply, or for its head if the reply goes on. */
export function send({ ask, body = '', type, blanks = 0 }: DebugRequest, options: http.RequestOptions): Promise<void> {
  const [method, path] = ask.split(' ')
  const sent = body + ' '.repeat(blanks)
  const headers = {
    Host: 'docker',
    ...(sent && { 'Content-Type': type ?? 'application/json', 'Content-Length': Buffer.byteLength(sent) }),
  }
  return new Promise((resolve, reject) => {
    const request = http.request({ ...options, method, path, headers }, (response) => {
      response.resume().on('close', resolve)
    })
    request.on('error', reject).end(sent)
  })
}

const told =
  /module=(api|libcontainerd)| msg="(Calling|form data|Handler for|[sS]ending |starting exec|Container failed)/

/** What is about dockerd's own insides. */
const untold = / msg="(bundle dir created|[A-Z]+: Got an API)/

/** The lines that tell of calls and containers, without what is different each time. */
export const comparable = (log: string): string[] =>
  log
    .split('\n')
    .filter((line) => told.test(line) && !untold.test(line))
    .map((line) => line.replace(/^time="[^"]*" /, '').replace(/\b[0-9a-f]{64}\b/g, 'ID'))
