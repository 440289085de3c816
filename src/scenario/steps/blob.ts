// blob: the layers of images come slowly, cut short, or changed.
import { type Complain, described, flag, type Path, record, type Shape } from '../../codec/shape.ts'
import { ramInBytes } from '../../codec/size.ts'
import { byteCount } from '../arguments.ts'
import { anywhere } from '../place.ts'
import { explainImage, imageFields, letRegistryFail, type OfImage } from '../registry-fault.ts'
import type { Step } from '../step.ts'

interface Args extends OfImage {
  readonly cut?: number | string | undefined
  readonly corrupt?: boolean | undefined
  readonly rate?: number | string | undefined
}

const fields: Shape<Args> = record<Args>({
  cut: described(byteCount, 'The connection breaks behind so many bytes. dockerd goes on there, five times in all.'),
  corrupt: described(flag, 'true: the last byte is another, so that the digest is wrong.'),
  rate: described(byteCount, 'So many bytes a second.'),
  ...imageFields,
})

const step: Step<Args> = {
  summary:
    'Lets the layers of the registry’s images come cut, with a wrong digest or slowly, until the rule is taken away: in pulls, and from it as a registry.',
  args: {
    ...fields,
    check(value: unknown, path: Path, complain: Complain) {
      fields.check(value, path, complain)
      const { cut, corrupt, rate } = (value ?? {}) as Args
      if (fields.is(value) && cut === undefined && rate === undefined && !corrupt) {
        complain(path, 'must have cut, corrupt or rate')
      }
      if (rate !== undefined && byteCount.is(rate) && bytes(rate) === 0) complain([...path, 'rate'], 'must be above 0')
    },
  },
  examples: [{ cut: 1000 }, { corrupt: true, image: 'alpine' }, { rate: '64k', times: 2 }],
  places: anywhere,
  explain(args) {
    const { cut, corrupt, rate } = args
    const parts = [
      cut !== undefined && `break off behind ${shown(cut)}`,
      corrupt && 'have a wrong digest',
      rate !== undefined && `come with ${shown(rate)} a second`,
    ].filter(Boolean)
    return `let layers of the registry ${parts.join(' and ')}${explainImage(args)}`
  },
  run(args, moment) {
    const { cut, corrupt, rate } = args
    const { clock } = moment
    const blob = {
      ...(cut !== undefined && { cut: bytes(cut) }),
      ...(corrupt && { corrupt }),
      ...(rate !== undefined && { pace: (count: number) => clock.sleep((count / bytes(rate)) * 1000) }),
    }
    letRegistryFail(moment, args, args, { at: 'blob', blob }, 'layers of the registry do not come as they should')
  },
}
export default step

const bytes = (text: number | string): number => (typeof text === 'number' ? text : ramInBytes(text))
const shown = (text: number | string): string => (typeof text === 'number' ? `${text} bytes` : text)
