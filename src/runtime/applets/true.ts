// true and `:`: succeeds.
import type { Program } from '../process.ts'

const succeed: Program = () => 0
export default succeed
