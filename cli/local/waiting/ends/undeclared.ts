import { listNames } from '../../../../api/v1/language/list-names.ts'
import { splitId } from '../../../../api/v1/names.ts'
import type { ResourceId } from '../../../../store/source/reading/reading.ts'
import type { Fault } from './faults.ts'
import { standing } from './held.ts'
import { lackedBy } from '../view/lacked-by.ts'
import { nameOf, placeIn, type WaitView } from '../view/wait-view.ts'

/**
 * Faults for services that lack something undeclared, such as a volume that was deleted since, where nobody can declare it meanwhile. Pure.
 */
export function behindUndeclared(view: WaitView): readonly Fault[] {
  const { isUndeclared, isIdle, tasks } = view
  if (!isUndeclared || !isIdle) return []
  return standing(view).flatMap(({ object, id, name }): Fault[] => {
    if (object.kind !== 'Service') return []
    const isLacked = (each: ResourceId) => BY_FILES_ALONE.has(splitId(each).kind) && isUndeclared(each)
    const lacked = [...new Set(lackedBy(object, tasks).filter(isLacked))]
    if (lacked.length === 0) return []
    const message = `${nameOf(object)} names ${listNames(lacked)}, which ${lacked.length === 1 ? 'is' : 'are'} not declared`
    const say = () => ({ message: `${message}${placeIn(view, object)}`, remedy: REMEDY })
    return [{ id, name, say }]
  })
}

const REMEDY = 'apply its file again, which declares it'

/** The kinds that only files declare. An undeclared network is declared by its loop. */
const BY_FILES_ALONE: ReadonlySet<string> = new Set(['Volume', 'Secret', 'Config'])
