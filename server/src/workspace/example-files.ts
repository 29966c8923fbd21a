/** Whether a document stands in a folder of tests: what it holds is made up. */
export function isFixture(uri: string): boolean {
  return /\/\.?(?:[\w-]+-)?(?:tests?|testdata|testing|fixtures?|e2e|mocks?)\//i.test(uri);
}

/** Whether a document stands in a folder of examples, documentation or tests: nobody deploys it as it is. */
export function isExample(uri: string): boolean {
  return isFixture(uri) || /\/(?:docs?|examples?|samples?|demos?|tutorials?)\//i.test(uri);
}
