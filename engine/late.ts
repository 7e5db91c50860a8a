import { errorText } from '../api/v1/language/caught-error.ts'
import type { Cancel } from '../clock/clock.ts'
import type { Engine } from './engine.ts'
import { EngineError } from './errors.ts'
import { everyVerb } from './wrap.ts'

/**
 * An engine that connects lazily: at once in the background, and again with each call while that fails, for example as certificate files
 * don't exist yet. Until then its calls throw Unreachable.
 */
export function lateEngine(node: string, connect: () => Promise<Engine>): Engine {
  let engine: Promise<Engine> | undefined
  let isClosed = false

  function connected(tried: string): Promise<Engine> {
    engine ??= isClosed ? Promise.reject(new Error('its connection is closed')) : connect()
    return engine.catch((cause) => {
      engine = undefined
      const why = { keepsOut: true, obstacle: 'Misconfigured' } as const
      throw new EngineError('Unreachable', { node, tried, detail: errorText(cause), cause, ...why })
    })
  }

  connected('connect').catch(() => undefined)
  return {
    node,
    ...everyVerb(async ({ verb, args, run }) => {
      const made = await connected(verb)
      const call = made[verb] as (args: unknown, run: unknown) => Promise<unknown>
      return await call(args, run)
    }),
    watch(options) {
      let cancel: Cancel | undefined
      let isCancelled = false
      connected('watch events').then(
        (made) => {
          if (!isCancelled) cancel = made.watch(options)
        },
        (error) => {
          if (!isCancelled) options.onBroken(error)
        },
      )
      return () => {
        isCancelled = true
        cancel?.()
      }
    },
    close() {
      isClosed = true
      engine?.then((made) => made.close()).catch(() => undefined)
    },
  }
}
