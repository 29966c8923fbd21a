import type { Scenario } from './check-documents.js';

/** Makes a scenario that fails smaller while it fails in the same way: whole files, then lines, then pieces of lines. */
export function shrink(scenario: Scenario, fails: (scenario: Scenario) => boolean): Scenario {
  let smallest = scenario;
  const accept = (candidate: Scenario) => {
    if (!fails(candidate)) return false;
    smallest = candidate;
    return true;
  };
  for (const { name } of scenario.files) {
    if (name !== scenario.edited.name) accept({ ...smallest, files: smallest.files.filter(file => file.name !== name) });
  }
  for (const [index] of smallest.files.entries()) {
    shorten(smallest.files[index]?.text ?? '', text =>
      accept({ ...smallest, files: smallest.files.map((file, at) => (at === index ? { ...file, text } : file)) }),
    );
  }
  shorten(smallest.edited.text, text => accept({ ...smallest, edited: { ...smallest.edited, text } }));
  return smallest;
}

/** Takes ever smaller pieces out of a text, as long as that is accepted. */
function shorten(text: string, accept: (text: string) => boolean): void {
  let result = text;
  for (let size = Math.ceil(text.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < result.length; ) {
      const candidate = result.slice(0, start) + result.slice(start + size);
      if (accept(candidate)) result = candidate;
      else start += size;
    }
  }
}
