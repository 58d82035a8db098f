// Shortcuts of one key. They are off for whoever turned them off, and while somebody writes.

import { smallButton } from "./made";

const together = 1500; // milliseconds between the two keys of a pair
const here = "commonroom-keys-off"; // how a browser keeps what a visitor chose

const items = "main article.app-post, main li.app-row";

/** Follows single keys, unless they are turned off. */
export function takeKeys(): void {
  offerChoice(document);
  new Keys();
}

function off(): boolean {
  const root = document.documentElement;
  return root.hasAttribute("data-keys-off") || (root.dataset["as"] === "0" && stored() !== null);
}

function stored(): string | null {
  try {
    return localStorage.getItem(here);
  } catch {
    return null; // the browser keeps nothing for sites
  }
}

function store(isOff: boolean): void {
  try {
    if (isOff) localStorage.setItem(here, "yes");
    else localStorage.removeItem(here);
  } catch {
    // then it holds for this page
  }
}

class Keys {
  private at: HTMLElement | undefined; // the item that the keys are about
  private led = 0; // when g was pressed

  constructor() {
    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (writing(event.target) || document.querySelector("dialog[open]") || off()) return;
      if (this.does(event.key, event.repeat)) event.preventDefault();
    });
  }

  private does(key: string, again: boolean): boolean {
    const paired = Date.now() - this.led < together;
    this.led = 0;
    if (key === "j" || key === "k") return this.go(key === "j" ? 1 : -1);
    if (again) return false;
    if (paired && key === "h") return leadTo("/");
    if (paired && key === "u") return leadTo("/unread");
    switch (key) {
      case "g":
        this.led = Date.now();
        return true;
      case "o":
        return press(this.item()?.querySelector(".app-row__title, .app-post__facts a"));
      case "r":
        return press(this.item()?.querySelector("[data-key=r]")) || write();
      case "q":
      case "e":
        return press(this.item()?.querySelector(`[data-key=${key}]`));
      case "l":
        return press(this.item()?.querySelector("button[value=thanks]"));
      case "b":
        return press(this.item()?.querySelector("form[action$='/bookmark'] button, a[href$='/bookmark']"));
      case "/":
        return focusOn(document.querySelector<HTMLElement>("main [data-suggest] input, header [data-suggest] input"));
      case "?":
        void showKeys();
        return true;
    }
    return false;
  }

  // The one that has the focus, or the last that was gone to.
  private item(): HTMLElement | undefined {
    const focused = document.activeElement?.closest<HTMLElement>(items);
    if (focused) return focused;
    return this.at?.isConnected ? this.at : undefined;
  }

  private go(step: number): boolean {
    const all = [...document.querySelectorAll<HTMLElement>(items)];
    const now = this.item();
    const next = now ? all[all.indexOf(now) + step] : nearest(all, step);
    if (!next) return all.length > 0;
    this.at = next;
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: next.offsetHeight > window.innerHeight / 2 ? "start" : "nearest" });
    return true;
  }
}

// From where one has scrolled to: the first that begins in sight or below, or the last above.
function nearest(all: HTMLElement[], step: number): HTMLElement | undefined {
  const below = all.findIndex((item) => item.getBoundingClientRect().top >= 0);
  if (step > 0) return all[below < 0 ? all.length - 1 : below];
  return all[(below < 0 ? all.length : below) - 1];
}

function writing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

function press(thing: Element | null | undefined): boolean {
  if (!(thing instanceof HTMLElement)) return false;
  thing.click();
  return true;
}

// The reply form at the end of the page, where there is one.
function write(): boolean {
  return focusOn(document.querySelector<HTMLElement>("#reply textarea"));
}

function focusOn(field: HTMLElement | null): boolean {
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
  return field !== null;
}

function leadTo(path: string): boolean {
  if (path === "/unread" && document.documentElement.dataset["as"] === "0") return false;
  location.assign(path);
  return true;
}

// The list of the keys is the help page's own.
async function showKeys(): Promise<void> {
  const address = "/help/keys";
  if (location.pathname === address) return;
  const answer = await fetch(address).catch(() => undefined);
  const page = new DOMParser().parseFromString(answer?.ok ? await answer.text() : "", "text/html");
  const list = page.querySelector("[data-keys-list]");
  if (!list) {
    location.assign(address);
    return;
  }
  const dialog = document.createElement("dialog");
  dialog.className = "app-dialog";
  dialog.setAttribute("aria-labelledby", "keys-title");
  const title = document.createElement("h2");
  title.id = "keys-title";
  title.textContent = "Keyboard shortcuts";
  const close = smallButton("Close", () => dialog.close());
  close.autofocus = true;
  dialog.append(title, close, list);
  for (const heading of list.querySelectorAll("h2")) {
    const lower = document.createElement("h3");
    lower.textContent = heading.textContent;
    heading.replaceWith(lower);
  }
  offerChoice(dialog);
  const back = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (back instanceof HTMLElement) back.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
}

// A visitor's choice is kept by the browser; a member's by the form that stands there instead.
function offerChoice(within: ParentNode): void {
  const place = within.querySelector("[data-keys-here]");
  if (!place) return;
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  const words = (): string => (stored() === null ? "Turn the shortcuts off" : "Turn the shortcuts on");
  const choice = smallButton(words(), () => {
    store(stored() === null);
    choice.textContent = words();
    status.textContent = stored() === null ? "They are on in this browser." : "They are off in this browser. Help, Keyboard shortcuts turns them on again.";
  });
  place.append(choice, status);
}
