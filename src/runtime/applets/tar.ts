// tar: packs, unpacks and lists archives.
import type { Program } from '../process.ts'
import { createArchive } from './tar/create.ts'
import { readArchive } from './tar/extract.ts'
import { readJob } from './tar/options.ts'

const tar: Program = async (process) => {
  const job = await readJob(process)
  return job.action === 'c' ? createArchive(process, job) : readArchive(process, job)
}
export default tar
