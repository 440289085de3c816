// docker pull google/cadvisor: where cAdvisor was before it moved to gcr.io.
import { cadvisorImage } from './parts/cadvisor-image.ts'
import type { SimulatedImage } from './simulated-image.ts'

const image: SimulatedImage = cadvisorImage(['v0.33.0', 'v0.32.0', 'v0.31.0'])
export default image
