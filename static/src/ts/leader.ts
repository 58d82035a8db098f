// One tab of the browser does something for all of them: the one that holds a lock. A browser opens
// few lines to a server at once, and a live stream in each tab would take them all.

const patience = 60_000; // milliseconds a tab that nobody looks at goes on for itself

/** Tells whether the browser can choose one of its tabs. */
export function canLead(): boolean {
  return "locks" in navigator && "BroadcastChannel" in window;
}

/** Has one of the tabs that are looked at do what begin begins, until begin's answer is called. */
export function lead(name: string, begin: () => () => void): void {
  new Leader(name, begin);
}

class Leader {
  private readonly channel: BroadcastChannel;
  private asking: AbortController | undefined;
  private release: (() => void) | undefined;
  private timer = 0;

  constructor(private readonly name: string, private readonly begin: () => () => void) {
    this.channel = new BroadcastChannel(`${name}-turn`);
    // Somebody looks at another tab: it is that one's turn.
    this.channel.onmessage = () => {
      if (document.hidden) this.stop();
    };
    document.addEventListener("visibilitychange", () => this.look());
    window.addEventListener("pagehide", () => this.stop());
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) this.look();
    });
    this.look();
  }

  private look(): void {
    clearTimeout(this.timer);
    if (document.hidden) {
      this.asking?.abort();
      if (this.release) this.timer = window.setTimeout(() => this.stop(), patience);
    } else if (!this.release && !this.asking) {
      void this.ask();
    }
  }

  private async ask(): Promise<void> {
    const asking = (this.asking = new AbortController());
    this.channel.postMessage("here");
    try {
      await navigator.locks.request(this.name, { signal: asking.signal }, () => this.hold());
    } catch {
      // given up: the tab was left
    }
    if (this.asking === asking) this.asking = undefined;
  }

  private hold(): Promise<void> {
    this.asking = undefined;
    const end = this.begin();
    return new Promise((done) => {
      this.release = () => {
        this.release = undefined;
        end();
        done();
      };
    });
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.release?.();
  }
}
