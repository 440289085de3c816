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

const characters = [
  'intr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D; eol = <undef>;',
  'eol2 = <undef>; swtch = <undef>; start = ^Q; stop = ^S; susp = ^Z; rprnt = ^R;',
  'werase = ^W; lnext = ^V; flush = ^O; min = 1; time = 0;',
].join('\n')

const stty: Program = async (process) => {
  const words = process.argv.slice(1)
  // -echo is a setting, not an option
  const options = await parseOptions(
    process,
    { letters: 'a', usage: '[-a] [-F DEVICE] [SETTING]...' },
    words[0] === '-a' ? ['-a'] : ['--'],
  )
  const settings = process.terminalSettings(0)
  if (!settings) throw new Complaint('standard input: Inappropriate ioctl for device')
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
  if (!options.has('a')) {
    const changed = Object.entries(switches).filter(([, key]) => !settings[key])
    const flags = ['-brkint', '-imaxbel', ...changed.map(([name]) => `-${name}`)].join(' ')
    await process.write(1, `speed 38400 baud; line = 0;\n${characters}\n${flags}\n`)
    return 0
  }
  const { rows, columns } = settings
  // a terminal that nobody has given a size: the real one shows the last error there was
  if (rows === 0 || columns === 0) {
    const error = process.isTerminal(1) ? '' : ': Inappropriate ioctl for device'
    await process.write(2, `stty: standard input${error}\n`)
  }
  const size = rows === 0 || columns === 0 ? '' : ` rows ${rows}; columns ${columns};`
  const flag = (name: keyof typeof switches): string => (settings[switches[name]] ? name : `-${name}`)
  await process.write(
    1,
    [
      `speed 38400 baud;${size} line = 0;`,
      characters,
      '-parenb -parodd -cmspar cs8 -hupcl -cstopb cread -clocal -crtscts',
      `-ignbrk -brkint -ignpar -parmrk -inpck -istrip -inlcr -igncr ${flag('icrnl')} ixon -ixoff`,
      '-iuclc -ixany -imaxbel -iutf8',
      `${flag('opost')} -olcuc -ocrnl onlcr -onocr -onlret -ofill -ofdel nl0 cr0 tab0 bs0 vt0 ff0`,
      `${flag('isig')} ${flag('icanon')} iexten ${flag('echo')} echoe echok -echonl -noflsh -xcase -tostop -echoprt`,
      'echoctl echoke -flusho -extproc',
      '',
    ].join('\n'),
  )
  return 0
}
export default stty
