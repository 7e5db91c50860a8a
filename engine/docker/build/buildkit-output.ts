import type { BuildArgs } from '../../types/build.ts'
import type { Progress } from '../../types/progress.ts'
import { type Given, hiding } from './hiding.ts'

/** How many of its last lines a failed build tells. */
const tailLines = 5
/** How many of the lines that are of no step are kept: where it failed stands among the last of them. */
const mostOthers = 50

/** What BuildKit writes while it builds, line by line. */
export interface BuildkitOutput {
  take(line: string): void
  /** Why it failed, in its own words, with where in the Dockerfile and what was written last. */
  failure(): string
}

type Said = Given & Pick<BuildArgs, 'onProgress'>

/** Reads the plain progress of buildx: steps and their output go on to whoever asked, and a failure is told with its end. */
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
      onProgress?.(stepOf(text === output ? text : (output ?? '')))
    },
    failure() {
      const last = others.findLast((line) => line.trim() !== '')
      const why = (error || last || 'it ended without a word').replace(/^failed to solve: /, '')
      const where = place === '' ? '' : ` (Dockerfile line ${place})`
      const frontend = others.some((line) => SYNTAX_LINE.test(line)) ? FRONTEND : ''
      return `${why}${where}${frontend}${tail.length === 0 ? '' : `; its last output: ${tail.join(' | ')}`}`
    },
  }
}

/** BuildKit has the frontend for Dockerfiles built in: the line is for another version of it, or another frontend. */
const FRONTEND =
  ': the image of its `# syntax=` line is not to be had; leave the line out where the frontend that BuildKit has will do, or name one in a registry that answers'

/** The line of a failure, as BuildKit shows it among those around it. */
const SYNTAX_LINE = /^ *\d+ \| >>> #\s*syntax\s*=/i

/** A step has its number among those of its stage: `[build 2/5] RUN make`. */
function stepOf(text: string): Progress {
  const [, done, total] = /^\[[^\]]*?(\d+)\/(\d+)\] /.exec(text) ?? []
  return { step: text.slice(0, 200), ...(done && total ? { done: Number(done), total: Number(total) } : {}) }
}
