import { setTimeout } from 'node:timers/promises'
import type { Command } from 'commander'
import { exits } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import { didYouMean } from '../../api/v1/validation/nearest.ts'
import { complete, namesIn, revisionsIn, shells } from '../complete.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { usageError } from '../usage.ts'

/** Completion scripts. Each calls `reconcile __complete` with the words up to the cursor; without candidates, the shell completes files. */
const SCRIPTS: Readonly<Record<(typeof shells)[number], string>> = {
  bash: `# bash 3.2 and later: eval "$(reconcile completion bash)"
_reconcile() {
  local IFS=$'\\n'
  local line="\${COMP_LINE:0:COMP_POINT}"
  local -a words
  IFS=' ' read -ra words <<< "$line"
  [[ "$line" == *' ' ]] && words+=('')
  local whole="\${words[\${#words[@]}-1]}"
  COMPREPLY=($(reconcile __complete -- "\${words[@]:1}" 2>/dev/null))
  # bash puts back only what is behind the last = or :, unless it was told not to cut there.
  local breaks="\${COMP_WORDBREAKS//[^=:]/}"
  local tail="$whole"
  [[ -n "$breaks" ]] && tail="\${whole##*[$breaks]}"
  local cut="\${whole%"$tail"}"
  [[ -n "$cut" ]] && COMPREPLY=("\${COMPREPLY[@]#"$cut"}")
  # bash 3.2 has no compopt: there a space follows that is to be taken away.
  [[ \${#COMPREPLY[@]} -eq 1 && "\${COMPREPLY[0]}" == *[=/] ]] && type compopt >/dev/null 2>&1 && compopt -o nospace
  return 0
}
complete -o default -F _reconcile reconcile`,
  zsh: `#compdef reconcile
# zsh: source <(reconcile completion zsh), or a file _reconcile in a directory of $fpath
_reconcile() {
  local -a candidates
  candidates=("\${(@f)$(reconcile __complete -- "\${words[@]:1:$((CURRENT - 1))}" 2>/dev/null)}")
  candidates=("\${(@)candidates:#}")
  if (( ! \${#candidates} )); then _files; return; fi
  compadd -S '' -- "\${(@M)candidates:#*[=/]}"
  compadd -- "\${(@)candidates:#*[=/]}"
}
if [[ "\${funcstack[1]}" == _reconcile ]]; then _reconcile "$@"; else compdef _reconcile reconcile; fi`,
  fish: `# fish: reconcile completion fish | source
complete -c reconcile -a '(reconcile __complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'`,
}

/** Prints the completion script of a shell. */
export async function completion({ terminal }: Context, shell: string): Promise<number> {
  const known = shells.find((each) => each === shell)
  if (!known)
    throw usageError(
      `there is no completion for ${shell}${didYouMean(shell, shells)}`,
      `the shells are ${shells.join(', ')}`,
    )
  terminal.print(SCRIPTS[known])
  return exits.converged
}

/** The longest wait for names, ms: the user is typing, and a hung engine is detected only after 10 s. */
const PATIENCE_MS = 1_000
const STEP_MS = 50

/**
 * Resolves empty after the patience. Waits in small steps, as a process that gets no CPU counts only one of them at a time: its own delay
 * must not use up the patience.
 */
async function patience(): Promise<readonly string[]> {
  for (let left = PATIENCE_MS; left > 0; left -= STEP_MS) await setTimeout(STEP_MS)
  return []
}

type Ask<W> = (what: W, stack: string | undefined, server?: string) => Promise<readonly string[]>

/**
 * The hidden command that prints the candidates for the last word, one per line. Lookups that fail or take too long yield no candidates and
 * no error.
 */
export function completer(root: Command): (context: Context, words: readonly string[]) => Promise<number> {
  return async (context, words) => {
    const ask =
      <W>(asked: (installation: Installation) => Ask<W>): Ask<W> =>
      (what, stack, server) =>
        Promise.race([
          withInstallation(server ? { ...context, server } : context, { purpose: 'read' }, (installation) =>
            asked(installation)(what, stack),
          ).catch(() => []),
          patience(),
        ])
    const candidates = await complete(root, words, { names: ask(namesIn), revisions: ask(revisionsIn) })
    context.terminal.print(...candidates)
    return exits.converged
  }
}
