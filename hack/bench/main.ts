import { writeFileSync } from 'node:fs'
import { holds, type Outcome, type Row } from './row.ts'
import { api } from './rows/api.ts'
import { adoptions } from './rows/adopt.ts'
import { again } from './rows/again.ts'
import { changes } from './rows/change.ts'
import { commands } from './rows/command.ts'
import { configs } from './rows/config.ts'
import { freshDeploys } from './rows/fresh-deploy.ts'
import { pushes } from './rows/git.ts'
import { healing } from './rows/heal.ts'
import { following } from './rows/logs.ts'
import { serving } from './rows/serve.ts'
import { simulator } from './rows/simulator.ts'

const rows: readonly Row[] = [
  ...freshDeploys,
  ...again,
  ...adoptions,
  ...changes,
  ...healing,
  ...serving,
  ...commands,
  ...configs,
  ...following,
  ...api,
  ...pushes,
  ...simulator,
]

const asked = process.argv.slice(2)
if (asked.some((name) => !rows.some((row) => row.name.startsWith(name)))) {
  console.error(`there are: ${rows.map(({ name }) => name).join(', ')}; a beginning selects all that begin so`)
  process.exit(2)
}
const chosen = rows.filter(({ name }) => asked.length === 0 || asked.some((beginning) => name.startsWith(beginning)))

const results: { readonly row: Row; readonly outcome: Outcome }[] = []
for (const row of chosen) {
  const outcome = await row.measure().catch((error: unknown) => ({ value: Number.NaN, broken: String(error) }))
  results.push({ row, outcome })
  console.log(line(row, outcome))
}
// A run of only some rows does not overwrite the report of the last complete one.
const report = process.env['RECONCILE_BENCH_JSON'] ?? (chosen.length === rows.length ? 'bench.json' : undefined)
if (report !== undefined) writeFileSync(report, `${JSON.stringify(results.map(reported), null, 2)}\n`)
process.exitCode = results.every(({ row, outcome }) => holds(row, outcome)) ? 0 : 1

function line(row: Row, outcome: Outcome): string {
  const { value, bare, samples = {}, broken } = outcome
  const verdict = holds(row, outcome) ? 'ok  ' : 'MISS'
  const measured = `${value.toFixed(value < 10 ? 2 : 0)} ${row.unit}`.padStart(9)
  const must = `${row.must.be} ${row.must.value}`.padEnd(13)
  const limit = bare === undefined ? '' : `; at best ${bare.toFixed(2)} ${row.unit}`
  const shown = Object.entries(samples).map(([name, numbers]) => `${name} ${numbers.join(' ')}`)
  return [
    `${verdict} ${measured}  ${must}  ${row.name}: ${row.what}${limit}`,
    ...shown,
    ...(broken ? [broken] : []),
  ].join('\n       ')
}

function reported({ row, outcome }: { row: Row; outcome: Outcome }) {
  const { name, what, unit, must } = row
  return { name, what, unit, must, ...outcome, holds: holds(row, outcome) }
}
