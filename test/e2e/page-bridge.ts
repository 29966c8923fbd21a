/**
 * Lets the suite, which runs in the extension host, act on the window as a person does: it asks over HTTP on this machine, and this side
 * clicks and types with Playwright. Also takes the results of the scenarios.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

/** How long an element may take to appear, in milliseconds. A busy machine needs it; a quiet one never waits. */
const PATIENCE = 30_000;

/** What the suite may ask for. `text` narrows a selector to elements that contain it. */
export type PageRequest =
  | { readonly do: 'click' | 'hover' | 'wait' | 'waitGone'; readonly selector: string; readonly text?: string }
  | { readonly do: 'texts' | 'boxes'; readonly selector: string }
  | { readonly do: 'press' | 'type'; readonly keys: string }
  | { readonly do: 'screenshot'; readonly name: string }
  | { readonly do: 'result'; readonly name: string; readonly error?: string };

/** Where an element stands in the window, in pixels. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** How a scenario ended. */
export interface ScenarioResult {
  readonly name: string;
  readonly error?: string;
}

export class PageBridge {
  readonly results: ScenarioResult[] = [];
  readonly #server: Server;
  readonly #debuggingPort: number;
  readonly #pictures: string | undefined;
  #page: Promise<Page> | undefined;
  #lastResult = performance.now();

  /**
   * @param debuggingPort where the editor's window can be reached
   * @param pictures the folder for screenshots; without one, none are taken
   */
  constructor(debuggingPort: number, pictures: string | undefined) {
    this.#debuggingPort = debuggingPort;
    this.#pictures = pictures;
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const answer = await this.#answer(JSON.parse(Buffer.concat(chunks).toString())).catch(error => ({ error: String(error) }));
      response.end(JSON.stringify(answer));
    });
  }

  /** Answers the address for the suite. */
  async listen(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await (await this.#page?.catch(() => undefined))?.context().browser()?.close();
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async #answer(request: PageRequest): Promise<{ readonly value?: unknown }> {
    if (request.do === 'result') {
      this.results.push(request);
      const seconds = ((performance.now() - this.#lastResult) / 1000).toFixed(1);
      this.#lastResult = performance.now();
      console.log(`${request.error === undefined ? 'ok' : 'FAILED'} after ${seconds} s: ${request.name}`);
      return {};
    }
    this.#page ??= findWindow(this.#debuggingPort);
    return { value: await this.#act(await this.#page, request) };
  }

  async #act(page: Page, request: Exclude<PageRequest, { do: 'result' }>): Promise<unknown> {
    switch (request.do) {
      case 'click':
        return await locate(page, request).click({ timeout: PATIENCE });
      case 'hover':
        return await locate(page, request).hover({ timeout: PATIENCE, force: true });
      case 'wait':
        return await locate(page, request).waitFor({ timeout: PATIENCE });
      case 'waitGone':
        return await locate(page, request).waitFor({ timeout: PATIENCE, state: 'hidden' });
      case 'texts':
        return await page.locator(request.selector).allInnerTexts();
      case 'boxes':
        return await boxesOf(page.locator(request.selector));
      case 'press':
        return await page.keyboard.press(request.keys);
      case 'type':
        return await page.keyboard.type(request.keys, { delay: 10 });
      case 'screenshot':
        return this.#pictures === undefined ? undefined : await page.screenshot({ path: `${this.#pictures}/${request.name}.png` });
    }
  }
}

function locate(page: Page, { selector, text }: { readonly selector: string; readonly text?: string }): Locator {
  return page.locator(selector, text === undefined ? {} : { hasText: text }).first();
}

async function boxesOf(elements: Locator): Promise<Box[]> {
  await elements.first().waitFor({ timeout: PATIENCE });
  const boxes = await Promise.all((await elements.all()).map(element => element.boundingBox()));
  return boxes.flatMap(box => (box === null ? [] : [{ left: box.x, right: box.x + box.width, top: box.y, bottom: box.y + box.height }]));
}

async function findWindow(debuggingPort: number): Promise<Page> {
  const browser = await connect(debuggingPort, 4);
  for (const page of browser.contexts().flatMap(context => context.pages())) {
    if ((await page.locator('.monaco-workbench').count()) > 0) return page;
  }
  throw new Error('None of the pages of the editor is its window.');
}

/** The browser may answer late, or not to the first who asks, where the machine does much else. */
async function connect(debuggingPort: number, attempts: number): Promise<Browser> {
  try {
    return await chromium.connectOverCDP(`http://127.0.0.1:${debuggingPort}`);
  } catch (error) {
    if (attempts <= 1) throw error;
    return connect(debuggingPort, attempts - 1);
  }
}
