// The Docker that a container is let at: requests over the socket that was mounted into it.
import { sendRequest } from '../../runtime/network/http-client.ts'
import type { Process } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'

const SOCKET = '/var/run/docker.sock'
/** bytes of a reply that are read at most */
const LONGEST = 64 * 1024 * 1024

export interface DockerReply {
  readonly status: number
  readonly text: string
}

/** Undefined when there is no Docker to ask. Rejects when it breaks off. */
export async function requestDocker(process: Process, method: string, path: string): Promise<DockerReply | undefined> {
  let connection: number
  try {
    connection = process.connectLocal(SOCKET)
  } catch (error) {
    if (error instanceof FileError) return undefined
    throw error
  }
  const headers = { Host: 'docker', Connection: 'close' }
  const reply = await sendRequest(process, connection, { method, path, headers })
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of reply as AsyncIterable<Uint8Array>) {
    length += part.length
    if (length > LONGEST) break
    parts.push(part)
  }
  return { status: reply.statusCode ?? 0, text: Buffer.concat(parts).toString() }
}
