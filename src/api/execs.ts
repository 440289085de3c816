// The operations of the noun Exec.
import type { Engine } from '../engine/engine.ts'
import { startFailure } from '../engine/execs/execs.ts'
import { inspectExec } from '../engine/execs/inspect-exec.ts'
import type { Call } from './call.ts'
import { RAW, streamType, windowSize } from './container-streams.ts'
import type { OperationTable } from './handler.ts'
import { empty, json, type Reply } from './reply.ts'

function create(engine: Engine, { path, body }: Call<'ContainerExec'>): Reply {
  const exec = engine.execs.create(path.id, {
    command: body.Cmd ?? [],
    env: body.Env ?? [],
    workingDirectory: body.WorkingDir ?? '',
    user: body.User ?? '',
    tty: body.Tty ?? false,
    privileged: body.Privileged ?? false,
    attachStdin: body.AttachStdin ?? false,
    attachStdout: body.AttachStdout ?? false,
    attachStderr: body.AttachStderr ?? false,
    detachKeys: body.DetachKeys ?? '',
    size: sizeOf(body.ConsoleSize),
  })
  return json({ Id: exec.id }, 201)
}

/** Rows and columns. */
const sizeOf = (size: readonly number[] | null | undefined): [number, number] | undefined =>
  size?.length === 2 ? [size[0]!, size[1]!] : undefined

/**
 * Detached, what goes wrong is an error; else the connection is handed over first, and the error is what it carries
 * (moby server/router/container/exec.go: postContainerExecStart).
 */
async function start(engine: Engine, { path, body, version, upgrade }: Call<'ExecStart'>): Promise<Reply> {
  const exec = engine.execs.find(path.id)
  if (body.Detach) {
    await engine.execs.start(exec, { tty: false, socket: undefined })
    return empty(200)
  }
  const tty = body.Tty ?? false
  const size = sizeOf(body.ConsoleSize)
  return {
    kind: 'hijack',
    status: upgrade ? 101 : 200,
    type: upgrade ? streamType(version, !tty) : RAW,
    async serve(socket) {
      try {
        await engine.execs.start(exec, { tty, socket, size })
      } catch (error) {
        socket.write(startFailure(error, tty))
      }
    },
  }
}

export const execOperations: Pick<OperationTable, 'ContainerExec' | 'ExecStart' | 'ExecInspect' | 'ExecResize'> = {
  ContainerExec: create,
  ExecStart: start,
  ExecInspect: (engine, { path }) => json(inspectExec(engine.execs.find(path.id), engine.world.clock.now())),
  ExecResize: async (engine, { path, query }) => {
    await engine.execs.resize(engine.execs.find(path.id), ...windowSize(query))
    return empty(200)
  },
}
