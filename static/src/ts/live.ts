// What happens while a page is read: new posts of its thread, and how many notices wait. One tab
// hears of it for all tabs of the browser.

import { tellAdded } from "./added";
import { canLead, lead } from "./leader";
import { renewReactions } from "./reactions";
import { keepStill } from "./still";
import { follow } from "./stream";

const settle = 1000; // milliseconds a page must be looked at before it listens: many are left at once
const spread = 1000; // milliseconds within which pages ask for what all of them were told
const gather = 300; // for the other tabs to say what they show

// What tabs say to one another.
type Said = { want: string; tab: string } | { gone: string } | { who: true } | { name: string; data: unknown; mark: string };

/** Keeps the page up to date while it is looked at. */
export function listenLive(): void {
  const as = document.documentElement.dataset["as"] ?? "0";
  const line = document.querySelector<HTMLElement>("[data-live-thread]");
  if (!canLead() || (as === "0" && !line)) return;
  window.setTimeout(() => new Live(as, line && new Line(line)), settle);
}

class Live {
  private readonly tab = crypto.randomUUID();
  private readonly channel: BroadcastChannel;
  private wants = new Map<string, string>(); // by tab; known to the tab that leads
  private mark = ""; // of what this tab was told last
  private leading: (() => void) | undefined; // opens the stream anew

  constructor(private readonly as: string, private readonly line: Line | null) {
    this.channel = new BroadcastChannel(`commonroom-live-${as}`);
    this.channel.onmessage = (event) => this.hear(event.data as Said);
    line?.whenShown(() => this.want());
    window.addEventListener("pagehide", () => this.say({ gone: this.tab }));
    window.addEventListener("pageshow", () => this.want());
    this.want();
    lead(`commonroom-live-${as}`, () => this.begin());
  }

  private say(said: Said): void {
    this.channel.postMessage(said);
  }

  private want(): void {
    const said = { want: this.line?.asked() ?? "", tab: this.tab };
    this.say(said);
    this.hear(said);
  }

  private hear(said: Said): void {
    if ("name" in said) this.take(said.name, said.data, said.mark);
    else if ("who" in said) this.say({ want: this.line?.asked() ?? "", tab: this.tab });
    else if (this.leading) this.note(said, this.leading);
  }

  // Another number of a post shown is not worth a new stream; another thread is.
  private note(said: { want: string; tab: string } | { gone: string }, anew: () => void): void {
    const before = this.threads();
    if ("gone" in said) this.wants.delete(said.gone);
    else this.wants.set(said.tab, said.want);
    if (this.threads().some((thread) => !before.includes(thread))) anew();
  }

  private threads(): string[] {
    return [...this.wants.values()].map((want) => want.split(".")[0] ?? "").filter(Boolean);
  }

  // The tab leads from here on.
  private begin(): () => void {
    let end = (): void => undefined;
    let timer = 0;
    const open = (): void => {
      end();
      clearTimeout(timer);
      timer = window.setTimeout(() => (end = follow(() => this.address(), this.mark, (name, data, mark) => this.pass(name, data, mark))), gather);
    };
    this.wants = new Map([[this.tab, this.line?.asked() ?? ""]]);
    this.leading = open;
    this.say({ who: true });
    open();
    return () => {
      this.leading = undefined;
      clearTimeout(timer);
      end();
    };
  }

  private address(): string {
    const asked = new Map<string, number>();
    for (const want of this.wants.values()) {
      const [thread = "", shown = "0"] = want.split(".");
      if (thread) asked.set(thread, Math.min(Number(shown), asked.get(thread) ?? Infinity));
    }
    const threads = [...asked].slice(-20).map(([thread, shown]) => `${thread}.${shown}`);
    return `/events?as=${this.as}&threads=${threads.join(",")}`;
  }

  private pass(name: string, data: unknown, mark: string): void {
    this.say({ name, data, mark });
    this.take(name, data, mark);
  }

  private take(name: string, data: unknown, mark: string): void {
    this.mark = mark;
    if (name === "posts") this.line?.told(data as { thread: number; posts: number[] });
    if (name === "reactions") renewSoon((data as { post: number }).post);
    if (name === "notices") showNotices((data as { unread: number }).unread);
  }
}

// The line under the posts that says how many came in.
class Line {
  private readonly thread: string;
  private shown: number;
  private waiting: number[] = [];
  private readonly words: HTMLElement | null;
  private readonly way: HTMLElement | null;
  private shownMore: () => void = () => undefined;

  constructor(private readonly line: HTMLElement) {
    this.thread = line.dataset["liveThread"] ?? "";
    this.shown = Number(line.dataset["liveShown"]);
    this.words = line.querySelector(".app-live__words");
    this.way = line.querySelector(".app-live__show");
    if (!(this.way instanceof HTMLButtonElement)) return;
    // A pointer must not take the focus from where somebody writes.
    this.way.addEventListener("pointerdown", (event) => event.preventDefault());
    this.way.addEventListener("mousedown", (event) => event.preventDefault());
    this.way.addEventListener("click", () => void this.show());
  }

  asked(): string {
    return `${this.thread}.${this.shown}`;
  }

  whenShown(act: () => void): void {
    this.shownMore = act;
  }

  told(news: { thread: number; posts: number[] }): void {
    if (String(news.thread) !== this.thread) return;
    this.waiting = [...new Set([...this.waiting, ...news.posts])].filter((n) => n > this.shown);
    this.say();
  }

  private say(): void {
    const n = this.waiting.length;
    const noun = this.line.dataset["liveNoun"] ?? "post";
    if (this.words) this.words.textContent = n === 0 ? "" : `${n} new ${noun}${n === 1 ? "" : "s"}`;
    if (this.way) this.way.hidden = n === 0;
    this.line.classList.toggle("app-live--told", n > 0);
  }

  // Puts the posts under the others, above the line.
  private async show(): Promise<void> {
    const answer = await fetch(`${this.line.dataset["liveSource"]}${this.shown}`).catch(() => undefined);
    if (!answer?.ok) {
      if (this.words) this.words.textContent = "They could not be read just now. Try again, or reload the page.";
      return;
    }
    const template = document.createElement("template");
    template.innerHTML = await answer.text();
    const posts = [...template.content.querySelectorAll<HTMLElement>("article")].filter((post) => !document.getElementById(post.id));
    this.shown = Math.max(this.shown, ...posts.map((post) => Number(post.id.replace("post-", ""))));
    this.waiting = posts.length === 0 ? [] : this.waiting.filter((n) => n > this.shown);
    const pressed = document.activeElement === this.way;
    this.place(posts, pressed);
    this.shownMore();
  }

  // From the keyboard one goes on to read the first of them, where the button was. Otherwise
  // whatever somebody is at stays where it is.
  private place(posts: HTMLElement[], pressed: boolean): void {
    const put = (): void => {
      document.querySelector("main .app-empty")?.remove();
      document.querySelector(".app-posts")?.append(...posts);
      this.say();
    };
    if (pressed) put();
    else keepStill(put);
    for (const post of posts) tellAdded(post);
    if (!pressed || !posts[0]) return;
    posts[0].tabIndex = -1;
    posts[0].focus({ preventScroll: true });
  }
}

const renewing = new Set<number>();

// Many pages hear of a reaction at once: each asks for it at a moment of its own, and once for all
// that come meanwhile.
function renewSoon(post: number): void {
  const row = (): HTMLElement | null => document.querySelector(`[data-reactions="/posts/${post}/reactions"]`);
  if (renewing.has(post) || !row()) return;
  renewing.add(post);
  window.setTimeout(() => {
    renewing.delete(post);
    const there = row();
    if (there) void renewReactions(there);
  }, Math.random() * spread);
}

function showNotices(unread: number): void {
  const link = document.querySelector<HTMLElement>("[data-live-notices]");
  if (!link) return;
  link.setAttribute("aria-label", unread === 0 ? "Notices" : `Notices, ${unread} new`);
  let count = link.querySelector<HTMLElement>(".app-count");
  if (!count) {
    count = document.createElement("span");
    count.className = "app-count";
    link.append(count);
  }
  count.textContent = String(unread);
  count.hidden = unread === 0;
}
