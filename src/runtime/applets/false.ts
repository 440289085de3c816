// false: fails.
import type { Program } from '../process.ts'

const fail: Program = () => 1
export default fail
