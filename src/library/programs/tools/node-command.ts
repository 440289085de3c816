// The commands of packages of Node.js: there in name, but that what builds leaves an output.
import type { Program } from '../../../runtime/process.ts'

/** What a bundler or compiler makes, by its name. */
const outputs: Readonly<Record<string, string>> = {
  esbuild: 'dist/index.js',
  nest: 'dist/main.js',
  next: '.next/BUILD_ID',
  ng: 'dist/index.html',
  'react-scripts': 'build/index.html',
  rollup: 'dist/index.js',
  tsc: 'dist/index.js',
  tsup: 'dist/index.js',
  vite: 'dist/index.html',
  'vue-cli-service': 'dist/index.html',
  webpack: 'dist/main.js',
}

/** differs: a command of a package is there in name; one that builds leaves a file where its output would be */
export const nodeCommand: Program = async (process) => {
  const name = (process.argv[0] ?? '').replace(/^.*\//, '')
  const output = outputs[name]
  if (output !== undefined && !process.argv.includes('--version')) {
    process.files.makeDirectories(output.slice(0, output.lastIndexOf('/')))
    process.files.writeFile(
      output,
      output.endsWith('.html') ? '<!doctype html>\n<title>built by mockerd</title>\n' : '',
    )
  }
  await process.write(
    2,
    `${name}: mockerd has this command in name only${output === undefined ? '' : `; it made ${output}`}\n`,
  )
  return 0
}
