// Bundles the doors into dist/ and writes the types and the JSON Schema of scenarios beside them.
import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { imageSchema } from '../src/library/declared/schema.ts'
import { languageSchema } from '../src/scenario/scenario-shape.ts'
import { builtInSteps } from '../src/scenario/steps.ts'
import { bundle } from './bundle.ts'
import { writeCommonJsTypes } from './commonjs.ts'

rmSync('dist', { recursive: true, force: true })
await bundle('dist')
writeFileSync('dist/image.schema.json', `${JSON.stringify(imageSchema, undefined, 2)}\n`)
writeFileSync('dist/scenario.schema.json', `${JSON.stringify(languageSchema(builtInSteps), undefined, 2)}\n`)
execFileSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit', shell: process.platform === 'win32' })
await writeCommonJsTypes('dist')
