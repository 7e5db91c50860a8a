import assert from 'node:assert/strict'
import { loadRight, shown, webWith } from './load-text.ts'

describe('what a service says in vain', () => {
  const rows: readonly (readonly [lines: string, warnings: readonly RegExp[]])[] = [
    [
      'network_mode: host\nports: ["80:80"]',
      [
        /^5:12 services\.web\.ports: publishes nothing: with network_mode host what listens in the container listens on/,
      ],
    ],
    ['network_mode: none\nports: [80]', [/^5:12 services\.web\.ports: publishes nothing: with network_mode none/]],
    ['network_mode: bridge\nports: [80]', []],
    [
      'healthcheck: {test: "CMD curl -f x"}',
      [/^4:25 services\.web\.healthcheck\.test: is run by a shell, which has no command CMD: take that word out/],
    ],
    ['healthcheck: {test: "CMD-SHELL curl"}', [/which has no command CMD-SHELL/]],
    ['healthcheck: {test: CMDER}', []],
  ]
  for (const [lines, warnings] of rows)
    it(`is ${warnings.length} warnings: ${JSON.stringify(lines)}`, () => {
      const told = loadRight(webWith(lines)).warnings.map(shown)
      assert.equal(told.length, warnings.length, told.join('\n'))
      for (const [index, words] of warnings.entries()) assert.match(told[index] ?? '', words)
    })

  it('is a wait for a health check that is off', () => {
    const told = (condition: string) =>
      loadRight(
        webWith('healthcheck: {disable: true}', `  b: {image: b, depends_on: {web: {condition: ${condition}}}}`),
      ).warnings.map(shown)
    assert.match(told('service_healthy').join('\n'), /^5:\d+ services\.b\.depends_on\.web: has its health check off/)
    assert.deepEqual(told('service_started'), [])
  })
})
