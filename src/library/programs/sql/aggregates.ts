// Functions over all rows of a result.
import { INT8, type Kind, NUMERIC, TEXT } from './kinds.ts'

/** Functions over all rows; without rows they are null, but for count. */
export const aggregates: Readonly<Record<string, (args: readonly Kind[]) => Kind>> = {
  count: () => INT8,
  sum: ([first = NUMERIC]) =>
    first.name === 'int4' || first.name === 'int2' ? INT8 : first.name === 'int8' ? NUMERIC : first,
  avg: ([first = NUMERIC]) => (first.sort === 'integer' ? NUMERIC : first),
  min: ([first = TEXT]) => first,
  max: ([first = TEXT]) => first,
}
