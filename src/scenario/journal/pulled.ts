// Which calls of the journal pulled an image, and whether it came.
import { fullText, parseReference, withDefaultTag } from '../../registry/reference.ts'
import type { JournalEntry } from './entry.ts'

/** However the client wrote its name: `redis` is `docker.io/library/redis:latest`. */
export function pullsOf(entries: readonly JournalEntry[], image: string): JournalEntry[] {
  const wanted = wholeName(image)
  return entries.filter((entry) => entry.operation === 'ImageCreate' && wholeName(pulled(entry)) === wanted)
}

/** A pull that fails says so in the middle of its reply, behind the status. */
export const hasCome = ({ status, reply }: JournalEntry): boolean => status === 200 && !reply?.includes('"errorDetail"')

function pulled({ parameters }: JournalEntry): string {
  const { fromImage = '', tag } = parameters as { readonly fromImage?: string; readonly tag?: string }
  return tag ? `${fromImage}${tag.includes(':') ? '@' : ':'}${tag}` : fromImage
}

function wholeName(image: string): string {
  try {
    return fullText(withDefaultTag(parseReference(image)))
  } catch {
    return image
  }
}
