import type { BuildArgs } from '../../types/build.ts'
import type { EngineErrorCode } from '../../errors.ts'
import type { Failure } from '../errors.ts'
import { stepProgress } from '../progress.ts'
import { failureOfStatus } from '../refusals.ts'
import { type Given, hiding } from './hiding.ts'

/** How many of its last output lines an error quotes. */
const tailLines = 5
/** How many lines outside of steps are kept; the place of a failure is among the last. */
const mostOthers = 50

/** Reads BuildKit's output line by line. */
export interface BuildkitOutput {
  take(line: string): void
  /**
   * Why the build failed, in BuildKit's words, with the place in the Dockerfile and the last output. It is Invalid, unless an engine or a
   * registry did not answer, or that refused the login.
   */
  failure(): Failure
}

type Said = Given & Pick<BuildArgs, 'onProgress'>

/** Reads the plain progress of buildx: reports steps and their output as progress, and keeps what an error needs. */
export function readBuildkitOutput({ onProgress, ...args }: Said): BuildkitOutput {
  const hide = hiding(args)
  const tail: string[] = []
  const others: string[] = []
  let [place, error] = ['', '']
  return {
    take(raw) {
      const line = hide(raw).slice(0, 500)
      const [, text = '', output] = /^#\d+ ((?:\d+\.\d+ )?(.*))$/.exec(line) ?? []
      if (text === '') {
        if (line.startsWith('ERROR: ')) error = line.slice('ERROR: '.length)
        else if (/^\S+:\d+$/.test(line)) place = line.replace(/^.*:/, '')
        others.push(line)
        if (others.length > mostOthers) others.shift()
        return
      }
      if (/^((DONE|CACHED)\b|\.\.\.$)/.test(text) || line.startsWith('#0 ')) return
      if (text !== output) tail.push(output ?? '')
      if (tail.length > tailLines) tail.shift()
      onProgress?.(stepProgress(output ?? '', NUMBERED))
    },
    failure() {
      const last = others.findLast((line) => line.trim() !== '')
      const why = (error || last || 'it ended without a word').replace(/^failed to solve: /, '')
      const where = place === '' ? '' : ` (Dockerfile line ${place})`
      const frontend = others.some((line) => SYNTAX_LINE.test(line)) ? FRONTEND : ''
      const detail = `${why}${where}${frontend}${tail.length === 0 ? '' : `; its last output: ${tail.join(' | ')}`}`
      const { code } = failureOfStatus(400, why)
      return { code: OF_OTHERS.has(code) ? code : 'Invalid', detail }
    },
  }
}

/** What an engine or a registry fails for, rather than the Dockerfile. */
const OF_OTHERS: ReadonlySet<EngineErrorCode> = new Set(['Unavailable', 'Busy', 'Denied'])

/**
 * The remedy for a `# syntax=` image that can't be pulled: BuildKit has a Dockerfile frontend built in, and the line selects another one.
 */
const FRONTEND =
  ': the image of its `# syntax=` line is not to be had; leave the line out where the frontend that BuildKit has will do, or name one in a registry that answers'

/** The failing line as BuildKit prints it, if it is the `# syntax=` line. */
const SYNTAX_LINE = /^ *\d+ \| >>> #\s*syntax\s*=/i

/** A step has its number within its stage: `[build 2/5] RUN make`. */
const NUMBERED = /^\[[^\]]*?(\d+)\/(\d+)\] /
