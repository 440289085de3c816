// stty: shows and changes the terminal's settings.
import type { Program } from '../process.ts'
import { parseOptions } from './options.ts'
import { Complaint } from './report.ts'

const switches = {
  echo: 'echo',
  icanon: 'canonical',
  isig: 'signals',
  icrnl: 'returnIsNewline',
  opost: 'newlineReturns',
} as const

const stty: Program = async (process) => {
  const words = process.argv.slice(1)
  // -echo is a setting, not an option
  const options = await parseOptions(
    process,
    { letters: 'a', usage: '[-a] [-F DEVICE] [SETTING]...' },
    words[0] === '-a' ? ['-a'] : ['--'],
  )
  const settings = process.terminalSettings(0)
  if (!settings) throw new Complaint('standard input: Not a tty')
  const given = options.has('a') ? [] : words
  const setAll = (on: boolean) => {
    for (const key of Object.values(switches)) settings[key] = on
  }
  for (let at = 0; at < given.length; at++) {
    const word = given[at]!
    const on = !word.startsWith('-')
    const name = on ? word : word.slice(1)
    const key = switches[name as 'echo']
    if (key) settings[key] = on
    else if (name === 'size') await process.write(1, `${settings.rows} ${settings.columns}\n`)
    else if (name === 'sane' || name === 'cooked') setAll(on)
    else if (name === 'raw') {
      setAll(!on)
      settings.echo = true
    } else if (name === 'rows') settings.rows = Number(given[++at]) || settings.rows
    else if (name === 'cols' || name === 'columns') settings.columns = Number(given[++at]) || settings.columns
    else if (name === 'speed') await process.write(1, '38400\n')
    else if (
      !/^(e?(cho)?(e|k|ctl|ke|nl|prt)|ixon|ixoff|iexten|onlcr|ignbrk|brkint|tostop|hupcl|-?g|min|time|intr|erase|kill|eof|susp)$/.test(
        name,
      )
    ) {
      throw new Complaint(`invalid argument '${word}'`)
    } else if (/^(min|time|intr|erase|kill|eof|susp)$/.test(name)) at++
  }
  if (given.length > 0) return 0
  const size = options.has('a') ? ` rows ${settings.rows}; columns ${settings.columns};` : ''
  const flags = Object.entries(switches).map(([name, key]) => (settings[key] ? name : `-${name}`))
  await process.write(
    1,
    `speed 38400 baud;${size} line = 0;\n${options.has('a') ? flags.join(' ') : settings.echo ? '' : '-echo'}`.trimEnd() +
      '\n',
  )
  return 0
}
export default stty
