import { Gauge, type Registry } from 'prom-client'

/** A gauge without labels that is read at each scrape; undefined keeps the last value. */
export function readGauge(
  registry: Registry,
  { name, help }: { readonly name: string; readonly help: string },
  valueOf: () => number | undefined,
): void {
  new Gauge({
    ...{ name, help, registers: [registry] },
    collect() {
      const value = valueOf()
      if (value !== undefined) this.set(value)
    },
  })
}
