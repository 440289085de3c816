// duplicate: sends some of a list or a stream twice.
import { record } from '../../codec/shape.ts'
import { type Choice, changeUnits, choiceFields, chooser, explainChoice } from '../chosen-units.ts'
import { onBytes } from '../place.ts'
import type { Step } from '../step.ts'

const step: Step<Choice> = {
  summary: 'Sends some objects of a list or a stream twice, one behind the other.',
  args: record<Choice>(choiceFields),
  examples: [{ nth: [1, 2] }, { where: { Action: 'start' } }, { unit: 'frames', first: 1 }],
  places: onBytes,
  explain: (choice) => `send ${explainChoice(choice)} twice`,
  run: (choice, moment) =>
    changeUnits(moment, choice.unit ?? 'objects', async function* (units) {
      const isChosen = chooser(choice)
      for await (const unit of units) {
        yield unit
        if (isChosen(unit)) yield unit
      }
    }),
}
export default step
