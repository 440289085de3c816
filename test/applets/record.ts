// Records test/recordings/applets.json anew: runs every case in a real busybox container.
// Usage: DOCKER_HOST=… npx tsx test/applets/record.ts [--missing]   (--missing: only cases without an answer)
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import {
  bytesOfFile,
  changes,
  fileOf,
  fileTime,
  type RecordedCase,
  type RecordedFile,
  readRecording,
  recordingPath,
} from './recorded.ts'

const docker = process.env.DOCKER ?? 'docker'
const onlyMissing = process.argv.includes('--missing')

function run(args: readonly string[], input = ''): { stdout: Buffer; stderr: string; status: number } {
  const { stdout, stderr, status } = spawnSync(docker, args, { input, maxBuffer: 1 << 26, timeout: 60_000 })
  return { stdout, stderr: stderr.toString(), status: status ?? -1 }
}

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

function setUp(files: Readonly<Record<string, RecordedFile>>): string {
  const lines = ['cd /; rm -rf /w; mkdir /w; cd /w; umask 022']
  for (const [name, file] of Object.entries(files)) {
    const path = quote(name)
    if ('directory' in file) lines.push(`mkdir -p ${path}`)
    else if ('target' in file) lines.push(`ln -s ${quote(file.target)} ${path}`)
    else lines.push(`echo ${bytesOfFile(file).toString('base64')} | base64 -d > ${path}`)
    if ('mode' in file) lines.push(`chmod ${file.mode!.toString(8)} ${path}`)
    lines.push(`touch -h -d @${fileTime} ${path}`)
  }
  lines.push(`find . -exec touch -h -d @${fileTime} '{}' ';'`)
  return lines.join('\n')
}

const listScript = `cd /w && find . -mindepth 1 | sort | while IFS= read -r f; do
  if [ -L "$f" ]; then echo "l 0 $f $(readlink "$f" | base64 -w 0)"
  elif [ -d "$f" ]; then echo "d $(stat -c %a "$f") $f"
  elif [ -f "$f" ]; then echo "f $(stat -c %a "$f") $f $(base64 -w 0 < "$f")"; fi; done`

function list(container: string): Record<string, RecordedFile> {
  const files: Record<string, RecordedFile> = {}
  for (const line of run(['exec', container, 'sh', '-c', listScript]).stdout.toString().split('\n')) {
    const match = /^([ldf]) (\d+) \.\/(.*?)(?: ([A-Za-z0-9+/=]*))?$/.exec(line)
    if (!match) continue
    const [, kind, mode = '', name = '', content = ''] = match
    const bytes = Buffer.from(content, 'base64')
    if (kind === 'l') files[name] = { target: bytes.toString().replace(/\n$/, '') }
    else if (kind === 'd') files[name] = { directory: true, mode: Number.parseInt(mode, 8) }
    else files[name] = fileOf(bytes, Number.parseInt(mode, 8))
  }
  return files
}

function record(container: string, each: RecordedCase): RecordedCase {
  const { argv, stdin, env, files, locked, unordered } = each
  run(['exec', container, 'sh', '-c', setUp(files ?? {})])
  const before = list(container)
  const environment = Object.entries(env ?? {}).flatMap(([name, value]) => ['-e', `${name}=${value}`])
  const { stdout, stderr, status } = run(['exec', '-i', '-w', '/w', ...environment, container, ...argv], stdin)
  if (stderr.startsWith('Error response from daemon')) throw new Error(stderr)
  const after = changes(before, list(container))
  const output = fileOf(stdout, 0o644)
  return {
    argv,
    ...(stdin !== undefined && { stdin }),
    ...(env !== undefined && { env }),
    ...(files !== undefined && { files }),
    ...(locked !== undefined && { locked }),
    ...(unordered !== undefined && { unordered }),
    ...('text' in output ? { stdout: output.text } : { stdoutBase64: stdout.toString('base64') }),
    ...(stderr !== '' && { stderr: stderr.split('\n')[0]! }),
    exitCode: status,
    ...(Object.keys(after).length > 0 && { after }),
  }
}

const recording = readRecording()
const container = run(['run', '-d', '--rm', '-h', 'box', 'busybox', 'sleep', '3600']).stdout.toString().trim()
try {
  const cases = recording.cases.map((each) =>
    onlyMissing && each.exitCode !== undefined ? each : record(container, each),
  )
  const lines = cases.map((each) => `    ${JSON.stringify(each)}`)
  writeFileSync(
    recordingPath,
    `{\n  "about": ${JSON.stringify(recording.about)},\n  "cases": [\n${lines.join(',\n')}\n  ]\n}\n`,
  )
} finally {
  run(['rm', '-f', container])
}
