// Nothing is told to a client before it is on the disk: a reply waits for what was changed until then.
import type { Dispatch } from '../api/dispatch.ts'
import type { Reply } from '../api/reply.ts'
import { errorText } from '../codec/path-error.ts'
import { broken } from '../world/refusal.ts'

/** @param save resolves when all that changed is kept; undefined if it is */
export function durable(dispatch: Dispatch, save: () => Promise<void> | undefined): Dispatch {
  return async (incoming) => {
    let reply: Reply
    try {
      reply = await dispatch(incoming)
    } catch (error) {
      // what is refused may have changed something, too: a start that fails
      await saved(save)
      throw error
    }
    await saved(save)
    return reply.kind === 'stream' ? { ...reply, chunks: durableChunks(reply.chunks, save) } : reply
  }
}

async function* durableChunks<Chunk>(
  chunks: AsyncIterable<Chunk>,
  save: () => Promise<void> | undefined,
): AsyncGenerator<Chunk> {
  for await (const chunk of chunks) {
    // a body that was begun is cut short
    await saved(save)
    yield chunk
  }
}

/** Throws the words of the host when its disk refuses. */
async function saved(save: () => Promise<void> | undefined): Promise<void> {
  try {
    await save()
  } catch (error) {
    throw broken(errorText(error))
  }
}
