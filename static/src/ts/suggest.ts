// Suggestions under a search field while one types: titles, tags, members. The field becomes a
// combobox as ARIA 1.2 has it; the focus stays in the field, and the list says what is active.

import { statusLine } from "./made";

const pause = 150; // milliseconds without a key before anything is asked: about a fast typist's pace
const shortest = 2; // characters: one would suggest everything

interface Suggestion {
  group: string;
  text: string;
  more?: string;
  path: string;
}

/** Makes a combobox of each search field that says where its suggestions come from. */
export function suggestWhileTyping(): void {
  for (const row of document.querySelectorAll<HTMLElement>("[data-suggest]")) {
    const field = row.querySelector("input");
    if (field) new Combobox(row, field, row.dataset["suggest"] ?? "");
  }
}

class Combobox {
  private readonly list = document.createElement("div");
  private readonly status = statusLine();
  private options: HTMLElement[] = [];
  private active = -1;
  private timer = 0;
  private left = false; // for what was chosen: the form is not to be sent as well
  private asking: AbortController | undefined;

  constructor(row: HTMLElement, private readonly field: HTMLInputElement, private readonly source: string) {
    this.list.id = `${field.id}-list`;
    this.list.className = "app-suggest";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Suggestions");
    this.list.hidden = true;
    row.append(this.list, this.status);

    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    field.setAttribute("aria-expanded", "false");
    field.autocomplete = "off";

    field.addEventListener("input", () => this.typed());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    field.form?.addEventListener("submit", (event) => {
      if (this.left) event.preventDefault();
      this.close();
    });
    window.addEventListener("pagehide", () => this.close());
    window.addEventListener("pageshow", () => (this.left = false));
    // A finger or a mouse on the list must not take the focus, which would close it.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest<HTMLElement>("[role=option]") : null;
      if (option) this.choose(option);
    });
  }

  private typed(): void {
    this.stop();
    const text = this.field.value.trim();
    if (text.length < shortest) {
      this.close();
      return;
    }
    this.timer = window.setTimeout(() => void this.ask(text), pause);
  }

  // A question that was overtaken by the next one is given up.
  private stop(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  private async ask(text: string): Promise<void> {
    const asking = (this.asking = new AbortController());
    try {
      const answer = await fetch(`${this.source}?q=${encodeURIComponent(text)}`, { signal: asking.signal });
      const found: Suggestion[] = answer.ok ? await answer.json() : [];
      if (!asking.signal.aborted && document.activeElement === this.field) this.show(found);
    } catch {
      this.close(); // given up, or no line: the form itself still works
    }
  }

  private show(found: Suggestion[]): void {
    this.list.replaceChildren(...groups(found).map(([name, list], n) => this.group(name, list, n)));
    this.options = [...this.list.querySelectorAll<HTMLElement>("[role=option]")];
    this.options.forEach((option, n) => (option.id = `${this.list.id}-${n}`));
    this.activate(-1);
    this.open(found.length > 0);
    this.status.textContent = found.length === 1 ? "1 suggestion" : `${found.length || "No"} suggestions`;
  }

  private group(name: string, list: Suggestion[], n: number): HTMLElement {
    const group = element("div", "app-suggest__group", { role: "group", "aria-labelledby": `${this.list.id}-group-${n}` });
    const heading = element("div", "app-suggest__heading", { id: `${this.list.id}-group-${n}`, role: "presentation" });
    heading.textContent = name;
    group.append(heading, ...list.map(optionOf));
    return group;
  }

  private key(event: KeyboardEvent): void {
    if (this.list.hidden || event.isComposing) return;
    const last = this.options.length - 1;
    switch (event.key) {
      case "ArrowDown":
        this.activate(this.active === last ? -1 : this.active + 1);
        break;
      case "ArrowUp":
        this.activate(this.active === -1 ? last : this.active - 1);
        break;
      case "Home":
      case "End":
        if (this.active === -1) return; // moves in the field
        this.activate(event.key === "Home" ? 0 : last);
        break;
      case "Enter": {
        const option = this.options[this.active];
        if (!option) return; // sends the form
        this.choose(option);
        break;
      }
      case "Escape":
        this.close();
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  private activate(n: number): void {
    this.active = n;
    this.options.forEach((option, i) => option.setAttribute("aria-selected", String(i === n)));
    const option = this.options[n];
    if (option) {
      this.field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  private choose(option: HTMLElement): void {
    const path = option.dataset["path"];
    this.close();
    if (!path) return;
    this.left = true;
    location.assign(path);
  }

  private open(open: boolean): void {
    this.list.hidden = !open;
    this.field.setAttribute("aria-expanded", String(open));
  }

  private close(): void {
    this.stop();
    this.activate(-1);
    this.open(false);
    this.status.textContent = "";
  }
}

function groups(found: Suggestion[]): [string, Suggestion[]][] {
  const byName = new Map<string, Suggestion[]>();
  for (const one of found) byName.set(one.group, [...(byName.get(one.group) ?? []), one]);
  return [...byName];
}

function optionOf(one: Suggestion): HTMLElement {
  const option = element("div", "app-suggest__option", { role: "option", "data-path": one.path });
  const text = element("span", "app-suggest__text", {});
  text.textContent = one.text;
  option.append(text);
  if (one.more) {
    const more = element("span", "app-suggest__more", {});
    more.textContent = one.more;
    option.append(" ", more);
  }
  return option;
}

function element(name: string, className: string, attributes: Record<string, string>): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
