/** Whether a document, by its path in the repository, stands in a folder of tests: what it holds is made up. */
export function isFixture(path: string): boolean {
  return /\/\.?(?:[\w-]+-)?(?:tests?|testdata|testing|fixtures?|e2e|mocks?)\//i.test(path);
}

/** Whether a document stands in a folder of examples, documentation, tests or what is kept from earlier: nobody deploys it as it is. */
export function isExample(path: string): boolean {
  return isFixture(path) || /\/(?:docs?|examples?|samples?|demos?|tutorials?|snippets|hack|debug|_?archived)\//i.test(path);
}
