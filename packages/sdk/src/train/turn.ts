/** Lets the page do what waits: draw, hear clicks, abort. Unlike timers it does not slow down in hidden pages. */
export interface Turns {
  next(): Promise<void>;
  /** To be called at the end: an open channel keeps Node running. */
  close(): void;
}

/** Turns of the event loop. */
export function eventLoopTurns(): Turns {
  const { port1, port2 } = new MessageChannel();
  let go: (() => void) | undefined;
  port1.onmessage = () => go?.();
  return {
    next: () =>
      new Promise((resolve) => {
        go = resolve;
        port2.postMessage(undefined);
      }),
    close() {
      port1.close();
      port2.close();
    },
  };
}
