// Records what a real shell answers to the scripts of test/recordings/lines.
// Usage: DOCKER_HOST=… npx tsx test/lines/record.ts <image> <name>… [--all]   (without --all: only scripts without an answer)
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileOfLines, type RecordedLine, readLines, withoutUsage } from './recorded-lines.ts'

const docker = process.env.DOCKER ?? 'docker'
const all = process.argv.includes('--all')
const [image = 'busybox', ...names] = process.argv.slice(2).filter((word) => !word.startsWith('--'))

function run(args: readonly string[]): { stdout: string; stderr: string; status: number } {
  const { stdout, stderr, status } = spawnSync(docker, args, { timeout: 30_000, maxBuffer: 1 << 24, encoding: 'utf8' })
  return { stdout, stderr, status: status ?? -1 }
}

const container = run(['run', '-d', '--rm', '-h', 'box', image, 'sleep', '36000']).stdout.trim()
const sh = (script: string) => run(['exec', container, 'sh', '-c', script])

/** Every script finds the container as it was in the beginning. */
const cleaning = `kill -9 -1 2>/dev/null; rm -rf /w /tmp/* /tmp/.[!.]* /root/.[!.]*; mkdir /w; cd /backup && cp -p passwd group shadow hosts /etc/ 2>/dev/null; :`

function record(shell: string, { script, differs }: RecordedLine): RecordedLine {
  sh(cleaning)
  const { stdout, stderr, status } = run(['exec', '-w', '/w', container, shell, '-c', script])
  return {
    script,
    stdout: withoutUsage(stdout),
    stderr: withoutUsage(stderr),
    code: status,
    ...(differs !== undefined && { differs }),
  }
}

try {
  sh('mkdir /backup; cp -p /etc/passwd /etc/group /etc/shadow /etc/hosts /backup/')
  for (const name of names) {
    const lines = readLines(name)
    const cases = lines.cases.map((each) => {
      if (each.code !== undefined && !all) return each
      const now = record(lines.shell, each)
      if (each.code !== undefined && JSON.stringify(now) !== JSON.stringify(each)) console.log('changed:', each, now)
      return now
    })
    const text = cases.map((each) => `    ${JSON.stringify(each)}`).join(',\n')
    const head = `  "about": ${JSON.stringify(lines.about)},\n  "shell": ${JSON.stringify(lines.shell)},\n`
    writeFileSync(fileOfLines(name), `{\n${head}  "cases": [\n${text}\n  ]\n}\n`)
  }
} finally {
  run(['rm', '-f', container])
}
