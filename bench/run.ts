// `npm run bench [-- subject …]`: measures and prints the table; bench/README.md says how to read it.
import { type Row, type Subject, table } from './row.ts'

/** Each is a file beside this one whose default export measures. */
const subjects: Readonly<Record<string, () => Promise<{ default: Subject }>>> = {
  transport: () => import('./transport.ts'),
  replies: () => import('./replies.ts'),
  rules: () => import('./rules.ts'),
  lifecycle: () => import('./lifecycle.ts'),
  tars: () => import('./tars.ts'),
  startup: () => import('./startup.ts'),
  memory: () => import('./memory.ts'),
  engine: () => import('./engine.ts'),
  storage: () => import('./storage.ts'),
  snapshot: () => import('./snapshot.ts'),
  fleet: () => import('./fleet.ts'),
  doors: () => import('./doors.ts'),
  hostile: () => import('./hostile.ts'),
}

const wanted = process.argv.slice(2)
for (const name of wanted)
  if (!(name in subjects)) throw new Error(`no such subject: ${name} (${Object.keys(subjects)})`)

const rows: Row[] = []
for (const [name, load] of Object.entries(subjects)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stderr.write(`measuring ${name}\n`)
  const { default: measure } = await load()
  rows.push(...(await measure()))
}
console.log(table(rows))
