// The ports of declared programs: canned HTTP, an echo, a banner.
import { serveHttp } from '../../../runtime/network/http-server.ts'
import { serve } from '../../../runtime/network/serve.ts'
import type { Process } from '../../../runtime/process.ts'
import type { PortDeclaration } from '../../declared/program-declaration.ts'
import { answerHttp } from './http.ts'
import { filled } from './text.ts'

/** Answers there until the process ends. Throws FileError EADDRINUSE. */
export function openPort(process: Process, port: number, declaration: PortDeclaration): void {
  const listener = process.listen(port)
  if (declaration.http) {
    void serveHttp(process, listener, (request, response) => answerHttp(process, declaration, request, response))
    return
  }
  void serve(process, listener, async (connection) => {
    if (declaration.banner !== undefined) await process.write(connection, filled(process, declaration.banner))
    for (let bytes = await process.read(connection); bytes; bytes = await process.read(connection)) {
      if (declaration.echo) await process.write(connection, Uint8Array.from(bytes))
    }
    process.close(connection)
  })
}
