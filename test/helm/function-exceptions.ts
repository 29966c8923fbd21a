/** Where the functions answer otherwise than those of helm 4.1.4, and why. `docs/helm.md` lists the same. */
export const EXCEPTIONS: readonly { readonly reason: string; readonly templates: readonly string[] }[] = [
  {
    reason: 'What is wrong with a text that is no YAML is said in our own words',
    templates: [
      '{{ fromYaml "k: -" | toJson }}',
      '{{ fromYaml "k: - a" | toJson }}',
      '{{ fromYaml "k: a: b" | toJson }}',
      '{{ fromYaml "k: @x" | toJson }}',
      '{{ fromYaml "k: `x`" | toJson }}',
      '{{ fromYaml "k: *x" | toJson }}',
      '{{ fromYaml "k: %x" | toJson }}',
      '{{ fromYaml "k: x: " | toJson }}',
      '{{ fromYaml "k: - " | toJson }}',
      '{{ fromYaml ": : :" | toJson }}',
      '{{ fromYaml "a: [1" }}',
      '{{ fromYaml "a: 1\\n b: 2" }}',
      '{{ fromYaml "\\ta: 1" }}',
      '{{ fromYamlArray "[1" }}',
    ],
  },
  {
    reason: 'A map, a list or null as a key is read as its text, where Helm reports an error',
    templates: [
      '{{ fromYaml "k: {{x}}" | toJson }}',
      '{{ fromYaml "? [a]\\n: 1" }}',
      '{{ fromYaml "1: x\\ntrue: y\\n1.5: z\\nnull: q" | toJson }}',
    ],
  },
  {
    reason: 'What is wrong with a text that is no TOML is said in our own words',
    templates: ['{{ fromToml "a = " }}'],
  },
  {
    reason: 'Of JSON that holds a number too large for a float, nothing but the error is given',
    templates: ['{{ fromJson "{\\"a\\":1e400}" }}'],
  },
  {
    reason: 'Go gives keys in a new order each time, here they are sorted',
    templates: ['{{ keys .Values.m }}'],
  },
];
