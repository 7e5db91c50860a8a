import { parseImageReference } from '../../api/v1/image-reference.ts'
import { EngineError, isEngineError, isNoSpace } from '../errors.ts'
import { bytesInWords } from '../normalise/words.ts'
import type { Progress } from '../types/progress.ts'
import { type Fields, numberOf, textOf } from './answer.ts'
import type { Message } from './progress.ts'

/** Limits far above what an image has, for layers and the length of their ids (S12). */
const most = { layers: 1_000, idLength: 200 }

/** Reads the messages of one pull. */
export interface PullProgress {
  take(message: Message): void
  /**
   * The pull's error, with the layer that is not whole, its size, and its registry; how much came differs each time, and would make each of
   * many failures a new one. A pull that is not wanted any more has none.
   */
  explain(error: unknown, tried: string): unknown
}

interface Layer {
  done: number
  total: number
}

/**
 * Reports a pull's progress: the bytes downloaded of all layers known so far. Of a download that the engine begins anew, as its connection
 * broke, that tells neither the bytes nor the registry, so these are named.
 */
export function pullProgress(image: string, onProgress: (progress: Progress) => void): PullProgress {
  const layers = new Map<string, Layer>()
  const registry = parseImageReference(image)?.domain ?? 'its registry'
  const came = (id: string) => {
    const { done, total } = layers.get(id) ?? { done: 0, total: 0 }
    return `${bytesInWords(done)} of ${total === 0 ? 'it' : bytesInWords(total)} came from ${registry}`
  }
  return {
    take(message) {
      const step = textOf(message['status'])
      const id = textOf(message['id'])
      const detail = (message['progressDetail'] ?? {}) as Fields
      const isCounted = layers.has(id) || (layers.size < most.layers && id.length <= most.idLength)
      if (step === 'Downloading' && isCounted)
        layers.set(id, { done: numberOf(detail['current']), total: numberOf(detail['total']) })
      const layer = layers.get(id)
      if (layer && (step === 'Download complete' || step === 'Pull complete')) layer.done = layer.total
      onProgress(
        /^Retrying in /.test(step) && isCounted
          ? { step: `${step}: of its layer ${id} ${came(id)}` }
          : { step, ...sumOf(layers) },
      )
    },
    explain(error, tried) {
      const broken = [...layers].find(([, { done, total }]) => done < total)
      if (broken === undefined || !isEngineError(error) || error.code === 'Cancelled' || isNoSpace(error)) return error
      const { code, node, detail, cause, obstacle } = error
      const [id, { total }] = broken
      return new EngineError(code, {
        node,
        tried,
        detail: `${detail}; its layer ${id} of ${bytesInWords(total)} did not come whole from ${registry}`,
        cause,
        obstacle,
      })
    },
  }
}

function sumOf(layers: ReadonlyMap<string, Layer>): { done?: number; total?: number } {
  if (layers.size === 0) return {}
  let [done, total] = [0, 0]
  for (const layer of layers.values()) {
    done += layer.done
    total += layer.total
  }
  return { done, total }
}
