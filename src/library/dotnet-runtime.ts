// docker pull mcr.microsoft.com/dotnet/runtime
import { dotnetImage } from './parts/dotnet-image.ts'
import type { SimulatedImage } from './simulated-image.ts'

const image: SimulatedImage = dotnetImage('What .NET applications need to run.')
export default image
