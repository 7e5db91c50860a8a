import { sortedEntries } from '../../api/v1/language/by.ts'
import { beforeVerb, type Counterparts, counterparts, everywhere } from '../../cli/arguments/compose-instead.ts'

/** The text of docs/compose-options.md: verbs and options of docker compose that we don't have, with what to write instead. */
export function composeOptionsPage(): string {
  const verbs = sortedEntries(counterparts)
  const missing = verbs.flatMap(([name, remedies]): Counterparts[] => (remedies[''] ? [{ [name]: remedies[''] }] : []))
  const options = verbs.flatMap(([name, { '': _, ...rest }]) => rowsOf(name, rest))
  return [
    '# Options of docker compose that are not here\n',
    '<!-- Written by npm run generate from cli/arguments/compose-instead.ts; edit that. -->\n',
    `What \`docker compose\` 2.40 has on its command line and reconcile has not. Each ends with 2 and says what stands here; whatever else
it has means the same, but for what [coming from docker compose](coming-from-compose.md) lists.\n`,
    ...section(
      'Verbs',
      missing.flatMap((each) => rowsOf('', each)),
    ),
    ...section('Before the verb', rowsOf('', beforeVerb)),
    ...section('Of many verbs', rowsOf('', everywhere)),
    ...section('Of one verb', options),
  ].join('\n')
}

/** One row for each remedy, with all its options. */
function rowsOf(verb: string, remedies: Counterparts): readonly string[] {
  const byRemedy = new Map<string, string[]>()
  for (const [option, remedy] of Object.entries(remedies))
    byRemedy.set(remedy, [...(byRemedy.get(remedy) ?? []), option])
  return [...byRemedy].map(([remedy, options]) => {
    const words = options.map((option) => `\`${[verb, option].filter(Boolean).join(' ')}\``)
    return `| ${words.join(', ')} | ${remedy.replaceAll('|', '\\|')} |`
  })
}

function section(title: string, rows: readonly string[]): readonly string[] {
  return [`## ${title}\n`, `| docker compose | here |\n|---|---|\n${rows.join('\n')}\n`]
}
