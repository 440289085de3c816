// The beginning of a reply: its status line and head.
import type { ServerResponse } from 'node:http'

/** Up to this many bytes Go's server waits for the end and sends a length, above it sends chunks (bufferBeforeChunkingSize). */
export const SMALL = 2048

export function begin(response: ServerResponse, status: number, head: string[]): void {
  // differs: dockerd answers HTTP/1.0 with HTTP/1.0, and does not say that it closes.
  // Go does not announce what HTTP/1.1 means anyway.
  if (response.shouldKeepAlive && response.req.httpVersionMinor === 1) response.removeHeader('Connection')
  response.sendDate = false
  response.writeHead(status, head)
}
