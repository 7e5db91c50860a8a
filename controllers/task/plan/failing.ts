import { redactAssigned } from '../../../api/v1/redact/redact.ts'
import type { ContainerView, ProbeView } from '../view.ts'

/** How many lines of a probe's output are quoted, and how many characters in all. */
const LINES = 3
const WIDTH = 300

const CHECK = 'its health check'

/** How an ended container ended, for people. */
export function endingOf({ oomKilled, exitCode, memoryLimit }: ContainerView): string {
  if (!oomKilled) return `it exited with ${exitCode}`
  if (memoryLimit === undefined) return `it was OOMKilled: its host ran out of memory (exit code ${exitCode})`
  return `it was OOMKilled: it needs more than its memory limit of ${memoryLimit} (exit code ${exitCode}); raise the limit`
}

/** Says that the health check fails, or `failed`, with the last output of the probe. */
export function checkFailure({ probe }: ContainerView, verb: 'fails' | 'failed' = 'fails'): string {
  const said = probe && saidBy(probe)
  return said === undefined ? `${CHECK} ${verb}` : `${CHECK} ${verb}: ${said}`
}

/** Whether that is how a task last failed, in the words of its status. */
export function failedCheck(lastFailure = ''): boolean {
  return lastFailure.startsWith(CHECK)
}

/** The message about a container whose health check has not passed: perhaps its engine can't run it. */
export function startingWords({ probe }: ContainerView): string {
  return probe
    ? `it runs, and its health check can't be run: ${saidBy(probe)}`
    : 'it runs, and its health check has not passed yet'
}

/** An engine's words where it found no such program to run; its shell's own are short, and have an exit code. */
const ABSENT = /exec: ("[^"]*"): (?:executable file not found|stat .*no such file or directory)/

function saidBy({ exitCode, output }: ProbeView): string {
  const [, absent] = (exitCode < 0 && ABSENT.exec(output)) || []
  if (absent) return `its image has no program ${absent}: name one that it has in the health check`
  const lines = redactAssigned(output)
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter(Boolean)
  if (lines.length === 0) return `exit code ${exitCode}, without a word`
  return lines.slice(-LINES).join(' | ').slice(0, WIDTH)
}
