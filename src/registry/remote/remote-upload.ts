// An upload to a real registry: the bytes as one streamed PATCH, then the digest (registry/client/blob_writer.go).
import type { Descriptor } from '../manifest.ts'
import type { Upload } from '../registry.ts'
import { noBlob } from '../registry-error.ts'
import type { Session } from './session.ts'
import { wholeBody } from './transport.ts'

/** @param stat looks at the finished blob */
export function remoteUpload(
  session: Session,
  begin: URL,
  stat: (digest: string) => Promise<Descriptor | undefined>,
): Upload {
  let location = begin
  return {
    async write(chunks) {
      const headers = { 'Content-Type': 'application/octet-stream' }
      const reply = await session.send({ method: 'PATCH', url: location, headers, body: chunks })
      if (reply.status < 200 || reply.status >= 400) throw await session.refusal(reply)
      await wholeBody(reply, 0)
      location = session.located(reply, location) ?? location
    },
    async commit(digest) {
      const url = new URL(location)
      url.searchParams.set('digest', digest)
      const reply = await session.sendWell({ method: 'PUT', url, body: '' })
      await wholeBody(reply, 0)
      const found = await stat(digest)
      if (found === undefined) throw noBlob()
      return found
    },
    async cancel() {
      await session
        .send({ method: 'DELETE', url: location })
        .then((reply) => wholeBody(reply, 0))
        .catch(() => {})
    },
  }
}
