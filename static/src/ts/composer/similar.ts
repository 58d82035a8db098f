// What there is already about the same as a title, while the title is typed. The list stands under
// the field and takes no focus; how many there are is said politely.

const pause = 400; // milliseconds without a key before anything is asked: a word is typed to its end
const shortest = 6; // characters: less is about anything

/** Keeps the lists of similar things up to date with the titles above them. */
export function compareTitles(): void {
  for (const list of document.querySelectorAll<HTMLElement>("[data-similar]")) {
    const field = list.closest("form")?.querySelector<HTMLInputElement>("input[name=title]");
    if (field) new Comparison(list, field);
  }
}

class Comparison {
  private readonly status: Element | null;
  private timer = 0;
  private asking: AbortController | undefined;

  constructor(private readonly list: HTMLElement, private readonly field: HTMLInputElement) {
    this.status = list.nextElementSibling;
    field.addEventListener("input", () => this.typed());
  }

  private typed(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.timer = window.setTimeout(() => void this.ask(this.field.value.trim()), pause);
  }

  private async ask(title: string): Promise<void> {
    const asking = (this.asking = new AbortController());
    let found = "";
    try {
      if (title.length >= shortest) {
        const answer = await fetch(`${this.list.dataset["similar"]}?title=${encodeURIComponent(title)}`, { signal: asking.signal });
        found = answer.ok ? await answer.text() : "";
      }
    } catch {
      return; // overtaken by the next question, or no line: what stands there stays
    }
    if (!asking.signal.aborted) this.show(found);
  }

  private show(found: string): void {
    // It is a part of our own page, made by what makes the page.
    const part = new DOMParser().parseFromString(found, "text/html");
    this.list.replaceChildren(...part.body.children);
    const count = this.list.querySelectorAll("li").length;
    const words = count === 0 ? "" : count === 1 ? "1 thing like this is there already, below the title" : `${count} things like this are there already, below the title`;
    if (this.status && this.status.textContent !== words) this.status.textContent = words;
  }
}
