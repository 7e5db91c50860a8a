import { shortened } from '../v1/language/shortened.ts'

/** So many are looked for: to name one takes as long as it lies deep (S12). */
const MOST = 20
/** Of a name, in characters. */
const LONGEST = 200

/** The fields that a JSON text says more than once, as `spec.replicas`: `JSON.parse` takes the last of each, and tells nobody. */
export function repeatedFields(text: string): readonly string[] {
  const repeated: string[] = []
  const levels: Level[] = []
  for (const [token] of text.matchAll(TOKENS)) {
    const level = levels.at(-1)
    if (token === '{') levels.push({ names: new Set(), at: undefined })
    else if (token === '[') levels.push({ names: undefined, at: 0 })
    else if (token === '}' || token === ']') levels.pop()
    else if (token === ',') goOn(level)
    else if (level?.names && level.at === undefined) {
      level.at = JSON.parse(token) as string
      if (level.names.has(level.at) && repeated.length < MOST) repeated.push(nameOf(levels))
      level.names.add(level.at)
    }
  }
  return [...new Set(repeated)]
}

function nameOf(levels: readonly Level[]): string {
  return shortened(levels.map(({ at }) => at).join('.'), LONGEST)
}

/** What matters of a text that is JSON. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],]/g

/** A map or list that is not at its end yet. */
interface Level {
  /** Of a map, those that were there. */
  readonly names: Set<string> | undefined
  /** The name or index of the value that is to come; undefined before a name. */
  at: string | number | undefined
}

function goOn(level: Level | undefined): void {
  if (level) level.at = level.names ? undefined : Number(level.at) + 1
}
