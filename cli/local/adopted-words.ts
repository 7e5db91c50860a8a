import type { PlannedAdoption } from '../../api/v1/installation/plan-answer.ts'

/** What becomes of a container that is taken over. One that does not run is said to be in the engine's state, as a start may follow. */
export function adoptedWords({ differs, state, surplus }: Pick<PlannedAdoption, 'differs' | 'state' | 'surplus'>) {
  if (surplus !== undefined) return `to be stopped: ${surplus}`
  if (differs !== undefined) return `to be replaced: ${differs}`
  return state === undefined ? 'as it runs' : `as it is (${state})`
}

/** What an object that is taken over is called, with its host where there are several. */
export function adoptedName({ name, node }: Pick<PlannedAdoption, 'name' | 'node'>, several: boolean): string {
  return several ? `${name} on ${node}` : name
}
