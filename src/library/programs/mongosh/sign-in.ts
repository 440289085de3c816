// How mongosh proves who it is: SCRAM-SHA-256.
import { Buffer } from 'node:buffer'
import type { Process } from '../../../runtime/process.ts'
import { type Document, document, Raw, type Value } from '../mongo/value.ts'
import { randomBytes, scramProof } from '../scram.ts'

function binary(text: string): Raw {
  const bytes = Buffer.from(text)
  const head = Buffer.alloc(5)
  head.writeInt32LE(bytes.length)
  return new Raw(5, Buffer.concat([head, bytes]))
}

const textOf = (value: Value | undefined): string => (value instanceof Raw ? value.bytes.toString('utf8', 5) : '')

/** @param run throws what the server refuses */
export async function signIn(
  process: Process,
  run: (command: Document) => Promise<Document>,
  user: string,
  password: string,
): Promise<void> {
  const name = user.replaceAll('=', '=3D').replaceAll(',', '=2C')
  const bare = `n=${name},r=${randomBytes(process, 18).toString('base64')}`
  const first = document({ saslStart: 1, mechanism: 'SCRAM-SHA-256', payload: binary(`n,,${bare}`) })
  const challenge = textOf((await run(first)).get('payload'))
  for (const payload of [scramProof(password, bare, challenge), '']) {
    await run(document({ saslContinue: 1, conversationId: 1, payload: binary(payload) }))
  }
}
