// Serves connections beside whatever else a program waits for.
import { FileError } from '../../storage/file-error.ts'
import { Killed, type Process } from '../process.ts'
import type { Listener } from './namespace.ts'

/**
 * Accepts connections until the listener is closed or the process ends, and hands over their descriptors. What talks
 * closes its connection itself; one whose talk fails with a FileError (the other side is gone) is closed here.
 */
export async function serve(
  process: Process,
  listener: Listener,
  talk: (descriptor: number) => Promise<void> | void,
): Promise<void> {
  try {
    for (;;) {
      const descriptor = await process.accept(listener)
      void conversation(process, descriptor, talk)
    }
  } catch (error) {
    if (!isOver(error)) throw error
  }
}

async function conversation(
  process: Process,
  descriptor: number,
  talk: (descriptor: number) => Promise<void> | void,
): Promise<void> {
  try {
    await talk(descriptor)
  } catch (error) {
    if (!isOver(error)) throw error
    if (error instanceof FileError) process.close(descriptor)
  }
}

const isOver = (error: unknown): boolean => error instanceof Killed || error instanceof FileError
