// Makes src/gen/ from openapi/: `npm run generate`.
import { join } from 'node:path'
import { bodyTable } from './generate/bodies.ts'
import { ContractError, readContract } from './generate/contract.ts'
import { controlTypes } from './generate/control-types.ts'
import { operationTypes, schemaTypes } from './generate/operation-types.ts'
import { parameterTable } from './generate/parameters.ts'
import { replyFieldTable } from './generate/reply-fields.ts'
import { routeTable } from './generate/routes.ts'
import { writeIfChanged } from './generate/write.ts'

const root = join(import.meta.dirname, '..')
const [source = join(root, 'openapi'), target = join(root, 'src', 'gen')] = process.argv.slice(2)

try {
  const contract = readContract(source)
  const files: Record<string, string> = {
    'openapi.json': JSON.stringify(contract.document),
    'schemas.ts': await schemaTypes(contract),
    'operations.ts': operationTypes(contract),
    'routes.ts': routeTable(contract),
    'parameters.ts': parameterTable(contract),
    'bodies.ts': bodyTable(contract),
    'reply-fields.ts': replyFieldTable(contract),
    'control.ts': await controlTypes(join(root, 'openapi', 'control', 'control.yaml')),
  }
  const changed = Object.entries(files).filter(([name, text]) => writeIfChanged(join(target, name), text))
  console.log(
    `${contract.operations.length} operations, ${changed.length} of ${Object.keys(files).length} files changed`,
  )
} catch (error) {
  if (!(error instanceof ContractError)) throw error
  console.error(`openapi/ is not sound: ${error.message}`)
  process.exitCode = 1
}
