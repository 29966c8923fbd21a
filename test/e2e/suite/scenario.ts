import { page, report } from './page.js';
import { restoreWorkspace } from './workspace.js';

/** Something a person does, and what they see then. */
export interface Scenario {
  readonly name: string;
  run(): Promise<void>;
}

const LONGEST = 120_000;

/** Runs scenarios one after the other, each on the files as they were at first. Answers the names of those that failed. */
export async function runScenarios(scenarios: readonly Scenario[]): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { name, run } of scenarios) {
    const error = await withinTime(async () => {
      await restoreWorkspace();
      await run();
    });
    if (error !== undefined) {
      failed.push(name);
      await page.screenshot(`failed: ${name}`);
    }
    await report(name, error);
  }
  return failed;
}

async function withinTime(action: () => Promise<void>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not done within ${LONGEST / 1000} s.`)), LONGEST);
  });
  try {
    await Promise.race([action(), limit]);
    return undefined;
  } catch (error) {
    return error ?? new Error('Failed without a reason.');
  } finally {
    clearTimeout(timer);
  }
}
