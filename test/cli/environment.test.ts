import { deepEqual, ok } from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { defaultSettings } from '../../api/v1/settings.ts'
import { ownVariables } from '../../compose/own-variables.ts'

const PAGE = readFileSync('docs/command-line.md', 'utf8')

describe('docs/command-line.md', () => {
  it('has every setting with its default', () => {
    const rows = [...PAGE.matchAll(/^\| ((?:`\w+(?:Ms|Ratio|Count|Engine|Bytes)`(?:, )?)+) +\| ([\d., ]+?) +\|/gm)]
    const documented = rows.flatMap(([, names = '', values = '']) => {
      const numbers = values.split(', ').map(Number)
      return [...names.matchAll(/\w+/g)].map(([name], index) => [name, numbers[index]] as const)
    })
    deepEqual(Object.fromEntries(documented), { ...defaultSettings })
  })

  it('has every variable that is read', () => {
    const sources = ['cli', 'engine'].flatMap((directory) =>
      readdirSync(directory, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFileSync(`${directory}/${name}`, 'utf8')),
    )
    const read = sources.flatMap((text) => [...text.matchAll(/\benv\['(\w+)'\]/g)].map(([, name = '']) => name))
    ok(read.includes('RECONCILE_HOME'))
    const known = new Set([...PAGE.matchAll(/`(?:\$?)([A-Z][A-Z_]+)/g)].map(([, name]) => name))
    const homeOfTheUser = 'HOME'
    deepEqual(
      [...new Set([...read, ...ownVariables])].filter((name) => !known.has(name) && name !== homeOfTheUser),
      [],
    )
  })
})
