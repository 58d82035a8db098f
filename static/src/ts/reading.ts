// Which posts were really shown. The server marks a thread as read up to the last of them; without
// this script it does so page by page.

const stay = 700; // milliseconds a post stays in view before it counts: scrolling past is not reading
const part = 0.6; // of a post, or of the window by a long one, has to be in view
const pause = 3000; // milliseconds between two tellings

/** Tells the server, now and then and when the page is left, how far one has read. */
export function tellWhatIsShown(): void {
  const posts = document.querySelector<HTMLElement>("[data-read]");
  if (posts) new Reader(posts, posts.dataset["read"] ?? "").begin();
}

class Reader {
  private readonly waiting = new Map<Element, number>(); // posts in view, and their timers
  private readonly watch = new IntersectionObserver((seen) => this.look(seen), { threshold: steps(20) });
  private shown: number; // the highest number shown
  private told: number; // the highest number the server knows of
  private timer = 0;

  constructor(private readonly posts: HTMLElement, private readonly address: string) {
    this.shown = this.told = Number(posts.dataset["readTo"] ?? 0);
  }

  begin(): void {
    for (const post of this.posts.querySelectorAll("article")) this.watch.observe(post);
    // Posts that are loaded into the page later are watched too.
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) {
        for (const node of addedNodes) if (node instanceof HTMLElement && node.matches("article")) this.watch.observe(node);
      }
    }).observe(this.posts, { childList: true });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.tell(true);
    });
    window.addEventListener("pagehide", () => this.tell(true));
    // That the thread was opened is told also where nothing new is in view.
    this.timer = window.setTimeout(() => this.tell(false, true), stay + 200);
  }

  private look(seen: IntersectionObserverEntry[]): void {
    for (const { target, intersectionRect, boundingClientRect, rootBounds } of seen) {
      const whole = Math.min(boundingClientRect.height, rootBounds?.height ?? window.innerHeight);
      const inView = whole > 0 && intersectionRect.height >= part * whole;
      const timer = this.waiting.get(target);
      if (inView && timer === undefined) {
        this.waiting.set(target, window.setTimeout(() => this.read(target), stay));
      } else if (!inView && timer !== undefined) {
        clearTimeout(timer);
        this.waiting.delete(target);
      }
    }
  }

  // A page in the background shows nothing: its posts are looked at again once it is in front.
  private read(post: Element): void {
    this.waiting.delete(post);
    this.watch.unobserve(post);
    if (document.visibilityState === "hidden") {
      document.addEventListener("visibilitychange", () => this.watch.observe(post), { once: true });
      return;
    }
    this.shown = Math.max(this.shown, Number(post.id.replace("post-", "")) || 0);
    if (this.shown > this.told && this.timer === 0) {
      this.timer = window.setTimeout(() => this.tell(false), pause);
    }
  }

  // What could not be told is told with the next. When the page goes, only a beacon still arrives.
  private tell(leaving: boolean, opened = false): void {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.shown <= this.told && !opened) return;
    const to = this.shown;
    const body = new URLSearchParams({ to: String(to) });
    if (leaving) {
      if (navigator.sendBeacon(this.address, body)) this.told = to;
      return;
    }
    fetch(this.address, { method: "POST", body, keepalive: true }).then(
      (answer) => {
        if (!answer.ok) return;
        this.told = Math.max(this.told, to);
        this.posts.dataset["told"] = String(this.told);
      },
      () => undefined,
    );
  }
}

function steps(n: number): number[] {
  return Array.from({ length: n + 1 }, (_, i) => i / n);
}
