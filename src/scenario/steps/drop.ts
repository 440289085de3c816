// drop: leaves out some of a list or a stream.
import { record } from '../../codec/shape.ts'
import { type Choice, changeUnits, choiceFields, chooser, explainChoice } from '../chosen-units.ts'
import { onBytes } from '../place.ts'
import type { Step } from '../step.ts'

const step: Step<Choice> = {
  summary: 'Leaves out some objects of a list or a stream: events, lines of progress, containers, frames.',
  args: record<Choice>(choiceFields),
  examples: [{ nth: 2 }, { where: { Action: 'die' } }, { unit: 'frames', every: 3 }],
  places: onBytes,
  explain: (choice) => `drop ${explainChoice(choice)}`,
  run: (choice, moment) =>
    changeUnits(moment, choice.unit ?? 'objects', async function* (units) {
      const isChosen = chooser(choice)
      for await (const unit of units) if (!isChosen(unit)) yield unit
    }),
}
export default step
