import { deepEqual } from 'node:assert/strict'
import { loadText } from './load-text.ts'

const warned = (service: string) =>
  loadText(`name: shop\nservices:\n  web:\n    image: x\n${service}`).warnings.map(
    ({ place: { line }, path, message }) => `${line} ${path}: ${message}`,
  )

const says = (template: string) =>
  `has the template ${template}, which a swarm alone fills in: containers get this very text, so write the value`

describe('a template of a swarm in a Compose file', () => {
  for (const [where, service, wants] of [
    [
      'in a variable',
      '    environment:\n      A: b\n      NODE: "on {{.Node.Hostname}}"\n',
      [`7 services.web.environment.NODE: ${says('{{.Node.Hostname}}')}`],
    ],
    [
      'in a hostname',
      '    hostname: "mon-{{ .Task.Slot }}"\n',
      [`5 services.web.hostname: ${says('{{ .Task.Slot }}')}`],
    ],
    [
      'in a mount',
      '    volumes:\n      - {type: volume, source: "data-{{.Service.Name}}", target: /data}\nvolumes:\n  "data-{{.Service.Name}}":\n',
      [`6 services.web.volumes[0]: ${says('{{.Service.Name}}')}`],
    ],
    ['not of another template language', '    environment: {F: "{{ .Labels.node }}", G: "{{ range .Nodes }}"}\n', []],
    ['not where a swarm fills none in either', '    command: ["echo", "{{.Node.Hostname}}"]\n', []],
  ] as const)
    it(`is warned of ${where}`, () => deepEqual(warned(service), [...wants]))
})
