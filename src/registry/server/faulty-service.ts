// The registry's server with faults in front of it, as its clients meet them.
import { Buffer } from 'node:buffer'
import { type FaultReply, faultyBytes, type RegistryFaults } from '../faults.ts'
import { isSpecified, usualMessage } from '../registry-error.ts'
import { json, type RegistryReply } from './exchange.ts'
import type { RegistryService } from './serve.ts'

/** The connection is to break here, which is no defect. */
export class BrokenOff extends Error {}

export function faultyService(service: RegistryService, faults: RegistryFaults): RegistryService {
  return {
    close: () => service.close(),
    async handle(request) {
      const [, name = '', kind, last] = /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^/]+)$/.exec(request.path) ?? []
      if (kind === undefined || !['GET', 'HEAD'].includes(request.method)) return service.handle(request)
      const asked = name.replace(/^library\//, '')
      const fault = kind === 'blobs' ? faults.take('blob', asked, last) : faults.take('manifest', asked)
      if (fault?.reply) return replyOf(fault.reply)
      const reply = await service.handle(request)
      if (kind === 'manifests' && reply.body instanceof Uint8Array) faults.note(reply.body)
      if (!fault?.blob || reply.status >= 300 || reply.body === undefined) return reply
      const size = Number(reply.headers['Content-Length'])
      return { ...reply, body: faultyBytes(piecesOf(reply.body), size, fault.blob, () => new BrokenOff()) }
    },
  }
}

async function* piecesOf(body: NonNullable<RegistryReply['body']>): AsyncGenerator<Uint8Array> {
  if (body instanceof Uint8Array) yield body
  else yield* body
}

function replyOf({ status, code, message, headers = {} }: FaultReply): RegistryReply {
  if (code === undefined)
    return { status, headers: { 'Content-Type': 'text/plain', ...headers }, body: Buffer.from('') }
  const text = message ?? (isSpecified(code) ? usualMessage(code) : code)
  return json({ errors: [{ code, message: text }] }, headers, status)
}
