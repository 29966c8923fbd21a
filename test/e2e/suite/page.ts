import type { Box, PageRequest } from '../page-bridge.js';

/** The window, as a person sees it and acts on it. Every action waits until it can be done. */
export const page = {
  click: (selector: string, text?: string) => ask({ do: 'click', selector, ...narrowed(text) }),
  hover: (selector: string, text?: string) => ask({ do: 'hover', selector, ...narrowed(text) }),
  wait: (selector: string, text?: string) => ask({ do: 'wait', selector, ...narrowed(text) }),
  waitGone: (selector: string, text?: string) => ask({ do: 'waitGone', selector, ...narrowed(text) }),
  texts: async (selector: string) => (await ask({ do: 'texts', selector })) as string[],
  /** Where the elements stand that are there now or appear. */
  boxes: async (selector: string) => (await ask({ do: 'boxes', selector })) as Box[],
  press: (keys: string) => ask({ do: 'press', keys }),
  type: (keys: string) => ask({ do: 'type', keys }),
  screenshot: (name: string) => ask({ do: 'screenshot', name }),
};

/** Tells the outside how a scenario ended. */
export async function report(name: string, error: unknown): Promise<void> {
  await ask({
    do: 'result',
    name,
    ...(error === undefined ? {} : { error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  });
}

async function ask(request: PageRequest): Promise<unknown> {
  const response = await fetch(process.env['PLIMSOLL_PAGE'] ?? '', { method: 'POST', body: JSON.stringify(request) });
  const { value, error } = (await response.json()) as { value?: unknown; error?: string };
  if (error !== undefined) throw new Error(`${JSON.stringify(request)}: ${error}`);
  return value;
}

function narrowed(text: string | undefined) {
  return text === undefined ? {} : { text };
}
