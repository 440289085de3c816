// What is to happen on its way to the reply that a refusal will become.
import type { Refusal } from '../world/refusal.ts'
import { joinWires, type Wire } from './wire.ts'

const wires = new WeakMap<Refusal, Wire>()

export function noteWire(refusal: Refusal, wire: Wire): void {
  wires.set(refusal, joinWires(wires.get(refusal), wire))
}

export const wireOfRefusal = (error: object): Wire | undefined => wires.get(error as Refusal)
