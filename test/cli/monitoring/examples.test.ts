import { deepEqual, equal, ok } from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { type Family, startMonitoring } from '../../../cli/monitoring/start.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const EXAMPLES = join(ROOT, 'examples/monitoring')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

interface Rules {
  readonly groups: readonly { readonly rules: readonly Rule[] }[]
}

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly annotations: Readonly<Record<string, string>>
}

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[]
}

describe('what examples/monitoring and docs/monitoring.md say of metrics', () => {
  let families: readonly Family[] = []
  let text = ''
  before(async () => {
    const monitoring = startMonitoring({ env: {}, log: () => {} })
    families = await monitoring.families()
    text = (await monitoring.metrics()).text
    await monitoring.close()
  })

  const rules = (parse(read('examples/monitoring/reconcile-alerts.yml')) as Rules).groups.flatMap(
    (group) => group.rules,
  )
  const dashboard = JSON.parse(read('examples/monitoring/grafana-dashboard.json')) as Dashboard

  /** The series that an answer of /metrics has, or will have with the first value. */
  const series = () =>
    new Set(
      [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
        type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name],
      ),
    )
  const namesIn = (expression: string) => expression.match(/\breconcile_\w+/g) ?? []

  it('names in alert rules only metrics that there are', () => {
    for (const { alert, expr } of rules)
      for (const name of namesIn(expr)) ok(series().has(name), `${alert}: no metric ${name}`)
  })

  it('names in the dashboard only metrics that there are', () => {
    for (const { title, targets } of dashboard.panels)
      for (const name of targets.flatMap(({ expr }) => namesIn(expr))) ok(series().has(name), `${title}: no ${name}`)
  })

  it('gives each alert a runbook: a command of reconcile that there is', () => {
    const verbs = read('docs/reference/README.md')
    for (const { alert, annotations } of rules) {
      const [program, verb = ''] = (annotations['runbook'] ?? '').split(' ')
      equal(program, 'reconcile', alert)
      ok(verbs.includes(verb), `${alert}: no verb ${verb}`)
    }
  })

  it('has every metric in docs/monitoring.md, with its labels and meaning, and no other', () => {
    const rows = [...read('docs/monitoring.md').matchAll(/^\| `(reconcile_\w+)`.*$/gm)].map(([row]) => cells(row))
    const wanted = families.map(({ name, type, labels, help }) => [`\`${name}\``, type, labels.join(', '), help])
    deepEqual(rows.sort(), wanted.sort())
  })

  it('counts by no name of a task, service or key', () => {
    const known = new Set(['controller', 'result', 'node', 'verb', 'code', 'stack', 'phase', 'condition', 'status'])
    for (const more of ['state', 'kind', 'type', 'reason', 'outcome', 'version', 'node_version']) known.add(more)
    for (const { name, labels } of families) for (const label of labels) ok(known.has(label), `${name} by ${label}`)
  })

  it('answers what promtool finds nothing to say about, as far as it is installed', function () {
    const { error, status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input: text,
      encoding: 'utf8',
    })
    if (error) this.skip()
    equal(status, 0, stdout + stderr)
  })

  it('has alert rules that do what they say, and a configuration that Prometheus takes', function () {
    if (spawnSync('promtool', ['--version']).error) {
      console.warn("      SKIPPED: promtool is not installed: apt-get install prometheus, for Debian's")
      this.skip()
    }
    const promtool = (...args: string[]) => execFileSync('promtool', args, { cwd: EXAMPLES, stdio: 'pipe' })
    promtool('check', 'rules', 'reconcile-alerts.yml')
    promtool('test', 'rules', 'reconcile-alerts.test.yml')
    promtool('check', 'config', '--syntax-only', 'prometheus.yml')
  })
})

function cells(row: string): string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}
