// A live stream from the server: events as they happen, over a line that is opened again whenever
// it breaks. It is read by fetch and not by EventSource, which does not tell why it was refused.

const first = 15_000; // milliseconds until something must have come, or something on the way keeps it back
const silence = 40_000; // the server gives a sign of life every twelve seconds
const shortest = 2_000; // before trying again, twice as long with each failure
const longest = 120_000;
const poll = 60_000; // between two questions, where streams are kept back

export type Tell = (name: string, data: unknown, mark: string) => void;

/** Follows the stream at an address, which is asked for each time, from a mark on, until its answer is called. */
export function follow(address: () => string, mark: string, tell: Tell): () => void {
  const stream = new Stream(address, mark, tell);
  void stream.run();
  return () => stream.close();
}

class Stream {
  private over = false;
  private keptBack = false; // by a proxy that hands on whole answers only
  private failures = 0;
  private wait = 0; // milliseconds that the server asked for
  private line = new AbortController();
  private wake: () => void = () => undefined;

  constructor(private readonly address: () => string, private mark: string, private readonly tell: Tell) {}

  close(): void {
    this.over = true;
    this.line.abort();
    this.wake();
  }

  async run(): Promise<void> {
    while (!this.over) {
      const began = Date.now();
      this.line = new AbortController();
      this.wait = 0;
      try {
        await this.once();
      } catch {
        this.failures++; // no line, or one that broke
      }
      if (!this.over) await this.rest(this.pause(Date.now() - began));
    }
  }

  // A page that stood open for a while was cut off with many others: they come back one by one.
  private pause(open: number): number {
    if (open > longest) this.failures = 0;
    const usual = this.keptBack ? poll : Math.min(longest, shortest * 2 ** this.failures);
    return Math.max(this.wait, usual) * (0.5 + Math.random());
  }

  private rest(milliseconds: number): Promise<void> {
    return new Promise((done) => {
      this.wake = done;
      window.setTimeout(done, milliseconds);
    });
  }

  private async once(): Promise<void> {
    const watch = new Watch(this.line);
    watch.expect(first);
    try {
      const headers: Record<string, string> = this.mark ? { "Last-Event-ID": this.mark } : {};
      if (!this.keptBack) headers["Accept"] = "text/event-stream";
      const answer = await fetch(this.address(), { headers, signal: this.line.signal, cache: "no-store" });
      if (!answer.ok || !answer.body) return this.refused(answer);
      await this.read(answer.body.getReader(), watch);
    } finally {
      if (watch.nothing && !this.over) this.keptBack = true;
      watch.end();
    }
  }

  // Whoever may not listen will not later either: somebody signed out or in since.
  private refused(answer: Response): void {
    if (answer.status < 500 && answer.status !== 429) this.over = true;
    this.failures++;
    this.wait = Number(answer.headers.get("Retry-After") ?? 0) * 1000;
  }

  private async read(reader: ReadableStreamDefaultReader<Uint8Array>, watch: Watch): Promise<void> {
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      watch.expect(silence);
      const parts = (text + decoder.decode(value, { stream: true })).split("\n\n");
      text = parts.pop() ?? "";
      for (const part of parts) this.take(part);
    }
  }

  private take(event: string): void {
    const field = (name: string): string | undefined => event.match(new RegExp(`^${name}: (.*)$`, "m"))?.[1];
    const name = field("event");
    if (name === undefined || this.over) return;
    this.failures = 0;
    this.mark = field("id") ?? this.mark;
    this.tell(name, JSON.parse(field("data") ?? "{}"), this.mark);
  }
}

// Gives up a line on which nothing comes.
class Watch {
  nothing = false; // came at all
  private timer = 0;
  private times = 0;

  constructor(private readonly line: AbortController) {}

  expect(within: number): void {
    this.end();
    const early = this.times++ === 0;
    this.timer = window.setTimeout(() => {
      this.nothing = early;
      this.line.abort();
    }, within);
  }

  end(): void {
    clearTimeout(this.timer);
  }
}
