import type { Registry } from 'prom-client'

/** The values of one series name, by its labels as `a=b,c=d`. */
export async function valuesOf(registry: Registry, name: string): Promise<Readonly<Record<string, number>>> {
  return valuesIn(await registry.metrics(), name)
}

/** The same in a text as Prometheus reads it. */
export function valuesIn(text: string, name: string): Readonly<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const line of text.split('\n')) {
    const [, series, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
    if (series === name) found[labels.replaceAll('"', '')] = Number(value)
  }
  return found
}
