// wget: gets files over a network that is not there.
import type { Program } from '../process.ts'
import { isOwnAddress } from './nc.ts'
import { parseOptions } from './options.ts'
import { complain } from './report.ts'

const wget: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'cqSO:o:P:Y:U:T:t:',
    long: {
      continue: 'c',
      quiet: 'q',
      spider: 'S',
      'server-response': 'S',
      'output-document': 'O',
      'directory-prefix': 'P',
      'user-agent': 'U',
      timeout: 'T',
      tries: 't',
      'no-check-certificate': 'q',
      header: 'U',
      'post-data': 'U',
      proxy: 'Y',
    },
    usage: '[-cqS] [--spider] [-O FILE] [-P DIR] [-U AGENT] [-T SEC] URL...',
    operands: [1],
  })
  for (const url of options.operands) {
    const match = /^(?:(https?|ftp):\/\/)?(?:[^@/]*@)?(\[[^\]]+\]|[^:/?#]+)(?::(\d+))?/.exec(url)
    const [, scheme = 'http', host = url, port] = match ?? []
    if (!isOwnAddress(process, host)) {
      await complain(process, `bad address '${host}'`)
      continue
    }
    const number = Number(port ?? { http: 80, https: 443, ftp: 21 }[scheme as 'http'])
    if (!options.has('q')) await process.write(2, `Connecting to ${host}:${number} (127.0.0.1:${number})\n`)
    await complain(
      process,
      process.isListening(number)
        ? `error getting response: Connection reset by peer`
        : `can't connect to remote host (127.0.0.1): Connection refused`,
    )
  }
  return 1
}
export default wget
