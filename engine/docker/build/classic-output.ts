import type { BuildArgs } from '../../types/build.ts'
import { instructions } from '../../build/dockerfile.ts'
import { type Fields, textOf } from '../answer.ts'
import { AnswerError } from '../errors.ts'
import { StatusError } from '../refusals.ts'
import { buildProgress, type Message } from '../progress.ts'
import { hiding } from './hiding.ts'

/** How many of its last output lines an error quotes. */
const tailLines = 5
/** How much of a line is waited for before it is shown in parts. Secrets are hidden line by line. */
const mostOfLine = 64 * 1024

/** Reads the classic builder's output. */
export interface ClassicOutput {
  take(message: Message): void
  /** Ends the output. Returns the built image's id, and throws if none was told. */
  end(): string
  /** The error of a failed build, with the place in the Dockerfile and the last output. */
  explain(error: unknown): unknown
}

/**
 * Reads the messages of a classic build. Output arrives in parts of any size, in colour where it was written to standard error; it is
 * reported as progress and quoted in errors by whole lines, so that a secret is found wherever its parts were split.
 */
export function readClassicOutput(args: BuildArgs, dockerfile: string): ClassicOutput {
  const hide = hiding(args)
  const report = buildProgress(args.onProgress ?? (() => {}))
  const tail: string[] = []
  let [begun, step]: [string, number | undefined] = ['', undefined]
  let id: string | undefined
  const show = (text: string) => {
    const line = hide(text.replace(COLOURS, '')).trimEnd()
    report({ stream: line })
    step = stepIn(line) ?? step
    if (line === '' || OF_BUILDER.test(line)) return
    tail.push(line.slice(0, 500))
    if (tail.length > tailLines) tail.shift()
  }
  const finish = () => {
    show(begun)
    begun = ''
  }
  return {
    take(message) {
      const lines = (begun + textOf(message['stream'])).split(/\r\n|[\r\n]/)
      begun = lines.pop() ?? ''
      for (const line of lines) show(line)
      if (begun.length > mostOfLine) finish()
      report({ status: hide(textOf(message['status'])) })
      id = textOf((message['aux'] as Fields | undefined)?.['ID']) || id
    },
    end() {
      finish()
      if (id === undefined) throw new AnswerError('the engine did not say which image the build made')
      return id
    },
    explain(error) {
      if (!(error instanceof StatusError)) return error
      finish()
      // What fails within an instruction and is in no words of its own is that instruction's fault, not the engine's.
      const status = step === undefined ? error.status : 400
      return new StatusError(status, `${hide(error.message)}${placeOf(step, dockerfile)}`, lastOf(tail))
    },
  }
}

/** What the builder says of its own containers and images. */
const OF_BUILDER = /^( ---> |Removing intermediate container )/
const COLOURS = /\u001b\[[0-9;]*m/g

/** The number of the step that a line begins: `Step 2/5 : RUN make`. */
function stepIn(line: string): number | undefined {
  const [, step] = /^Step (\d+)\/\d+ : /.exec(line) ?? []
  return step === undefined ? undefined : Number(step)
}

/** Each instruction is a step, in the order of the Dockerfile. */
function placeOf(step: number | undefined, dockerfile: string): string {
  if (step === undefined) return ''
  const steps = [...instructions(dockerfile)].filter(({ text }) => !text.startsWith('#'))
  const found = steps[step - 1]
  return found === undefined ? '' : ` (Dockerfile line ${found.line})`
}

function lastOf(tail: readonly string[]): string | undefined {
  return tail.length === 0 ? undefined : `its last output: ${tail.join(' | ')}`
}
