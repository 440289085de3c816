// clear and reset: empty the terminal.
import type { Program } from '../process.ts'
import { appletName } from './report.ts'

const clear: Program = async (process) => {
  if (appletName(process) === 'reset') {
    if (process.isTerminal(1)) await process.write(1, '\x1bc\x1b(B\x1b[m\x1b[J\x1b[?25h')
    const settings = process.terminalSettings(0)
    if (settings)
      Object.assign(settings, {
        echo: true,
        canonical: true,
        signals: true,
        returnIsNewline: true,
        newlineReturns: true,
      })
    return 0
  }
  await process.write(1, '\x1b[H\x1b[J')
  return 0
}
export default clear
