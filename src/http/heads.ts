// The header lines of replies.
import type { ReplyHeaders } from '../api/reply.ts'
import { corsHeaders } from './browsers.ts'
import type { Identity } from './identity.ts'

/** Who signs a reply: nobody (before the version middleware), the daemon, or the daemon without Docker-Experimental. */
export type Signature = 'none' | 'full' | 'refused'

export interface Heads {
  /** Name, value, name, value … in the order of Go, which sorts them and puts the date behind. */
  of(signature: Signature, type: string | undefined, more?: ReplyHeaders): string[]
  /** What a hijacked reply carries of it. */
  readonly identity: readonly string[]
}

/** @param cors what dockerd was told with `--api-cors-header` */
export function createHeads(identity: Identity, date: () => string, cors?: string): Heads {
  const { libpod } = identity
  const experimental = libpod === undefined ? ['Docker-Experimental', String(identity.experimental)] : []
  const system = libpod === undefined ? ['Ostype', identity.osType] : ['Libpod-Api-Version', libpod]
  const tail = [...system, 'Server', identity.server]
  const front = [...(cors ? corsHeaders(cors) : []), 'Api-Version', identity.apiVersion]
  const full = [...experimental, ...tail]
  return {
    identity: [...front, ...full],
    of(signature, type, more) {
      const head = signature === 'none' ? [] : [...front]
      if (type !== undefined) head.push('Content-Type', type)
      if (signature === 'full') head.push(...full)
      if (signature === 'refused') head.push(...tail)
      if (more) for (const name in more) head.push(name, more[name]!)
      head.push('Date', date())
      return head
    },
  }
}
