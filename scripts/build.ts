// Bundles the doors into dist/ and writes the types and the JSON Schema of scenarios beside them.
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { imageSchema } from '../src/library/declared/schema.ts'
import { languageSchema } from '../src/scenario/scenario-shape.ts'
import { builtInSteps } from '../src/scenario/steps.ts'
import { bundle } from './bundle.ts'
import { writeCommonJsTypes } from './commonjs.ts'
import { keepReachable } from './declarations.ts'

rmSync('dist', { recursive: true, force: true })
await bundle('dist')
writeFileSync('dist/image.schema.json', JSON.stringify(imageSchema))
writeFileSync('dist/scenario.schema.json', JSON.stringify(languageSchema(builtInSteps)))
execFileSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit', shell: process.platform === 'win32' })
await writeCommonJsTypes('dist')
keepReachable('dist/types', typesOfDoors())

/** As package.json has them. */
function typesOfDoors(): string[] {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: object }
  return Array.from(JSON.stringify(exports).matchAll(/dist\/types\/([\w.-]+)/g), ([, name]) => name!)
}
