import type { Json } from '../storage/storage.ts'
import { equal } from './equal.ts'
import { freeze } from '../../api/v1/language/freeze.ts'
import type { FactFamily } from './store.ts'
import { factFamilies } from './store.ts'

/** The facts of all families, frozen. */
export interface Facts {
  get(family: FactFamily, key: string): Json | undefined
  of(family: FactFamily): ReadonlyMap<string, Json>
  /** Sets a fact or, with undefined, removes it; returns whether that changed anything. */
  put(family: FactFamily, key: string, value: Json | undefined): boolean
}

export function createFacts(): Facts {
  const families = Object.fromEntries(factFamilies.map((family) => [family, new Map()])) as Readonly<
    Record<FactFamily, Map<string, Json>>
  >
  return {
    get: (family, key) => families[family].get(key),
    of: (family) => families[family],
    put(family, key, value) {
      const facts = families[family]
      if (value === undefined) return facts.delete(key)
      if (facts.has(key) && equal(facts.get(key), value)) return false
      facts.set(key, freeze(value))
      return true
    },
  }
}

export function isFactFamily(word: string): word is FactFamily {
  return (factFamilies as readonly string[]).includes(word)
}
